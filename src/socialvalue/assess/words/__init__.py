"""A result in words: the ranking, one bid, two bids, one criterion, the first place."""
