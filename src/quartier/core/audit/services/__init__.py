"""What audit does: write facts inside the caller's transaction, erase their content, seal them."""

from quartier.core.audit.services.erasing import erase_content, forget_addresses
from quartier.core.audit.services.guarding import guard
from quartier.core.audit.services.sealing import StillWriting, seal
from quartier.core.audit.services.writing import Happening, PersonNeeded, keep_confirmation, record, record_many

__all__ = [
    "Happening",
    "PersonNeeded",
    "StillWriting",
    "erase_content",
    "forget_addresses",
    "guard",
    "keep_confirmation",
    "record",
    "record_many",
    "seal",
]
