"""Objects of surveys on site: made with the order, who opens the doors, and dates that wait for the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.core.orders import services as ordering
from quartier.modules.survey.models import Contact, Site, SiteKind, SiteUnit
from quartier.modules.survey.rules.access import place_of, unit_labels
from quartier.modules.survey.rules.kinds import SITE_SURVEY
from quartier.modules.survey.services.visit_refusals import NoSite, UnitNamed, WordsNeeded
from quartier.values.actor import Actor

SEVERAL: Final = "Mehrfamilienhaus"
# The names of units go on papers, which are German.
HOUSE, DWELLING = "Haus", "Wohnung"
OPEN: Final = ("accepted", "finished")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who opens a door; all of it or nothing (WR-053)."""

    name: str
    phone: str
    email: str


def hear_accepted(actor: Actor, at: datetime, order: Any) -> None:
    """Make the site of an accepted order for a survey on site from what the order says."""
    if order.kind == SITE_SURVEY:
        made(actor=actor, at=at, order=order)


@transaction.atomic
def made(*, actor: Actor, at: datetime, order: Any) -> Site:
    """Return the site of an order, made where there is none. Raises NoSite before the order is accepted."""
    if order.kind != SITE_SURVEY or order.state not in OPEN:
        raise NoSite
    found = Site.objects.filter(order=order).first()
    if found is not None:
        return found
    given = {key: str(value) for key, value in order.inputs.items()}
    street, postcode, city = place_of(given.get("address", ""))
    sort = given.get("sort", DWELLING)
    kind = SiteKind.MULTIPLE if sort == SEVERAL else SiteKind.SINGLE
    labels = unit_labels(given.get("units", ""), DWELLING) if kind == SiteKind.MULTIPLE else [sort[:40] or HOUSE]
    row = Site.objects.create(
        order=order, kind=kind, street=street[:120], postcode=postcode, city=city[:80],
        wished=given.get("wish", "")[:300], made_at=at,
    )  # fmt: skip
    SiteUnit.objects.bulk_create([SiteUnit(site=row, label=label) for label in labels])
    _record(actor, at, "survey.site_made", row, units=len(labels))
    return row


@transaction.atomic
def authorise(
    *, actor: Actor, at: datetime, site_id: int, person: Person, note: str = "", tells_tenants: bool | None = None
) -> Contact:
    """Note one person who opens all units (WR-053)."""
    site = locked(site_id)
    row = _contact(actor, at, site, None, person)
    site.note = note.strip() or site.note
    site.tells_tenants = site.tells_tenants if tells_tenants is None else tells_tenants
    site.save(update_fields=["note", "tells_tenants"])
    _record(actor, at, "survey.access_given", site, units=site.units.count())
    return row


@transaction.atomic
def name_unit(*, actor: Actor, at: datetime, unit_id: int, label: str, person: Person) -> Contact:
    """Note who opens one unit, and its number (WR-053). Raises UnitNamed."""
    unit = SiteUnit.objects.get(pk=unit_id)
    site = locked(unit.site_id)
    unit.label = label.strip()[:40]
    try:
        with transaction.atomic():
            unit.save(update_fields=["label"])
    except IntegrityError as error:
        raise UnitNamed from error
    row = _contact(actor, at, site, unit, person)
    _record(actor, at, "survey.access_given", site, units=1)
    return row


@transaction.atomic
def add_unit(*, actor: Actor, at: datetime, site_id: int, label: str) -> SiteUnit:
    """Note a unit that the order did not name. Raises UnitNamed."""
    site = locked(site_id)
    row, is_new = SiteUnit.objects.get_or_create(site=site, label=label.strip()[:40])
    if not is_new:
        raise UnitNamed
    _record(actor, at, "survey.unit_added", site, units=1)
    return row


@transaction.atomic
def hold(*, actor: Actor, at: datetime, unit_id: int) -> Site:
    """Note that nobody in a unit is reached: the date waits, and the customer is asked to arrange it (WR-054).

    The request is a task on the order's page and a mail; what is due waits meanwhile. Again, it is a reminder.
    """
    unit = SiteUnit.objects.get(pk=unit_id)
    site = locked(unit.site_id)
    unit.is_unreachable = True
    unit.save(update_fields=["is_unreachable"])
    site.is_on_hold = True
    site.save(update_fields=["is_on_hold"])
    order = site.order
    items = [*dict.fromkeys([*order.missing, task_for(unit.label)])]
    ordering.request(actor=actor, at=at, order_id=order.pk, missing=items)
    _record(actor, at, "survey.unreachable", site, units=1)
    return site


@transaction.atomic
def release(*, actor: Actor, at: datetime, site_id: int, words: str) -> Site:
    """Take the hold off a date: the customer has arranged it with everybody. Raises WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    site = locked(site_id)
    if not site.is_on_hold:
        return site
    ours = {task_for(one) for one in site.units.filter(is_unreachable=True).values_list("label", flat=True)}
    is_all = set(site.order.missing) <= ours
    site.units.update(is_unreachable=False)
    site.is_on_hold = False
    site.save(update_fields=["is_on_hold"])
    ordering.reply(actor=actor, at=at, order_id=site.order_id, words=words, is_complete=is_all)
    _record(actor, at, "survey.released", site, units=len(ours))
    return site


def task_for(label: str) -> str:
    """Return what the customer is asked to do about a unit whose people nobody reaches."""
    return _("Arrange the date with %(unit)s and see that somebody opens") % {"unit": label}


def locked(site_id: int) -> Site:
    """Return a site for a change, locked with its order until the transaction ends. Raises OrderOver.

    The order is locked first: whoever ends an order goes from there to the visits, so nobody goes back.
    """
    order_id = Site.objects.values_list("order_id", flat=True).get(pk=site_id)
    order = ordering.locked(order_id)
    if order.state not in OPEN:
        raise ordering.OrderOver
    site = Site.objects.select_for_update(no_key=True).get(pk=site_id)
    site.order = order
    return site


def subject_of(site: Site) -> str:
    """Return how facts name a site: by its order, whose history tells them."""
    return orders.subject_of(site.order)


def _contact(actor: Actor, at: datetime, site: Site, unit: SiteUnit | None, person: Person) -> Contact:
    values = {
        "name": person.name.strip(), "phone": person.phone.strip(), "email": person.email.strip(),
        "given_by": str(actor)[:120], "given_at": at,
    }  # fmt: skip
    row, _is_new = Contact.objects.update_or_create(site=site, unit=unit, defaults=values)
    return row


def _record(actor: Actor, at: datetime, kind: str, site: Site, **data: Any) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(site), data=data)
