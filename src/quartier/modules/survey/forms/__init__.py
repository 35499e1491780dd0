"""Input of surveys: shape only, a file for each part."""
