"""Pages of addresses for events."""
