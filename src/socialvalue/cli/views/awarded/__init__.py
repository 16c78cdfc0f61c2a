"""What is shown after award: contracts, indicators, offers, what need not be kept."""
