"""Pages about the provider itself: public, office, console."""
