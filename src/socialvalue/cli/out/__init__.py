"""Where answers go, in which format, and with which exit code."""
