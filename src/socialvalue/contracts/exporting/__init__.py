"""A delivery record as files: JSON Lines that it can be restored from, and tables to read."""
