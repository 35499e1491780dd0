"""Pages of mandates and runs."""
