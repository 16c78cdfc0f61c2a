"""Arithmetic: lines to pennies, bids to points; no files, no dataframes.

`kernel` values columns, `exact` is the oracle it is held against; `lines` and `refusals` hold the
rules of valuation for one commitment, `facts` and `rows` the same for columns, `order` which stands
before which; `points` holds those of scoring.
"""
