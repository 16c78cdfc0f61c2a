"""Notices drafted from a delivery record: a copy-sheet first, and the same as a release."""
