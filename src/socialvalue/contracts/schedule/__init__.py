"""The agreed schedule: what was spent, how it was changed, and what it comes to on a day."""
