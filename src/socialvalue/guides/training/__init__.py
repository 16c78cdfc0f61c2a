"""Exercises with planted faults, and the keys that the engine works out."""
