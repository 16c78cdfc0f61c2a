"""Tables of commitments, on the user's own dataframe: pounds by row, and totals.

`read` finds what a table holds and makes numpy arrays of it, `memory` values them, whole or part by
part, and `engines` says the same to engines of queries; what is said of measures and of rows is in
`engine.facts` and `engine.rows`.
"""
