"""Building models of a survey for other programs."""
