"""What was delivered of what is committed, on the user's own dataframe: pennies, a row a group."""
