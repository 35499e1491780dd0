"""What customers' own programs read of their accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.ledger import queries
from quartier.core.ledger.views import portal
from quartier.kit.api import COUNT, DAY, TEXT, Call, Listing, Part, Parts, endpoint

MANY: Final = 100_000
ITEM: Final = Parts(
    Part("document", TEXT, _("Give the number of the voucher")),
    Part("text", TEXT, _("Say what it is for")),
    Part("booked_on", DAY, _("Say when it was booked")),
    Part("due_on", DAY, _("Say when it is due")),
    Part("amount", TEXT, _("Say how much: above zero it is owed, below it was paid or credited")),
    Part("open", TEXT, _("Say how much of it is open today")),
)
STATEMENT: Final = Parts(
    Part("on", DAY, _("Say through which day it goes")),
    Part("before", TEXT, _("Say what was owed before the first item")),
    Part("items", Listing(ITEM, MANY), _("What was booked in that year, the oldest first")),
    Part("balance", TEXT, _("Say what is owed at the end of the day")),
)
LINE: Final = Parts(
    Part("booked_on", DAY, _("Say when it was booked")),
    Part("text", TEXT, _("Say what it is for")),
    Part("amount", TEXT, _("Say how much: above zero it is owed, below it was paid or credited")),
)
MIRROR: Final = Parts(
    Part("id", COUNT, _("Identify the account")),
    Part("contract", TEXT, _("Name the contract")),
    Part("as_of", DAY, _("Say through which day it is complete")),
    Part("balance", TEXT, _("Say what is owed on it")),
    Part("lines", Listing(LINE, MANY), _("The bookings, the latest first")),
)


@endpoint(
    "GET",
    like=portal.statement,
    summary=_("Read the statement of the account of this year"),
    gives=STATEMENT,
    stands_for=("ledger:statement",),
)
def statement(request: Call) -> Mapping[str, Any]:
    """Tell what was billed and paid, and what is owed."""
    party, on = portal.mine(request), portal.as_of(request)
    found = queries.statement(party.pk, on.replace(month=1, day=1), on)
    items = [ITEM.of(row) for row, _balance in found.rows]
    return {"on": on, "before": str(found.before), "items": items, "balance": str(found.balance)}


@endpoint("GET", like=portal.mirrors, summary=_("Read the accounts that another system keeps"),
          gives=Parts(Part("accounts", Listing(MIRROR, MANY), _("The accounts"))),
          stands_for=("ledger:mirrors", "ledger:mirror"))  # fmt: skip
def mirrors(request: Call) -> Mapping[str, Any]:
    """Tell balance and bookings of each account."""
    found = []
    for row in queries.mirrors_of(portal.mine(request)):
        lines = [LINE.of(line) for line in queries.mirror_lines(row)]
        told = {"id": row.pk, "contract": str(row), "as_of": row.as_of, "balance": str(row.sum), "lines": lines}
        found.append(told)
    return {"accounts": found}
