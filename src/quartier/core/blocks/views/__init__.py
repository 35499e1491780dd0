"""Pages of blocks."""
