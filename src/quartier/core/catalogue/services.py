"""Keeping products and their dated prices. What has been in force is never changed; later prices stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.catalogue.extension import product_kinds
from quartier.core.catalogue.models import Price, PriceUnit, Product
from quartier.core.catalogue.queries import subject_of
from quartier.core.catalogue.rules.shapes import options_of
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

FIELDS: Final = (
    "kind", "scope", "entity_id", "name", "summary", "description", "standings", "needs_account", "is_free",
    "vat_rate_kind", "inputs", "uploads", "options", "terms", "is_offered", "order",
)  # fmt: skip


class KeyTaken(Refused):
    """A product is found by its key."""

    message = _("Another service has this address already.")
    field = "key"


class NobodyServed(Refused):
    """Somebody can order a product."""

    message = _("Choose who may order this.")
    field = "standings"


class UnitWrong(Refused):
    """What recurs has a price that recurs, and nothing else has."""

    message = _("The price of a service that recurs is for a month or a year; every other price is for once.")
    field = "unit"


class PriceInForce(Refused):
    """A price that counts or counted stays as it is: orders rest on it."""

    message = _("This price is in force or was. A new price begins today or later and takes its place then.")
    field = "valid_from"


class NoSuchOption(Refused):
    """A price is of a product or of one of its options."""

    message = _("This service has no such option.")
    field = "option"


@transaction.atomic
def offer(*, actor: Actor, at: datetime, key: str, values: Mapping[str, Any]) -> Product:
    """Take a product into the catalogue. Raises KeyTaken and NobodyServed."""
    if Product.objects.filter(key=key).exists():
        raise KeyTaken
    row = Product(key=key)
    return _kept(actor, at, row, values, "catalogue.product_added")


@transaction.atomic
def change(*, actor: Actor, at: datetime, product_id: int, values: Mapping[str, Any]) -> Product:
    """Change a product for orders to come; orders keep what they were placed with."""
    row = Product.objects.select_for_update().get(pk=product_id)
    return _kept(actor, at, row, values, "catalogue.product_changed")


@transaction.atomic
def price(
    *, actor: Actor, at: datetime, product_id: int, net: Decimal, valid_from: date, option: str = "", unit: str = "once"
) -> Price:
    """Set a price from a day on, today or later. Raises PriceInForce, UnitWrong, NoSuchOption; nothing changes then.

    A price that begins the same day and has not been in force yet is replaced.
    """
    row = Product.objects.select_for_update().get(pk=product_id)
    if option and option not in {one.key for one in options_of(row.options)}:
        raise NoSuchOption
    if not option and product_kinds[row.kind].recurring is (unit == PriceUnit.ONCE):
        raise UnitWrong
    if valid_from < day_of(at) or _in_force_on(row, option, unit, valid_from, at):
        raise PriceInForce
    found, _new = Price.objects.update_or_create(
        product=row, option=option, unit=unit, valid_from=valid_from, defaults={"net": net}
    )
    data = {"net": str(net), "option": option, "unit": unit, "from": valid_from.isoformat()}
    audit.record(actor=actor, at=at, kind="catalogue.price_set", subject=subject_of(row), data=data)
    return found


@transaction.atomic
def drop_price(*, actor: Actor, at: datetime, price_id: int) -> None:
    """Drop a price that has not begun. Raises PriceInForce."""
    row = Price.objects.select_for_update().select_related("product").get(pk=price_id)
    if row.valid_from <= day_of(at):
        raise PriceInForce
    data = {"net": str(row.net), "option": row.option, "unit": row.unit, "from": row.valid_from.isoformat()}
    row.delete()
    audit.record(actor=actor, at=at, kind="catalogue.price_dropped", subject=subject_of(row.product), data=data)


def _in_force_on(row: Product, option: str, unit: str, valid_from: date, at: datetime) -> bool:
    """Tell whether a price of this very day counts already: of today, with orders that may rest on it."""
    rows = Price.objects.filter(product=row, option=option, unit=unit, valid_from=valid_from)
    return valid_from == day_of(at) and rows.exists()


def _kept(actor: Actor, at: datetime, row: Product, values: Mapping[str, Any], kind: str) -> Product:
    if not values.get("standings", row.standings):
        raise NobodyServed
    product_kinds[values.get("kind", row.kind)]
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.save()
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(row), data={"name": row.name})
    return row
