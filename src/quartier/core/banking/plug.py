"""All that banking registers elsewhere, on one page."""
