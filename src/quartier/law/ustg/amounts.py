"""Net, VAT and gross: of one amount, and of an invoice with several lines, rates and days of supply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, TypeVar

from quartier.law.errors import Incomplete, NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.law.ustg.rates import RATE_TIMELINES, Rate, Vat, vat_rate
from quartier.law.ustg.rounding import METHOD, PARTS, SHARED, spread
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

T = TypeVar("T")

NOTHING: Final = Decimal("0.00")
HUNDRED: Final = 100


class Prices(Choice):
    """What the given amounts are."""

    NET = "net", _("net, VAT comes on top")
    GROSS = "gross", _("gross, VAT is included, as consumers must be shown prices")


PRICE_TO_CONSUMERS: Timeline[Prices] = Timeline(
    _("Prices shown to consumers"),
    (
        Version(valid_from=date(2002, 1, 1), value=Prices.GROSS, source="§ 1 Abs. 1 PAngV a. F."),
        Version(valid_from=date(2022, 5, 28), value=Prices.GROSS, source="§ 3 Abs. 1 PAngV"),
    ),
)
PER_RATE: Timeline[str] = Timeline(
    _("VAT of an invoice"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="on the sum for each rate",
            source="§ 14 Abs. 4 Satz 1 Nr. 7 und 8 UStG; EN 16931-1, BR-CO-17",
            verified=False,
            note=_(
                "The statute asks for net amounts and tax by rate but fixes no way of rounding; the standard for "
                "e-invoices rounds the tax on the sum for each rate. Check this with the tax adviser."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """An amount without and with its VAT; net and VAT add up to gross."""

    net: Annotated[Euro, _("Net")]
    vat: Annotated[Euro, _("VAT")]
    gross: Annotated[Euro, _("Gross")]
    percent: Annotated[Percent, _("Rate of VAT")]


@rule(
    "vat-split",
    Area.TAX,
    title=_("Net, VAT and gross"),
    says=_("Adds VAT to a net amount or takes it out of a gross one; the VAT is rounded, the rest follows."),
    timelines=(*RATE_TIMELINES, METHOD),
    cases=(
        Case("net", {"net": "100.00", "on": "2026-11-22"}, {"vat": "19.00", "gross": "119.00"}, "§ 12 Abs. 1 UStG"),
        Case("gross", {"gross": "119.00", "on": "2026-11-22"}, {"vat": "19.00", "net": "100.00"}, "§ 10 Abs. 1 UStG"),
        Case(
            "a gross price that does not divide",
            {"gross": "99.99", "on": "2026-11-22"},
            {"net": "84.03", "vat": "15.96"},
            SHARED,
        ),
        Case(
            "half a cent of tax is rounded up",
            {"net": "0.50", "on": "2020-07-01", "rate": "reduced"},
            {"vat": "0.03", "gross": "0.53"},
            SHARED,
        ),
        Case(
            "the rent of a flat has no VAT in it",
            {"gross": "650.00", "on": "2026-11-01", "rate": "exempt"},
            {"net": "650.00", "vat": "0.00"},
            "§ 4 Nr. 12 Satz 1 Buchst. a UStG",
        ),
    ),
)
def vat_split(
    *,
    on: Annotated[date, _("Day of supply")],
    net: Annotated[Euro | None, _("Net amount; give this or the gross amount")] = None,
    gross: Annotated[Euro | None, _("Gross amount")] = None,
    rate: Annotated[Rate, _("Which rate, or which supply")] = Rate.STANDARD,
) -> Derived[Amounts]:
    """Return the three amounts; raises Incomplete without an amount, NotApplicable with two, Negative below zero."""
    if net is not None and gross is not None:
        raise NotApplicable(_("Give either the net or the gross amount, not both."))
    amount = net if net is not None else gross
    if amount is None:
        raise Incomplete(_("Give the net or the gross amount."))
    not_negative(amount=amount)
    derivation = Derivation()
    rested = derivation.takes(vat_rate(on=on, rate=rate))
    derivation.rests_on(METHOD, METHOD.versions[-1])
    exact = _exact_vat(amount, rested, Prices.NET if net is not None else Prices.GROSS)
    vat = half_up(exact)
    template = _("VAT on top of %(amount)s is %(vat)s.") if net is not None else _("VAT within %(amount)s is %(vat)s.")
    derivation.step(template, "§ 10 Abs. 1, § 12 UStG", amount=euro(amount), vat=euro(vat))
    whole = amount + vat if net is not None else amount
    return derivation.gives(Amounts(net=whole - vat, vat=vat, gross=whole, percent=rested.percent))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTotal:
    """What an invoice shows for one rate."""

    percent: Annotated[Percent, _("Rate of VAT")]
    exempt: Annotated[bool, _("Exempt from VAT")]
    net: Annotated[Euro, _("Net")]
    vat: Annotated[Euro, _("VAT")]
    gross: Annotated[Euro, _("Gross")]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceTotals:
    """The sums of an invoice. The VAT of the lines adds up to that of the rates, and these to the whole."""

    net: Annotated[Euro, _("Net")]
    vat: Annotated[Euro, _("VAT")]
    gross: Annotated[Euro, _("Gross")]
    rates: Annotated[tuple[RateTotal, ...], _("For each rate")]
    line_vat: Annotated[tuple[Euro, ...], _("VAT of each line")]
    rounded_by_line: Annotated[Euro, _("VAT if each line were rounded on its own")]


@rule(
    "invoice-totals",
    Area.TAX,
    title=_("Sums of an invoice"),
    says=_(
        "Takes the VAT on the sum of each rate and gives it out to the lines so that they add up. What rounding each "
        "line on its own would give is shown beside it."
    ),
    timelines=(*RATE_TIMELINES, METHOD, PARTS, PER_RATE, PRICE_TO_CONSUMERS),
    cases=(
        Case(
            "three lines on which rounding line by line differs",
            {"amount": ["0.13", "0.13", "0.13"], "on": ["2026-11-22"]},
            {"net": "0.39", "vat": "0.07", "gross": "0.46", "rounded_by_line": "0.06"},
            "EN 16931-1, BR-CO-17",
        ),
        Case(
            "the cent goes to the line that lost most",
            {"amount": ["0.13", "0.13", "0.13"], "on": ["2026-11-22"]},
            {"line_vat": ["0.03", "0.02", "0.02"]},
            SHARED,
        ),
        Case(
            "an invoice that spans a change of rate (QX-33)",
            {"amount": ["100.00", "100.00"], "on": ["2020-12-31", "2021-01-31"]},
            {
                "net": "200.00",
                "vat": "35.00",
                "gross": "235.00",
                "rates": [{"percent": "16", "vat": "16.00"}, {"percent": "19", "vat": "19.00"}],
            },
            f"{ROWS} QX-33",
        ),
        Case(
            "gross prices for consumers",
            {"amount": ["9.99", "9.99"], "on": ["2026-11-22"], "prices": "gross"},
            {"net": "16.79", "vat": "3.19", "gross": "19.98", "rounded_by_line": "3.20"},
            "§ 3 Abs. 1 PAngV; § 10 Abs. 1 UStG",
        ),
        Case(
            "a discount line",
            {"amount": ["100.00", "-10.00"], "on": ["2026-11-22"]},
            {"net": "90.00", "vat": "17.10", "line_vat": ["19.00", "-1.90"]},
            "§ 14 Abs. 4 Satz 1 Nr. 7 UStG",
        ),
    ),
)
def invoice_totals(
    *,
    amount: Annotated[tuple[Euro, ...], _("Amount of a line; give one for each, discounts below zero")],
    on: Annotated[tuple[date, ...], _("Day of supply; one for all lines or one for each")],
    rate: Annotated[tuple[Rate, ...], _("Rate or supply; one for all lines or one for each")] = (Rate.STANDARD,),
    prices: Annotated[Prices, _("What the amounts are")] = Prices.NET,
) -> Derived[InvoiceTotals]:
    """Return the sums; raises Incomplete without a line or when days or rates do not match the lines."""
    derivation = Derivation()
    if not amount:
        raise Incomplete(_("An invoice has at least one line. Give its amount."))
    days = _for_each_line(on, len(amount))
    kinds = _for_each_line(rate, len(amount))
    asked = list(zip(days, kinds, strict=True))
    known = {pair: derivation.takes(vat_rate(on=pair[0], rate=pair[1])) for pair in dict.fromkeys(asked)}
    applied = [known[pair] for pair in asked]
    derivation.rests_on(METHOD, METHOD.versions[-1])
    derivation.rests_on(PARTS, PARTS.versions[-1])
    derivation.rests_on(PER_RATE, PER_RATE.versions[-1])
    if prices is Prices.GROSS:
        derivation.applies(PRICE_TO_CONSUMERS, max(days))
    exact = [_exact_vat(line, vat, prices) for line, vat in zip(amount, applied, strict=True)]
    line_vat = [NOTHING] * len(amount)
    rates = []
    for one in sorted(set(applied), key=lambda vat: (vat.percent, vat.exempt)):
        places = [place for place, vat in enumerate(applied) if vat == one]
        total = _total(one, [amount[place] for place in places], prices)
        rates.append(total)
        for place, vat in zip(places, spread(total.vat, [exact[place] for place in places]), strict=True):
            line_vat[place] = vat
        derivation.step(
            _("At %(rate)s: net %(net)s, VAT %(vat)s on the sum."),
            "§ 14 Abs. 4 Satz 1 Nr. 7 und 8 UStG",
            rate=percent(one.percent),
            net=euro(total.net),
            vat=euro(total.vat),
        )
    return derivation.gives(_invoice(rates, line_vat, _sum(half_up(one) for one in exact), derivation))


def _invoice(
    rates: Sequence[RateTotal], line_vat: Sequence[Decimal], by_line: Decimal, derivation: Derivation
) -> InvoiceTotals:
    vat = _sum(one.vat for one in rates)
    if by_line != vat:
        derivation.step(
            _("Rounded line by line the VAT would be %(by_line)s instead of %(vat)s."),
            "EuGH 10.07.2008, C-484/06",
            by_line=euro(by_line),
            vat=euro(vat),
        )
    return InvoiceTotals(
        net=_sum(one.net for one in rates),
        vat=vat,
        gross=_sum(one.gross for one in rates),
        rates=tuple(rates),
        line_vat=tuple(line_vat),
        rounded_by_line=by_line,
    )


def _total(vat: Vat, lines: Sequence[Decimal], prices: Prices) -> RateTotal:
    whole = _sum(lines)
    tax = half_up(_exact_vat(whole, vat, prices))
    net = whole if prices is Prices.NET else whole - tax
    return RateTotal(percent=vat.percent, exempt=vat.exempt, net=net, vat=tax, gross=net + tax)


def _exact_vat(amount: Decimal, vat: Vat, prices: Prices) -> Fraction:
    share = Fraction(vat.percent)
    base = HUNDRED if prices is Prices.NET else HUNDRED + share
    return Fraction(amount) * share / base


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def _for_each_line(given: tuple[T, ...], lines: int) -> tuple[T, ...]:
    if len(given) == 1:
        return given * lines
    if len(given) != lines:
        raise Incomplete(
            _("There are %(lines)s lines and %(given)s days or rates. Give one for all, or one for each line."),
            lines=lines,
            given=len(given),
        )
    return given
