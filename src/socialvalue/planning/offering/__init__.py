"""The cheapest offer that reaches a sum, and a proof that none is cheaper."""
