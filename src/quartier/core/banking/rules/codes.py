"""What the code of a bank says about an entry, before anybody looks at its purpose."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

# Business codes of German banks in MT940 and in camt's own code; families of ISO 20022.
RETURNED_DEBITS: Final = frozenset({"108", "109"})
RETURNED_TRANSFERS: Final = frozenset({"159"})
COLLECTIONS: Final = frozenset({"171", "174", "192", "196"})
FEES: Final = frozenset({"805", "806", "807", "808", "835"})
FEE_FAMILIES: Final = ("CHRG", "COMM", "FEES")


class Sort(Choice):
    """What kind of entry a bank says it is."""

    INCOMING = "incoming", _("money in")
    OUTGOING = "outgoing", _("money out")
    RETURNED = "returned", _("a collection that was returned")
    CAME_BACK = "came_back", _("a transfer of ours that came back")
    COLLECTION = "collection", _("a file of our collections")
    FEE = "fee", _("a fee of the bank")


def sort_of(amount: Decimal, code: str, reason: str) -> Sort:
    """Return what an entry is by its sign, its code ("PMNT-IDDT-PRDD", "NDDT+109") and a reason of return.

    >>> sort_of(Decimal("-23.50"), "NRTI+109", "AC04"), sort_of(Decimal("50"), "PMNT-RCDT-ESCT NTRF+166", "")
    (<Sort.RETURNED: 'returned'>, <Sort.INCOMING: 'incoming'>)
    """
    own = {part.partition("+")[2][:3] for part in code.split() if "+" in part}
    family = code.partition(" ")[0].split("-")
    if amount < 0 and (reason or own & RETURNED_DEBITS or "IDDT" in family):
        return Sort.RETURNED
    if amount > 0 and (reason or own & RETURNED_TRANSFERS or family[-1] == "RRTN"):
        return Sort.CAME_BACK
    if amount > 0 and (own & COLLECTIONS or "IDDT" in family):
        return Sort.COLLECTION
    if amount < 0 and (own & FEES or family[-1] in FEE_FAMILIES):
        return Sort.FEE
    return Sort.INCOMING if amount > 0 else Sort.OUTGOING
