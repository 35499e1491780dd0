"""Drawings: one geometry for every format, with text that stays text."""
