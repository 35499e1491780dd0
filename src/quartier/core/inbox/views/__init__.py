"""Pages about mail and jobs."""
