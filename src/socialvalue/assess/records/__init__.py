"""The record of a decision: complete, sealed, bounded, and held against a replay."""
