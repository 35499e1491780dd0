"""Models of banking."""
