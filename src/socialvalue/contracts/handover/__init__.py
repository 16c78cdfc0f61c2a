"""Hand-over: the agreed schedule as a paper, its indicators in words, and the first five dates."""
