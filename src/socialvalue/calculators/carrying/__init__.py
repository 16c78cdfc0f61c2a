"""An offer that was made in one calculator, opened in another: each commitment marked 'check'."""
