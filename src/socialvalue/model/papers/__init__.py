"""What the papers of an award say beside the scores: contacts, days, grounds."""
