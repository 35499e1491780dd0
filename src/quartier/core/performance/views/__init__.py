"""Pages about performance."""
