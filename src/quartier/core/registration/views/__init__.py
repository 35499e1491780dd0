"""Pages of registration: for whoever comes in, and for the office."""
