"""Tables in files: CSV proved before it is read, and files larger than memory."""
