"""Tables in memory: columns as numpy arrays, through the kernel."""
