"""What a target would have done: tenders drawn from past offers."""
