"""All that withdrawal registers elsewhere, on one page."""
