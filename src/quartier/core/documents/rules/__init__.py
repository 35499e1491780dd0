"""What a file may be called, what may be inside, how much of it, and which part of it somebody asks for. Pure."""

from quartier.core.documents.rules.allowance import Allowance, for_customers, for_staff
from quartier.core.documents.rules.contents import Fault, Unfit, looked_into
from quartier.core.documents.rules.limits import Limits
from quartier.core.documents.rules.names import ending_of, fit_name
from quartier.core.documents.rules.ranges import OutOfReach, Part, asked_part
from quartier.core.documents.rules.types import ENDINGS, media_types

__all__ = [
    "ENDINGS",
    "Allowance",
    "Fault",
    "Limits",
    "OutOfReach",
    "Part",
    "Unfit",
    "asked_part",
    "ending_of",
    "fit_name",
    "for_customers",
    "for_staff",
    "looked_into",
    "media_types",
]
