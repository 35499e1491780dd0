"""Surveys on site in the demo: a house with an agreed date, and a flat to which a second trip was charged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.core.catalogue import queries as catalogue
from quartier.core.catalogue import services as products
from quartier.core.invoices.extension import TripCause
from quartier.core.orders import services as ordering
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.modules.survey.models import Outcome, Site
from quartier.modules.survey.rules.travel import Ways
from quartier.modules.survey.services import calendars, outcomes, sites, visits
from quartier.modules.survey.services.outcomes import Said
from quartier.modules.survey.services.sites import Person
from quartier.values.actor import SYSTEM, VISITOR, Actor, ActorKind
from quartier.values.zone import BERLIN

SLUG: Final = "aufmass"
UNITS: Final = {
    "key": "units", "label": "Wohnungen (Anzahl oder Namen, mit Komma getrennt)", "kind": "text", "required": False
}  # fmt: skip
WAYS: Final = Ways(timedelta(minutes=30), timedelta(hours=2), timedelta(minutes=30))
TENANTS: Final = (
    ("EG links", Person(name="Nele Voss", phone="03860 5550-12", email="nele.voss@posthaus.example")),
    ("EG rechts", Person(name="Cem Arslan", phone="03860 5550-13", email="cem.arslan@posthaus.example")),
    ("1. OG", Person(name="Gerda Pohl", phone="03860 5550-14", email="gerda.pohl@posthaus.example")),
)
WEEK: Final = {day: (time(8), time(16, 30)) for day in range(5)}


def offer(*, at: datetime) -> None:
    """Let orders on site name their units, and put the fee for extra trips into the price list."""
    row: Any = catalogue.product_keyed(SLUG)
    products.change(actor=SYSTEM, at=at, product_id=row.pk, values={"inputs": [*row.inputs, UNITS]})
    values = {
        "kind": "fee_extra_trip", "scope": "survey", "entity_id": row.entity_id, "name": "Zusätzliche Anfahrt",
        "summary": "Wenn Sie oder Menschen in den Einheiten sie verursachen", "standings": ["consumer", "business"],
        "order": 900,
    }  # fmt: skip
    # The trips of the demo lie in the past, and cost the price of their day.
    then = at - timedelta(days=365)
    fee = products.offer(actor=SYSTEM, at=then, key="anfahrt", values=values)
    products.price(
        actor=SYSTEM, at=then, product_id=fee.pk, net=Decimal("75.00"), unit="once", valid_from=day_of(then)
    )  # fmt: skip


def seed(*, at: datetime, key: str) -> None:
    """Agree a date for a house, and let a flat have been measured at the second trip, which was charged."""
    staff = accounts.user_with_email(f"service@{key}.example")
    user = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(user) if user else None
    if staff is None or user is None or party is None:
        return
    actor = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name)
    hours = calendars.Hours(days=WEEK, minutes_there=30, minutes_back=30)
    calendars.set_hours(actor=actor, at=at, user=staff, hours=hours)
    given = {
        "sort": "Mehrfamilienhaus",
        "address": "Kastanienweg 12, 19399 Lübzin",
        "units": "EG links, EG rechts, 1. OG",
    }
    house = _accepted(at - timedelta(days=4), at, actor, given, party=party, user_id=user.pk)
    for unit, (label, person) in zip(house.units.all(), TENANTS, strict=True):
        sites.name_unit(actor=actor, at=at - timedelta(days=3), unit_id=unit.pk, label=label, person=person)
    _agreed(actor, at - timedelta(days=2), house, staff, _morning(_workday(day_of(at))))
    guest = ordering.Guest(
        given_name="Rieke", name="Sommer", email="sommer@posthaus.example", street="Hafenstraße 7", postcode="19399",
        city="Lübzin",
    )  # fmt: skip
    flat = _accepted(at - timedelta(days=24), at, actor, {"sort": "Wohnung", "address": "Hafenstraße 7, 19399 Lübzin"},
                     guest=guest)  # fmt: skip
    _twice(actor, at, flat, staff)


def _twice(actor: Actor, at: datetime, flat: Site, staff: Any) -> None:
    """Nobody opened the first time; the second trip was charged and the flat measured."""
    sites.authorise(
        actor=actor, at=at - timedelta(days=23), site_id=flat.pk,
        person=Person(name="Rieke Sommer", phone="03860 5550-21", email="sommer@posthaus.example"),
    )  # fmt: skip
    unit = flat.units.get()
    days = (day_of(at) - timedelta(days=16), day_of(at) - timedelta(days=7))
    first = _agreed(actor, at - timedelta(days=20), flat, staff, _morning(days[0]))
    absent = Said(outcome=Outcome.NO_ACCESS, words="Niemand hat geöffnet, telefonisch nicht erreichbar.")
    common: dict[str, Any] = {"actor": actor, "words": ""}
    outcomes.end(**common, at=first.ends_at, visit_id=first.pk, said={unit.pk: absent}, cause=TripCause.SURVEY)
    second = _agreed(actor, at - timedelta(days=12), flat, staff, _morning(days[1]))
    outcomes.end(
        **common, at=second.ends_at, visit_id=second.pk, said={unit.pk: Said(outcome=Outcome.MEASURED)},
        cause=TripCause.CUSTOMER, because="Zweite Anfahrt, weil am ersten Termin niemand geöffnet hat",
    )  # fmt: skip


def _agreed(actor: Actor, at: datetime, site: Site, staff: Any, starts_at: datetime) -> Any:
    rows = visits.propose(actor=actor, at=at, site_id=site.pk, surveyor_id=staff.pk, starts=[starts_at], ways=WAYS)
    return visits.agree(actor=actor, at=at, visit_id=rows[0].pk)


def _accepted(on: datetime, at: datetime, actor: Actor, inputs: Mapping[str, str], **who: Any) -> Site:
    """Place and accept an order on site at the prices of today."""
    row: Any = catalogue.product_keyed(SLUG)
    lines = [ordering.Choice(row.pk)]
    rule = policy.in_force(FormationPolicy, day_of(on))
    given: dict[str, Any] = {
        "lines": lines, "standing": "consumer", "gross": catalogue.quote(lines, day_of(at)).sums.gross,
        "payment_method": "invoice", "button": catalogue.label_for(rule, (row.scope,), paid=True),
        "texts": terms.current_documents(), "priced_on": day_of(at), "inputs": dict(inputs), "started_early": True,
        "loss_known": True, **who,
    }  # fmt: skip
    order = ordering.place(actor=VISITOR, at=on, given=ordering.Placing(**given))
    ordering.accept(actor=actor, at=on + timedelta(hours=2), order_id=order.pk)
    return Site.objects.get(order=order)


def _workday(after: date) -> date:
    """Return the next day from Monday to Friday."""
    day = after + timedelta(days=1)
    while day.weekday() not in WEEK:
        day += timedelta(days=1)
    return day


def _morning(on: date) -> datetime:
    """Return nine o'clock of a day."""
    return datetime.combine(on, time(9), BERLIN)
