"""Reading columns of any kind of table: which says what, as which numbers, days and codes."""
