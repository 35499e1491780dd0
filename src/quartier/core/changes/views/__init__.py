"""Pages about changes: the customer's and the office's."""
