"""Pages about default: the office's and the customer's."""
