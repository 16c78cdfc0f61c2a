"""Which frameworks and plug-ins exist, where they are, and layers laid over each other."""
