"""Template tags of providers."""
