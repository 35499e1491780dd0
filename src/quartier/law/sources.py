"""Where worked cases come from when no court or statute says them."""

NOTES = "Project notes “Law and money”"
ROWS = "docs/requirements"
