"""`python -m socialvalue` is the command `socialvalue`, where that is not on the path."""

from socialvalue.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
