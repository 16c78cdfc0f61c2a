"""A delivery record on a database server."""
