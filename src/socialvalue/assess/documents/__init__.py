"""Nouns and results as JSON documents: written, read again, and what they look like."""
