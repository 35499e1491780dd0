"""Backup and restore of a whole installation: database, files, and data keys apart; proven row by row."""

from quartier.config.backup.copies import Broken, Manifest, TableState
from quartier.config.backup.making import NotWritable, make
from quartier.config.backup.restoring import KeysMissing, NotEmpty, restore

__all__ = ["Broken", "KeysMissing", "Manifest", "NotEmpty", "NotWritable", "TableState", "make", "restore"]
