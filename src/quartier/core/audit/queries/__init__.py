"""Reading facts, and proving that they are what was written."""

from quartier.core.audit.queries.chain import (
    Fault,
    FaultKind,
    Proof,
    head,
    unprotected,
    verify,
)
from quartier.core.audit.queries.timeline import about, confirmations_of, facts, latest, timeline

__all__ = [
    "Fault",
    "FaultKind",
    "Proof",
    "about",
    "confirmations_of",
    "facts",
    "head",
    "latest",
    "timeline",
    "unprotected",
    "verify",
]
