"""The calculator as a page: one file that works offline, and saves what the one reader reads."""

from socialvalue.calculators.page.document import languages, page_bytes

__all__ = ["languages", "page_bytes"]
