"""Edges: dataframes, workbooks, open contracting data, charts and reports."""
