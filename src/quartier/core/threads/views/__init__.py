"""Pages about threads: the customer's, the office's, and the provider's own words."""
