"""Which deliveries two people verify."""
