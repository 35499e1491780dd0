"""Public holidays and working days of the Länder."""
