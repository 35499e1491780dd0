"""All that privacy registers elsewhere, on one page."""
