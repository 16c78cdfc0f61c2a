"""The month after award: returns out to suppliers and back, decisions, and who must do what."""
