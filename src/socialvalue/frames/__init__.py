"""Tables of commitments, on the user's own dataframe: pounds by row, and totals.

`columns` finds what a table holds, `facts` compiles the measures, `encode` and `amounts` read
columns into numpy arrays, `eager` values them; `batches` does so part by part, and `queries` says
the same to engines of queries.
"""
