"""Models of mandates."""
