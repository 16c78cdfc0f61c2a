"""What sums over all contracts are made of, and by what they can be split."""
