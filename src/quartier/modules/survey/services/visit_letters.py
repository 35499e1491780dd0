"""Telling customers about visits, each by mail in the name of the contracting entity, with a file for calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from quartier.core.inbox import services as inbox
from quartier.core.orders import queries as orders
from quartier.kit import formats
from quartier.kit.mail import Mail
from quartier.modules.survey.mails.visits import (
    AgreedMail,
    CancelledMail,
    DoneMail,
    ProposedMail,
    ReminderMail,
    TenantMail,
    VisitMail,
)
from quartier.modules.survey.models import Site, SiteUnit, Visit, VisitNotice
from quartier.modules.survey.queries import visits as queries
from quartier.values.actor import Actor

NOTICE = "survey.visitnotice"


def proposed(*, actor: Actor, at: datetime, site: Site, visits: Sequence[Visit]) -> None:
    """Send the dates to choose from."""
    dates = tuple((one.starts_at, one.ends_at) for one in visits)
    mail = ProposedMail(**_known(site), dates=dates, missing=tuple(queries.missing_access(site)))
    _post(actor, at, site, mail)


def agreed(*, actor: Actor, at: datetime, visit: Visit, notice: VisitNotice, is_moved: bool = False) -> None:
    """Confirm a date, or that it was moved."""
    mail = AgreedMail(
        **_known(visit.site), starts_at=visit.starts_at, ends_at=visit.ends_at, surveyor=_name(visit),
        is_moved=is_moved,
    )  # fmt: skip
    _post(actor, at, visit.site, mail, [f"{NOTICE}:{notice.pk}"])


def cancelled(*, actor: Actor, at: datetime, visit: Visit, notice: VisitNotice) -> None:
    """Say that a date does not take place."""
    mail = CancelledMail(**_known(visit.site), starts_at=visit.starts_at, because=visit.because)
    _post(actor, at, visit.site, mail, [f"{NOTICE}:{notice.pk}"])


def reminded(*, actor: Actor, at: datetime, visit: Visit) -> None:
    """Remind the customer of tomorrow; where they asked for it, whoever opens the units too."""
    site = visit.site
    times: dict[str, Any] = {"starts_at": visit.starts_at, "ends_at": visit.ends_at}
    _post(actor, at, site, ReminderMail(**{**_known(site), **times}, surveyor=_name(visit)))
    if not site.tells_tenants:
        return
    for contact in site.contacts.select_related("unit"):
        unit = contact.unit.label if contact.unit else _("all units")
        mail = TenantMail(place=str(site), unit=unit, customer=str(site.order.party), **times)
        _send(actor, at, site, mail, contact.email, contact.name)


def ended(*, actor: Actor, at: datetime, visit: Visit, units: Sequence[tuple[SiteUnit, str]], is_open: bool) -> None:
    """Say what came of a visit and what the trip costs."""
    cost = visit.trip
    with override("de"):
        trip = _("free of charge")
        if cost is not None and cost.net:
            trip = _("%(amount)s plus VAT: %(why)s") % {"amount": formats.money(cost.net), "why": cost.because}
        told = tuple((one.label, said) for one, said in units)
    mail = DoneMail(**_known(visit.site), starts_at=visit.starts_at, units=told, trip=trip, is_open=is_open)
    _post(actor, at, visit.site, mail)


def _known(site: Site) -> dict[str, str]:
    order = site.order
    path = f"/auftrag/{order.token}/" if order.token and not order.user_id else f"/auftraege/{order.pk}/"
    return {"number": order.number, "place": str(site), "path": path}


def _name(visit: Visit) -> str:
    return str(visit.surveyor.name) if visit.surveyor else "–"


def _post(actor: Actor, at: datetime, site: Site, mail: VisitMail, attached: Sequence[str] = ()) -> None:
    party = site.order.party
    if party.email:
        _send(actor, at, site, mail, party.email, str(party), attached)


def _send(
    actor: Actor, at: datetime, site: Site, mail: Mail, to: str, to_name: str, attached: Sequence[str] = ()
) -> None:
    order = site.order
    inbox.post(
        actor=actor, at=at, mail=mail, to=to, to_name=to_name, about=orders.subject_of(order), entity=order.entity,
        attached=attached,
    )  # fmt: skip
