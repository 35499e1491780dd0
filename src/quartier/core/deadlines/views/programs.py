"""What a customer's own program reads of their deadlines, and the calendar addresses it makes and revokes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.deadlines import queries, services
from quartier.core.deadlines.forms import AddressForm
from quartier.core.deadlines.models import DeadlineState
from quartier.core.deadlines.views import calendars, portal
from quartier.core.parties import queries as parties
from quartier.kit.api import (
    COUNT,
    DAY,
    DONE,
    INSTANT,
    INSTANT_IF_ANY,
    TEXT,
    Acting,
    Answers,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    acts,
    endpoint,
)
from quartier.kit.formats import voice

MANY: Final = 10_000
REASON: Final = Parts(
    Part("text", TEXT, _("Say one step of how the end was found")), Part("source", TEXT, _("Name the rule behind it"))
)
DEADLINE: Final = Parts(
    Part("label", TEXT, _("Say what the period is")),
    Part("promise", TEXT, _("Say what follows when it ends")),
    Part("state", Plain("string", tuple(DeadlineState.values)), _("Say whether it runs")),
    Part("ends_on", DAY, _("Say on which day it ends")),
    Part("due_at", INSTANT, _("Say at which instant it has passed")),
    Part("closed_at", INSTANT_IF_ANY, _("Say when it was settled")),
    Part("source", TEXT, _("Name the law or contract behind it")),
    Part("reasons", Listing(REASON, MANY), _("Say how the end was found")),
)
DEADLINES: Final = Parts(
    Part("running", Listing(DEADLINE, MANY), _("What runs, first due first")),
    Part("ended", Listing(DEADLINE, MANY), _("What has ended, the latest first")),
)
CALENDAR: Final = Parts(
    Part("number", COUNT, _("Find the calendar address")),
    Part("name", TEXT, _("Tell addresses apart")),
    Part("created_at", INSTANT, _("Say when it was made")),
    Part("last_used_at", INSTANT_IF_ANY, _("Say when it was read last")),
)
CALENDARS: Final = Parts(Part("addresses", Listing(CALENDAR, MANY), _("List the person's calendar addresses")))
OPENED: Final = Parts(
    *DONE.by_name.values(), Part("address", TEXT, _("The secret address; it is told this once"), required=False)
)
NAMED: Final = Answers(AddressForm)


def _told(one: queries.Told) -> dict[str, Any]:
    row = one.row
    more = {"label": one.label, "promise": one.promise, "ends_on": one.ends_on}
    reasons = [REASON.of(reason) for reason in one.reasons]
    return DEADLINE.of(row, **more, reasons=reasons)


@endpoint("GET", like=portal.own, summary=_("Read your deadlines"), gives=DEADLINES, stands_for=("deadlines:own",))
def deadlines(request: Call) -> Mapping[str, Any]:
    """Tell the customer's periods and why each ends when it ends."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    running, ended = queries.told_to(parties.subject_of(party), voice())
    return {"running": [_told(one) for one in running], "ended": [_told(one) for one in ended]}


@endpoint(
    "GET", like=calendars.own, summary=_("List your calendar addresses"), gives=CALENDARS,
    stands_for=("deadlines:calendars",),
)  # fmt: skip
def addresses(request: Call) -> Mapping[str, Any]:
    """Tell the person's calendar addresses, never the secrets."""
    return {"addresses": [CALENDAR.of(row, number=row.pk) for row in queries.addresses_of(request.user)]}


@endpoint(
    "POST", like=calendars.own, summary=_("Make a calendar address"), takes=NAMED, gives=OPENED,
    stands_for=("deadlines:calendars",),
)  # fmt: skip
def open_address(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a calendar address, with the check step, and tell its secret this once."""
    if parties.party_of(request.user) is None:
        raise Http404
    form, program = AddressForm(NAMED.data(body)), Acting(body)
    if not program.passed(form):
        return program.outcome()
    given: dict[str, Any] = {"user": request.user, "shown": program.by_label(), **form.cleaned_data}
    new = services.open_address(actor=request.actor, at=request.now, **given)
    address = request.build_absolute_uri(reverse("deadlines:feed", args=[new.token]))
    return program.outcome(new.row.pk) | {"address": address}


revoke_address = acts(
    calendars.revoke_own, summary=_("Revoke a calendar address"), stands_for=("deadlines:revoke_calendar",)
)
