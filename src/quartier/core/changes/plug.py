"""All that changes registers elsewhere, on one page."""
