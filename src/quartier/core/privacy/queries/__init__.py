"""What privacy tells."""
