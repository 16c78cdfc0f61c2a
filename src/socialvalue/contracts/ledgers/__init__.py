"""What was spent under contracts, taken from a ledger."""
