"""How suppliers are known in a delivery record once their names are erased."""
