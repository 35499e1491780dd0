"""What a file may be called, what may be inside, how much of it, and which part of it somebody asks for. Pure."""

from quartier.core.documents.rules.contents import Fault, Unfit, looked_into
from quartier.core.documents.rules.limits import Limits
from quartier.core.documents.rules.names import ending_of, fit_name
from quartier.core.documents.rules.ranges import OutOfReach, Part, asked_part
from quartier.core.documents.rules.types import ENDINGS, media_types

__all__ = [
    "ENDINGS",
    "Fault",
    "Limits",
    "OutOfReach",
    "Part",
    "Unfit",
    "asked_part",
    "ending_of",
    "fit_name",
    "looked_into",
    "media_types",
]
