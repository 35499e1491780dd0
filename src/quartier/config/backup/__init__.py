"""Backup and restore of an installation or of one provider: database, files, and data keys apart; proven row by row."""

from quartier.config.backup.copies import Broken, Manifest, TableState
from quartier.config.backup.making import NotWritable, UnknownProvider, make
from quartier.config.backup.restoring import KeysMissing, NotEmpty, restore

__all__ = [
    "Broken",
    "KeysMissing",
    "Manifest",
    "NotEmpty",
    "NotWritable",
    "TableState",
    "UnknownProvider",
    "make",
    "restore",
]
