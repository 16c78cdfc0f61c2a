"""The arithmetic of the scoring methods: exact, and beside it the same from columns of doubles.

One file a family, as in `model.methods`.  Its exact functions take the weight of a criterion and a
column with one entry a compliant bid; they are the oracle.  `POINTS` says which of them a method
means, `PARTS` how it is done from columns.
"""
