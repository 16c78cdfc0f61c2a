"""A tender in lots: each scored by itself, and a rule on how many one bidder may win."""
