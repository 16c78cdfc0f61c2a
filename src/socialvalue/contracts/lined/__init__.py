"""The entries of each commitment."""
