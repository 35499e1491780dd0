"""Pages about keys, tokens and the description of the API."""
