"""Pure decisions about legal texts: their structure, what is unfinished in them, and how two versions differ."""

from quartier.core.terms.rules.defects import Defect, DefectKind, defects
from quartier.core.terms.rules.difference import Change, Word, compare
from quartier.core.terms.rules.digests import ACCEPTED, STANDARD, digest, digest_of
from quartier.core.terms.rules.reading import Format, Unreadable, Whole, read, suggested
from quartier.core.terms.rules.structure import Block, blocks

__all__ = [
    "ACCEPTED",
    "STANDARD",
    "Block",
    "Change",
    "Defect",
    "DefectKind",
    "Format",
    "Unreadable",
    "Whole",
    "Word",
    "blocks",
    "compare",
    "defects",
    "digest",
    "digest_of",
    "read",
    "suggested",
]
