"""Pages about parties: the customer side and the office side."""
