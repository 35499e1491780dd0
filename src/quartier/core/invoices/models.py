"""Models of invoices."""
