"""People: how many jobs are committed and delivered, and for whom."""
