"""All that payments registers elsewhere, on one page."""
