"""How firm a result is: who else could have won, by how little, and what to ask."""
