"""Points of many bids at once, from arrays."""
