"""Pages about consents: the customer's own, and the office's work on them."""
