"""Assessment summaries: what each bidder is told, and nothing of any third bidder."""
