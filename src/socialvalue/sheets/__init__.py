"""Workbooks: read within bounds, and texts that no spreadsheet takes for a formula."""

from socialvalue.sheets.texts import guarded, guarded_sql, unguarded, unguarded_sql

__all__ = ["guarded", "guarded_sql", "unguarded", "unguarded_sql"]
