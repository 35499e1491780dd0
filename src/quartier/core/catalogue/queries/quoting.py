"""What a choice of products comes to on a day: every line, VAT by rate, and the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from quartier.core.catalogue.extension import is_orderable
from quartier.core.catalogue.models import Price, PriceUnit, Product
from quartier.core.catalogue.queries.offers import prices_on
from quartier.core.catalogue.rules.amounts import Sums, percent_on, sums
from quartier.core.catalogue.rules.shapes import options_of
from quartier.kit.errors import Refused

TITLE: Final = 160


class NoPrice(Refused):
    """What has no price on that day, or is not offered, cannot be ordered."""

    message = _("One of these cannot be ordered at the moment. Please choose again.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One product that somebody chose, with options, so many times."""

    product_id: int
    options: tuple[str, ...] = ()
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """One line, as an order keeps it; `vat` is its part of the VAT of the sum. A free product has no price row."""

    product: Product
    option: str
    title: str
    quantity: int
    unit: str
    unit_net: Decimal
    net: Decimal
    vat_rate: Decimal
    vat: Decimal
    price: Price | None

    @property
    def gross(self) -> Decimal:
        """Return net and VAT."""
        return self.net + self.vat

    @property
    def per(self) -> str:
        """Return what its price is for, in words."""
        return str(PriceUnit(self.unit).label)


@dataclass(frozen=True, slots=True)
class Quote:
    """All lines, what they come to together (of what recurs the first time), and the sums by what they are for."""

    lines: Sequence[QuoteLine]
    sums: Sums
    by_unit: Mapping[str, Sums]

    @property
    def products(self) -> list[Product]:
        """Return the products, each once, in the order in which they were chosen."""
        return list({line.product.pk: line.product for line in self.lines}.values())


def quote(choices: Sequence[Choice], on: date, *, products: Mapping[int, Product] | None = None) -> Quote:
    """Return what choices come to on a day: two statements, one when the products are known. Raises NoPrice."""
    numbers = {one.product_id for one in choices}
    known = products if products is not None else {
        row.pk: row for row in Product.objects.select_related("entity").filter(pk__in=numbers)
    }  # fmt: skip
    prices = prices_on(numbers, on)
    drawn = [line for one in choices for line in _lines(one, known.get(one.product_id), prices)]
    if not drawn:
        raise NoPrice
    whole = sums([(one.net, one.product.vat_rate_kind) for one in drawn], on)
    lines = [replace(line, vat=vat, vat_rate=percent_on(line.product.vat_rate_kind, on))
             for line, vat in zip(drawn, whole.line_vat, strict=True)]  # fmt: skip
    by_unit = {
        unit: sums([(line.net, line.product.vat_rate_kind) for line in lines if line.unit == unit], on)
        for unit in dict.fromkeys(line.unit for line in lines)
    }
    return Quote(lines, whole, by_unit)


def _lines(
    one: Choice, product: Product | None, prices: Mapping[tuple[int, str], Mapping[str, Price]]
) -> list[QuoteLine]:
    if product is None or not product.is_offered or not is_orderable(product.kind) or one.quantity < 1:
        raise NoPrice
    if product.is_free:
        return [_line(one, product, "", product.name, None)]
    labels = {key.key: key.label for key in options_of(product.options)}
    if not prices.get((product.pk, "")) or not {*one.options} <= labels.keys():
        raise NoPrice
    found: list[QuoteLine] = []
    for option in ("", *one.options):
        rows = prices.get((product.pk, option), {})
        if not rows:
            raise NoPrice
        title = f"{product.name}: {labels[option]}" if option else product.name
        found += [_line(one, product, option, title, row) for row in rows.values()]
    return found


def _line(one: Choice, product: Product, option: str, title: str, price: Price | None) -> QuoteLine:
    """Draw one line; its VAT follows when all are known."""
    unit, each = (price.unit, price.net) if price else (PriceUnit.ONCE.value, Decimal("0.00"))
    return QuoteLine(
        product=product, option=option, title=title[:TITLE], quantity=one.quantity, unit=unit, unit_net=each,
        net=each * one.quantity, vat_rate=Decimal(0), vat=Decimal(0), price=price,
    )  # fmt: skip
