"""Products with the prices of a day, in two statements however many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from quartier.core.catalogue.extension import is_orderable, product_kinds
from quartier.core.catalogue.models import Price, PriceUnit, Product
from quartier.core.catalogue.rules.amounts import Sums, percent_on, sums
from quartier.core.catalogue.rules.shapes import options_of
from quartier.kit.components.markup import Text


@dataclass(frozen=True, slots=True)
class Cost:
    """A price as people read it: what for, net and with VAT, since when."""

    option: str
    label: str
    price: Price
    sums: Sums
    per: Text = ""

    @property
    def unit(self) -> str:
        """Return what it is for, in words."""
        return str(self.per) or str(PriceUnit(self.price.unit).label)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with what it costs on a day. `costs` is by option, "" for the product itself."""

    product: Product
    costs: Sequence[Cost]
    percent: Decimal

    @property
    def base(self) -> Sequence[Cost]:
        """Return what the product itself costs: once, a month, a year."""
        return [one for one in self.costs if not one.option]

    @property
    def options(self) -> Sequence[Cost]:
        """Return what may be chosen in addition."""
        return [one for one in self.costs if one.option]

    @property
    def is_open(self) -> bool:
        """Tell whether it can be ordered: it is free or has a price, and is no fee."""
        return self.has_price and is_orderable(self.product.kind)

    @property
    def has_price(self) -> bool:
        """Tell whether it is free or has a price."""
        return self.product.is_free or bool(self.base)


def subject_of(product: Product) -> str:
    """Return how facts name a product."""
    return f"catalogue.product:{product.pk}"


def listed() -> QuerySet[Product]:
    """Return all products, also those that are not offered any more."""
    return Product.objects.select_related("entity")


def product_numbered(product_id: int) -> Product:
    """Return a product; raises Product.DoesNotExist."""
    return Product.objects.select_related("entity").get(pk=product_id)


def product_keyed(key: str) -> Product | None:
    """Return a product that is offered."""
    row = Product.objects.select_related("entity").filter(key=key, is_offered=True).first()
    return row if row is not None and is_orderable(row.kind) else None


def products_numbered(numbers: Collection[int]) -> dict[int, Product]:
    """Return products by number, in one statement; also those that are not offered any more."""
    return {row.pk: row for row in Product.objects.select_related("entity").filter(pk__in=numbers)}


def prices_on(numbers: Collection[int], on: date) -> dict[tuple[int, str], dict[str, Price]]:
    """Return the prices in force on a day by product and option, and by what they are for; one statement."""
    rows = Price.objects.filter(product__in=numbers, valid_from__lte=on)
    rows = rows.order_by("product_id", "option", "unit", "-valid_from").distinct("product_id", "option", "unit")
    found: dict[tuple[int, str], dict[str, Price]] = {}
    for row in rows:
        found.setdefault((row.product_id, row.option), {})[row.unit] = row
    return found


def offers(on: date, *, products: Sequence[Product] | None = None) -> list[Offer]:
    """Return what is offered on a day with its prices, in order."""
    rows = list(Product.objects.select_related("entity").filter(is_offered=True)) if products is None else [*products]
    prices = prices_on([row.pk for row in rows], on)
    return [Offer(row, _costs(row, prices, on), percent_on(row.vat_rate_kind, on)) for row in rows]


def price_list(on: date) -> tuple[list[Offer], date | None]:
    """Return the price list of a day, and since when it reads so: the day of the latest price in it."""
    rows = [one for one in offers(on) if one.has_price]
    days = [cost.price.valid_from for one in rows for cost in one.costs]
    return rows, max(days, default=None)


def price_histories(numbers: Collection[int]) -> dict[tuple[int, str, str], list[tuple[date, Decimal]]]:
    """Return since when products cost what, by product, option and unit, the latest first; one statement."""
    found: dict[tuple[int, str, str], list[tuple[date, Decimal]]] = {}
    for row in Price.objects.filter(product__in=numbers).order_by("-valid_from"):
        found.setdefault((row.product_id, row.option, row.unit), []).append((row.valid_from, row.net))
    return found


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee of the price list on a day, net."""

    product: Product
    net: Decimal


def listed_fee(kind: str, on: date) -> Fee | None:
    """Return the fee of a kind that the price list has on a day, None where it has none (QX-26, QX-38)."""
    row = Price.objects.filter(product__kind=kind, product__is_offered=True, option="", valid_from__lte=on, net__gt=0)
    found = row.select_related("product").order_by("product__order", "product_id", "-valid_from").first()
    return Fee(found.product, found.net) if found else None


def _costs(product: Product, prices: Mapping[tuple[int, str], Mapping[str, Price]], on: date) -> list[Cost]:
    labels = {"": product.name} | {one.key: one.label for one in options_of(product.options)}
    per = product_kinds[product.kind].per
    return [
        Cost(option, label, price, sums([(price.net, product.vat_rate_kind)], on), per)
        for option, label in labels.items()
        for price in prices.get((product.pk, option), {}).values()
    ]
