"""A provider that measures on site: an accepted order, somebody with hours, who opens the doors."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from quartier.core.accounts import services as accounts
from quartier.core.invoices.tests.shop import company
from quartier.core.orders import services as ordering
from quartier.core.orders.tests import shop
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.modules.survey.models import Site
from quartier.modules.survey.rules.travel import Ways
from quartier.modules.survey.services import calendars, sites, visits
from quartier.modules.survey.services.sites import Person
from quartier.values.actor import SYSTEM

AT = shop.AT
CLERK = shop.CLERK
# A Tuesday, four days after the order.
DAY = datetime(2026, 1, 20, 9, tzinfo=UTC)
EARLY: dict[str, Any] = {"started_early": True, "loss_known": True}
PLACE = "Speicherstraße 9, 19399 Lübzin"
WAYS = Ways(timedelta(minutes=30), timedelta(minutes=90), timedelta(minutes=30))
WEEK = {day: (time(8), time(16, 30)) for day in range(5)}
TENANT = Person(name="Nele Voss", phone="0385 5550-12", email="nele.voss@posthaus.example")


def product(entity: Any) -> Any:
    """A survey on site in the catalogue, with the fee for extra trips in the price list."""
    made = shop.product(
        entity, "survey", net="419.33", key="aufmass",
        inputs=[{"key": key, "label": key, "kind": "text", "required": False} for key in ("address", "sort", "units")],
    )  # fmt: skip
    made.kind = "site_survey"
    made.save(update_fields=["kind"])
    listed("80.00")
    return made


OPENED_ON = shop.OPENED.date()


def listed(net: str, since: date = OPENED_ON) -> None:
    """A price of extra trips from a day on."""
    defaults = {
        "name": "Zusätzliche Anfahrt", "kind": "fee_extra_trip", "scope": "survey", "is_offered": True,
        "entity": shop.rows("providers.LegalEntity").first(), "standings": ["consumer"],
    }  # fmt: skip
    fee, _new = shop.rows("catalogue.Product").get_or_create(key="anfahrt", defaults=defaults)
    shop.rows("catalogue.Price").create(product=fee, net=Decimal(net), valid_from=since)


def offered(sort: str = "Wohnung", units: str = "", **more: Any) -> Any:
    """An order that nobody has decided on."""
    known = shop.rows("catalogue.Product").filter(key="aufmass").first()
    made = known or product(shop.rows("providers.LegalEntity").first() or company())
    return shop.placed(made, inputs={"address": PLACE, "sort": sort, "units": units}, **{**EARLY, **more})


def accepted(sort: str = "Wohnung", units: str = "", **more: Any) -> Site:
    """The site of an accepted order."""
    order = offered(sort, units, **more)
    ordering.accept(actor=CLERK, at=AT, order_id=order.pk)
    return Site.objects.get(order=order)


def surveyor(name: str = "Jule Prell", email: str = "jule@planmass.example") -> Any:
    """Somebody who measures from Monday to Friday."""
    user = accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.STAFF, email=email, name=name, roles=[StaffRole.CLERK],
        password="Quartier-Demo-2026",
    )  # fmt: skip
    hours = calendars.Hours(days=WEEK, minutes_there=30, minutes_back=30)
    calendars.set_hours(actor=SYSTEM, at=AT, user=user, hours=hours)
    return user


def opened(site: Site) -> Site:
    """The site with one person who opens all units."""
    sites.authorise(actor=CLERK, at=AT, site_id=site.pk, person=TENANT)
    return site


def proposed(site: Site, who: Any, *starts: datetime) -> list[Any]:
    """Dates that the customer can choose from."""
    return visits.propose(actor=CLERK, at=AT, site_id=site.pk, surveyor_id=who.pk, starts=starts or (DAY,), ways=WAYS)


def agreed(site: Site, who: Any, start: datetime = DAY, at: datetime = AT) -> Any:
    """An agreed visit of an open site."""
    made = visits.propose(actor=CLERK, at=at, site_id=site.pk, surveyor_id=who.pk, starts=[start], ways=WAYS)
    return visits.agree(actor=CLERK, at=at, visit_id=made[0].pk)


def mails(template: str) -> Any:
    """The mails of a kind."""
    return shop.rows("inbox.OutgoingMail").filter(template=f"survey.{template}").order_by("pk")


def again(row: Any) -> Any:
    """A row as it is stored."""
    return type(row).objects.get(pk=row.pk)
