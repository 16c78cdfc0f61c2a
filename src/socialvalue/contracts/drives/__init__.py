"""Where the file of a delivery record lies: on which kind of drive, and who writes into it."""
