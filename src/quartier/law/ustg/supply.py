"""§§ 3, 13, 27 UStG: on which day a supply is made, when its tax arises, and which day decides on the rate."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.law.ustg.rates import RATE_TIMELINES, Rate, vat_rate
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Percent, percent

SINCE: Final = date(1998, 4, 1)
GUIDANCE: Final = _(
    "The statute does not name this day; it follows the tax administration (Abschn. 13.1 bis 13.3 UStAE) and the "
    "courts. Check their present position."
)


class Supply(Choice):
    """What is supplied; the label names the event on whose day the supply is made."""

    SHIPPED = "shipped", _("goods that are sent: when transport begins")
    HANDED_OVER = "handed-over", _("goods that are handed over: when the customer can dispose of them")
    WORK_DELIVERED = "work-delivered", _("a work with main materials of the contractor: when it is accepted")
    SERVICE = "service", _("a work or service: when it is complete")
    PERIOD = "period", _("a part agreed for a period, such as a month of hosting: when the period ends")
    CONTINUING = "continuing", _("a continuing service without agreed parts: when the contract ends")
    DIGITAL = "digital", _("a digital product: when it is provided")


class Accounting(Choice):
    """How the supplier accounts for VAT."""

    AGREED = "agreed", _("by agreed prices (§ 16 Abs. 1 Satz 1 UStG)")
    RECEIVED = "received", _("by money received (§ 20 UStG)")


class ReturnPeriod(Choice):
    """For which period the supplier files its VAT returns."""

    MONTH = "month", _("calendar month")
    QUARTER = "quarter", _("calendar quarter")


def _day(title: str, source: str, note: str = "") -> Timeline[str]:
    return Timeline(title, (Version(valid_from=SINCE, value="day", source=source, verified=not note, note=note),))


MADE_ON: dict[Supply, Timeline[str]] = {
    Supply.SHIPPED: _day(_("Day of supply of goods sent"), "§ 3 Abs. 6 Satz 1 und 4 UStG"),
    Supply.HANDED_OVER: _day(_("Day of supply of goods handed over"), "§ 3 Abs. 1 und 7 Satz 1 UStG"),
    Supply.WORK_DELIVERED: _day(
        _("Day of supply of a work with materials"), "§ 3 Abs. 4, § 13 Abs. 1 Nr. 1 Buchst. a UStG", GUIDANCE
    ),
    Supply.SERVICE: _day(_("Day of supply of a service"), "§ 3 Abs. 9, § 13 Abs. 1 Nr. 1 Buchst. a UStG", GUIDANCE),
    Supply.PERIOD: _day(_("Day of supply of an agreed part"), "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 2 und 3 UStG"),
    Supply.CONTINUING: _day(
        _("Day of supply of a continuing service"), "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 1 UStG", GUIDANCE
    ),
    Supply.DIGITAL: _day(
        _("Day of supply of a digital product"), "§ 3 Abs. 9, § 13 Abs. 1 Nr. 1 Buchst. a UStG", GUIDANCE
    ),
}
ARISING: Timeline[str] = Timeline(
    _("When VAT arises"),
    (Version(valid_from=SINCE, value="end of the return period", source="§ 13 Abs. 1 Nr. 1 UStG"),),
)
DECIDING: Timeline[str] = Timeline(
    _("Day that decides on the rate of VAT"),
    (Version(valid_from=SINCE, value="supply", source="§ 27 Abs. 1 UStG"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyDay:
    """The day of supply, which decides on the rate, and with which day the tax arises; None while nothing is paid."""

    supplied_on: Annotated[date, _("Day of supply")]
    arises_on: Annotated[date | None, _("VAT arises at the end of")]
    paid_before: Annotated[bool, _("Paid before supply")]


@rule(
    "supply-date",
    Area.TAX,
    title=_("Day of supply"),
    says=_(
        "The day on which a supply is made decides on its rate. Tax on money received earlier arises on receipt; the "
        "rate of the day of supply wins in the end."
    ),
    timelines=(*MADE_ON.values(), ARISING, DECIDING),
    cases=(
        Case(
            "a website accepted on 15 May",
            {"supply": "work-delivered", "event": "2026-05-15"},
            {"supplied_on": "2026-05-15", "arises_on": "2026-05-31", "paid_before": False},
            "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 1 UStG",
        ),
        Case(
            "hosting paid for the quarter in advance",
            {"supply": "period", "event": "2026-03-31", "paid": "2026-01-02"},
            {"supplied_on": "2026-03-31", "arises_on": "2026-01-31", "paid_before": True},
            "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 4 UStG",
        ),
        Case(
            "quarterly returns",
            {"supply": "service", "event": "2026-05-15", "return": "quarter"},
            {"arises_on": "2026-06-30"},
            "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 1, § 18 Abs. 2 Satz 1 UStG",
        ),
        Case(
            "taxed by receipt and not yet paid",
            {"supply": "service", "event": "2026-05-15", "accounting": "received"},
            {"supplied_on": "2026-05-15", "arises_on": None},
            "§ 13 Abs. 1 Nr. 1 Buchst. b UStG",
        ),
    ),
)
def supply_date(
    *,
    supply: Annotated[Supply, _("What is supplied")],
    event_on: Annotated[date, _("Day of the event that the choice names")],
    paid_on: Annotated[date | None, _("Day on which the money was received, if it was")] = None,
    accounting: Annotated[Accounting, _("How the supplier accounts for VAT")] = Accounting.AGREED,
    return_: Annotated[ReturnPeriod, _("Period of the VAT returns")] = ReturnPeriod.MONTH,
) -> Derived[SupplyDay]:
    """Return the day of supply and when its tax arises; raises NotInForce before 1 April 1998."""
    derivation = Derivation()
    derivation.applies(MADE_ON[supply], event_on)
    derivation.applies(ARISING, event_on)
    derivation.applies(DECIDING, event_on)
    derivation.step(_("The supply is made on %(day)s: %(supply)s."), day=event_on, supply=supply)
    paid_before = paid_on is not None and paid_on < event_on
    if accounting is Accounting.RECEIVED:
        arises_on = _end_of_return(paid_on, return_) if paid_on else None
        derivation.step(_("Tax arises when the money is received."), "§ 13 Abs. 1 Nr. 1 Buchst. b UStG")
    elif paid_on is not None and paid_before:
        arises_on = _end_of_return(paid_on, return_)
        derivation.step(
            _("The money was received before, on %(day)s: tax on it arises for the period of receipt."),
            "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 4 UStG",
            day=paid_on,
        )
    else:
        arises_on = _end_of_return(event_on, return_)
        derivation.step(
            _("Tax arises at the end of the %(period)s of supply."),
            "§ 13 Abs. 1 Nr. 1 Buchst. a Satz 1 UStG",
            period=return_,
        )
    if paid_before:
        derivation.step(
            _("If the rate changes before the supply is made, the tax is corrected for the period of supply."),
            "§ 27 Abs. 1 Satz 2 und 3 UStG",
        )
    return derivation.gives(SupplyDay(supplied_on=event_on, arises_on=arises_on, paid_before=paid_before))


class Basis(Choice):
    """Which day a provider's terms name for the rate."""

    SUPPLY = "supply", _("day of supply")
    INVOICE = "invoice", _("day of the invoice")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOfSupply:
    """The rate owed by law, the rate the terms would charge, and whether the two days carry different rates."""

    percent: Annotated[Percent, _("Rate owed")]
    by_terms: Annotated[Percent, _("Rate by the terms")]
    rates_differ: Annotated[bool, _("The two days carry different rates")]
    conflict: Annotated[bool, _("The terms contradict the law")]


CHANGE: Final = {"supplied": "2020-12-28", "invoiced": "2021-01-05"}


@rule(
    "vat-for-supply",
    Area.TAX,
    title=_("Rate of VAT of a supply"),
    says=_("The day of supply decides, whatever the terms say. A different rate on the day of the invoice is shown."),
    timelines=(*RATE_TIMELINES, DECIDING),
    cases=(
        Case(
            "supplied before and invoiced after a change (CC-05)",
            CHANGE,
            {"percent": "16", "by_terms": "16", "rates_differ": True, "conflict": False},
            f"{ROWS} CC-05",
        ),
        Case(
            "the same where the terms name the day of the invoice (CC-05)",
            {**CHANGE, "basis": "invoice"},
            {"percent": "16", "by_terms": "19", "rates_differ": True, "conflict": True},
            f"{ROWS} CC-05; § 27 Abs. 1 Satz 1 UStG",
        ),
        Case(
            "no change in between",
            {"supplied": "2026-03-31", "invoiced": "2026-04-02", "basis": "invoice"},
            {"percent": "19", "rates_differ": False, "conflict": False},
            "§ 12 Abs. 1 UStG",
        ),
        Case(
            "a deposit invoice before the change: the day of supply wins in the end",
            {"supplied": "2021-01-15", "invoiced": "2020-12-01"},
            {"percent": "19", "rates_differ": True},
            "§ 27 Abs. 1 Satz 2 und 3 UStG",
        ),
    ),
)
def vat_for_supply(
    *,
    supplied_on: Annotated[date, _("Day of supply")],
    invoiced_on: Annotated[date, _("Day of the invoice")],
    rate: Annotated[Rate, _("Which rate, or which supply")] = Rate.STANDARD,
    basis: Annotated[Basis, _("Which day the terms name for the rate")] = Basis.SUPPLY,
) -> Derived[RateOfSupply]:
    """Return the rate owed and what the terms would charge; raises NotInForce where a day has no known rate."""
    derivation = Derivation()
    derivation.applies(DECIDING, supplied_on)
    owed = derivation.takes(vat_rate(on=supplied_on, rate=rate)).percent
    later = vat_rate(on=invoiced_on, rate=rate).value.percent
    by_terms = later if basis is Basis.INVOICE else owed
    if later != owed:
        derivation.step(
            _("Careful: on the day of the invoice, %(day)s, the rate is %(later)s. The day of supply decides."),
            "§ 27 Abs. 1 UStG",
            day=invoiced_on,
            later=percent(later),
        )
    if by_terms > owed:
        derivation.step(
            _("An invoice by the terms would show too much tax; the supplier would owe the surplus as well."),
            "§ 14c Abs. 1 UStG",
        )
    elif by_terms < owed:
        derivation.step(
            _("An invoice by the terms would show too little tax; the supplier owes %(owed)s all the same."),
            "§ 10 Abs. 1, § 27 Abs. 1 UStG",
            owed=percent(owed),
        )
    differ = later != owed
    return derivation.gives(
        RateOfSupply(percent=owed, by_terms=by_terms, rates_differ=differ, conflict=by_terms != owed)
    )


def _end_of_return(day: date, period: ReturnPeriod) -> date:
    month = day.month if period is ReturnPeriod.MONTH else (day.month + 2) // 3 * 3
    return date(day.year, month, monthrange(day.year, month)[1])
