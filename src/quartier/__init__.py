"""Quartier: one platform behind German housing and building services online."""

__version__ = "2026.11.0"
