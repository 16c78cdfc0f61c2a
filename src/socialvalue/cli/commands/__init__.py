"""The commands: what each takes."""
