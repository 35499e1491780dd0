"""Genossenschaftsgesetz: joining a co-operative, leaving it, and what is paid out."""
