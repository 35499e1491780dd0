"""Pages of one's own data, and of the office's work on them."""
