"""From pounds, prices and marks to exact points and ranks."""
