"""What the Procurement Act asks of a notice, a rule a function; `rules.RULES` lists them."""
