"""What a customer's own program reads of dates, and the reminder it sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.performance import queries
from quartier.core.performance.forms import RemindForm
from quartier.core.performance.views import portal
from quartier.kit.api import COUNT, DAY, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 1000
PROMISE: Final = Parts(
    Part("number", COUNT, _("Name the date in further calls")),
    Part("what", TEXT, _("Say what is delivered")),
    Part("due_on", DAY, _("Say for which day it is planned")),
    Part("is_binding", YES, _("Tell whether the date is binding")),
    Part("state", TEXT, _("Say how it stands")),
)
DUTY: Final = Parts(
    Part("what", TEXT, _("Say what we wait for")), Part("since_on", DAY, _("Say since when we wait for it"))
)
GUARANTEE: Final = Parts(
    Part("words", TEXT, _("Say what is guaranteed")), Part("confirmed_on", DAY, _("Say when it was confirmed"))
)
DATES: Final = Parts(
    Part("promises", Listing(PROMISE, MANY), _("The dates of the contract")),
    Part("duties", Listing(DUTY, MANY), _("What you have to do first")),
    Part("guarantees", Listing(GUARANTEE, MANY), _("Guarantees that were confirmed in writing")),
)


@endpoint("GET", like=portal.dates, summary=_("Read the dates of a contract"), gives=DATES,
          stands_for=("performance:dates",))  # fmt: skip
def dates(request: Call, promised_contract_id: int) -> Mapping[str, Any]:
    """Tell the dates of a contract, and what we wait for."""
    row = portal.own_contract(request, promised_contract_id)
    told = [
        {
            "number": one.row.pk,
            "what": one.row.what,
            "due_on": one.row.due_on,
            "is_binding": one.row.is_binding,
            "state": one.state,
        }
        for one in queries.shown_of(row, request.now)
    ]
    waiting = [one for one in queries.duties_of(row) if one.done_on is None]
    return {
        "promises": told,
        "duties": [DUTY.of(one) for one in waiting],
        "guarantees": [GUARANTEE.of(one) for one in queries.guarantees_of(row)],
    }


remind = acts(
    portal.remind, RemindForm, summary=_("Remind of a date that has passed"), stands_for=("performance:remind",)
)
