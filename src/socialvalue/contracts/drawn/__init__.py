"""The chart of one contract."""
