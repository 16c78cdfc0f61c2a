"""The pounds of a bid: its lines, its total, and their words."""
