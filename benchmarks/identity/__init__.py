"""How fast people get in, and their data: BENCH=identity runs every part of this folder."""
