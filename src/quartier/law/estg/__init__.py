"""Einkommensteuergesetz: what housing and savings need of it."""
