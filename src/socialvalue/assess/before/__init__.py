"""What must hold before anything is valued or scored, and what to look at twice."""
