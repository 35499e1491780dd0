"""Mail about surveys, a file for each part."""
