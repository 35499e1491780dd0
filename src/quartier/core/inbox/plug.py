"""All that inbox registers elsewhere, on one page."""
