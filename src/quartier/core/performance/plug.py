"""All that performance registers elsewhere, on one page."""
