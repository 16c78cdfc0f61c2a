"""A council's own sheet of contracts, commitments and deliveries to date."""
