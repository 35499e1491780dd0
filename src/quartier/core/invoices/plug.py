"""All that invoices registers elsewhere, on one page."""
