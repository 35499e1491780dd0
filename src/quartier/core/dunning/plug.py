"""All that dunning registers elsewhere, on one page."""
