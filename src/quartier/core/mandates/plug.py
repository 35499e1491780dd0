"""All that mandates registers elsewhere, on one page."""
