"""Papers of a survey, set by typst: areas and volumes as they are signed and handed over."""
