"""Past contracts: what was committed and delivered on each, and what may be said of them."""
