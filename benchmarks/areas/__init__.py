"""How fast the survey engine calculates and draws: BENCH=areas runs every part of this folder."""
