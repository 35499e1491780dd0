"""Pages about legal texts: for everybody, for customers, in the office."""
