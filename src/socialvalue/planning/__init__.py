"""Before a tender: schemes side by side, tried on invented bids."""
