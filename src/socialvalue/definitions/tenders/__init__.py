"""What a tender file says, made into a tender, its bids and the papers of its award."""
