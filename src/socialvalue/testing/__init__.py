"""Public strategies and assertions for those who test with this library."""
