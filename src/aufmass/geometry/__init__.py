"""Exact geometry of rings in the plane: integers in, fractions where lines meet, no tolerance anywhere."""
