"""Pages of invoices: the customer's, the office's, and what programs read."""
