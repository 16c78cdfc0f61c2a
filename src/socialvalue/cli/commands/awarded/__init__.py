"""Commands after award: contracts, what is delivered, the month, offers, the record itself."""
