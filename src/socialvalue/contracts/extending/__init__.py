"""Options to extend a contract."""
