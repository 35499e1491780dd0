"""Fünftes Vermögensbildungsgesetz and Wohnungsbau-Prämiengesetz: what the state adds to savings."""
