"""The delivery record as a star of tables, for tools that draw their own pictures."""
