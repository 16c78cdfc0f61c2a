"""What may be written into a delivery record: what is refused, what is asked, and the verbs."""
