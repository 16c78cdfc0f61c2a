"""The extensions import each other by name, as Sphinx lets them; so do their doctests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
