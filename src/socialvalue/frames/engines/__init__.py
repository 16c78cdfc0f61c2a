"""Tables on engines of queries: the same rules and pennies as expressions."""
