"""Pages about declarations: the office's queue, the customer's own, and their programs."""
