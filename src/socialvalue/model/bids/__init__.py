"""What a bidder offers, and what a panel gives for it."""
