"""Pages about leaving: the customer's and the office's."""
