"""Drawing legal texts."""
