"""A workbook of measures that a user has, as definition files of its own."""
