"""Pages about requests: the customer's rights and the office's work on them."""
