"""All that checkout registers elsewhere, on one page."""
