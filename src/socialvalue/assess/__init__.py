"""What users hold: valuations, evaluations, explanations and records."""
