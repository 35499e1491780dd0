"""Pages: public ones for everybody, office ones for the letting team."""
