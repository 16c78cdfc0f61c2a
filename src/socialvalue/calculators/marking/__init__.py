"""Scores of a panel: out to evaluators, back with reasons, and moderated."""
