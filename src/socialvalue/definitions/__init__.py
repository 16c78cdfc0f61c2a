"""YAML text to the model, with file, line and column on every problem.

`text` reads bounded YAML to plain data that knows its places; `shapes` says which keys a file may
have; `structure` joins the two; the other modules build the nouns of the model from the shapes.
"""
