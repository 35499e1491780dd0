"""Bürgerliches Gesetzbuch: periods, default, withdrawal, terms, notice, rent."""
