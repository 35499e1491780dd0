"""Pages about who gets data of people."""
