"""All contracts at the end of each month."""
