"""Checking files and folders before anything is scored; worked examples of a set."""
