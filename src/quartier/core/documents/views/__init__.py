"""Pages about documents, and handing files out."""
