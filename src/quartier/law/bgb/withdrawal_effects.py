"""§§ 355 Abs. 3, 357, 357a BGB: what is paid back after a withdrawal, until when, and what the consumer owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS
from quartier.law.bgb.withdrawal_lapse import MODERNISATION, Place
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

WHOLE = Decimal(100)


class Supplied(Choice):
    """What was performed before the withdrawal."""

    SERVICE = "service", _("services for a price")
    SUPPLY = "supply", _("water, gas, electricity in no fixed quantity, or district heating")
    DIGITAL = "digital-content", _("digital content that is not on a physical medium")


VALUE: Timeline[tuple[Supplied, ...]] = Timeline(
    _("Value owed after a withdrawal"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=(Supplied.SERVICE, Supplied.SUPPLY),
            source="§ 357 Abs. 8 und 9 BGB a. F.",
            verified=False,
            note=_("Compare with the text in force before 28 May 2022; it is not among the texts checked here."),
        ),
        Version(
            valid_from=MODERNISATION,
            value=(Supplied.SERVICE, Supplied.SUPPLY),
            source="§ 357a Abs. 2 und 3 BGB",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the provider keeps, what it pays back, and what the consumer still owes."""

    value: Annotated[Euro, _("Value owed for what was done")]
    refund: Annotated[Euro, _("Paid back to the consumer")]
    still_owed: Annotated[Euro, _("Still owed by the consumer")]


@rule(
    "withdrawal-value",
    Area.WITHDRAWAL,
    title=_("Value owed after a withdrawal"),
    says=_(
        "For services done before the withdrawal the consumer owes their share of the total price, but only after an "
        "express demand to begin early and a proper instruction; otherwise nothing. For digital content never."
    ),
    timelines=(VALUE,),
    cases=(
        Case(
            "499 € with 40 % done",
            {"concluded": "2026-03-20", "price": "499", "done": "40", "demanded": True, "instructed": True},
            gives={"value": "199.60", "refund": "299.40", "still_owed": "0.00"},
            source=NOTES,
        ),
        Case(
            "the same without an express demand",
            {"concluded": "2026-03-20", "price": "499", "done": "40", "demanded": False, "instructed": True},
            gives={"value": "0.00", "refund": "499.00"},
            source="§ 357a Abs. 2 Satz 1 Nr. 1 BGB",
        ),
        Case(
            "done in full, but never instructed",
            {"concluded": "2026-03-20", "price": "499", "done": "100", "demanded": True, "instructed": False},
            gives={"value": "0.00", "refund": "499.00"},
            source="§ 357a Abs. 2 Satz 1 Nr. 3 BGB; EuGH 17.05.2023, C-97/22",
        ),
        Case(
            "nothing paid yet",
            {
                "concluded": "2026-03-20",
                "price": "499",
                "done": "40",
                "demanded": True,
                "instructed": True,
                "paid": "0",
            },
            gives={"refund": "0.00", "still_owed": "199.60"},
            source="§ 357a Abs. 2 BGB",
        ),
    ),
)
def withdrawal_value(
    *,
    concluded_on: Annotated[date, _("Day on which the contract was concluded")],
    price: Annotated[Euro, _("Agreed total price with VAT")],
    done: Annotated[Percent, _("Share of the work done when the withdrawal was declared, in percent")],
    demanded: Annotated[bool, _("Whether the consumer expressly demanded that work begins within the period")],
    instructed: Annotated[bool, _("Whether the consumer was properly instructed, also about this payment")],
    paid: Annotated[Euro | None, _("Paid so far; left out: the whole price")] = None,
    market_value: Annotated[Euro | None, _("Market value of what was done, if the price is far too high")] = None,
    supplied: Annotated[Supplied, _("What was performed")] = Supplied.SERVICE,
    place: Annotated[Place, _("How the contract came about")] = Place.DISTANCE,
    durable: Annotated[bool, _("Whether the demand came on a durable medium")] = False,
) -> Derived[Settlement]:
    """Return the amounts; raises Negative, NotApplicable for more than 100 % or a market value above the share."""
    derivation = Derivation()
    owed_for = derivation.applies(VALUE, concluded_on)
    not_negative(price=price, done=done, paid=paid or Decimal(0), market_value=market_value or Decimal(0))
    if done > WHOLE:
        raise NotApplicable(_("No more than 100 percent can be done."))
    reason = _why_nothing(supplied in owed_for, demanded, place is Place.OFF_PREMISES and not durable, instructed)
    if reason:
        derivation.step(reason)
        value = half_up(Decimal(0))
    else:
        value = _share(derivation, price, done, market_value)
    received = half_up(price if paid is None else paid)
    refund, owed = max(received - value, half_up(Decimal(0))), max(value - received, half_up(Decimal(0)))
    derivation.step(
        _("Of %(paid)s paid, %(refund)s is paid back; %(owed)s is still owed."),
        "§ 355 Abs. 3 Satz 1 BGB",
        paid=euro(received),
        refund=euro(refund),
        owed=euro(owed),
    )
    return derivation.gives(Settlement(value=value, refund=refund, still_owed=owed))


def _why_nothing(owed_at_all: bool, demanded: bool, not_durable: bool, instructed: bool) -> str:
    """Return why no value is owed, or an empty text when it is."""
    if not owed_at_all:
        return _("For digital content no value is owed.")
    if not demanded:
        return _("The consumer did not expressly demand an early beginning: no value is owed.")
    if not_durable:
        return _("Away from business premises the demand needs a durable medium: no value is owed.")
    if not instructed:
        return _("The consumer was not properly instructed: no value is owed.")
    return ""


def _share(derivation: Derivation, price: Decimal, done: Decimal, market_value: Decimal | None) -> Decimal:
    """Return the share of the price, or the market value where the price is far too high."""
    share = half_up(Fraction(price) * Fraction(done) / Fraction(WHOLE))
    derivation.step(_("%(done)s of %(price)s is %(share)s."), done=percent(done), price=euro(price), share=euro(share))
    if market_value is None:
        return share
    if market_value >= share:
        raise NotApplicable(
            _("The market value of %(market)s is not below the share of %(share)s. Leave it out."),
            market=euro(market_value),
            share=euro(share),
        )
    value = half_up(market_value)
    derivation.step(_("The price is far too high, so the market value counts: %(value)s."), value=euro(value))
    return value


REFUND: Timeline[Span] = Timeline(
    _("Time to pay back after a withdrawal"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=Span(days=14),
            source="§ 357 Abs. 1, § 355 Abs. 3 Satz 2 BGB",
        ),
    ),
)


class Subject(Choice):
    """Whether goods have to come back."""

    SERVICE = "service", _("services or digital content")
    GOODS = "goods", _("goods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Until when everything is paid back, and how."""

    due_on: Annotated[date | None, _("Pay back at the latest by")]
    withheld: Annotated[bool, _("Can be held back until the goods return")]
    same_means: Annotated[bool, _("By the same means of payment")]


@rule(
    "withdrawal-refund",
    Area.WITHDRAWAL,
    title=_("Until when to pay back after a withdrawal"),
    says=_(
        "At once, at the latest 14 days after receipt, by the same means of payment. For goods the provider may wait "
        "until they are back or their dispatch is proved, unless it offered to collect them."
    ),
    timelines=(REFUND, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "received on 22 December 2026",
            {"received": "2026-12-22", "land": "NW"},
            gives={"due_on": "2027-01-05", "withheld": False, "same_means": True},
            source="§ 357 Abs. 1 BGB",
        ),
        Case(
            "goods that are not back yet",
            {"received": "2026-12-22", "land": "NW", "subject": "goods"},
            gives={"due_on": None, "withheld": True},
            source="§ 357 Abs. 4 Satz 1 BGB",
        ),
    ),
)
def withdrawal_refund(
    *,
    received_on: Annotated[date, _("Day on which the withdrawal reached the provider")],
    land: Annotated[Land, _("Land of the place of payment")],
    subject: Annotated[Subject, _("Whether goods have to come back")] = Subject.SERVICE,
    returned_on: Annotated[date | None, _("Day on which the goods came back or their dispatch was proved")] = None,
    collects: Annotated[bool, _("Whether the provider offered to collect the goods")] = False,
    agreed_means: Annotated[
        bool, _("Whether another means of payment was expressly agreed, at no cost to the consumer")
    ] = False,
) -> Derived[Refund]:
    """Return the last day; None while the provider may wait for the goods."""
    derivation = Derivation()
    length = derivation.applies(REFUND, received_on)
    derivation.step(_("The withdrawal was received on %(day)s."), "§ 355 Abs. 3 Satz 2 BGB", day=received_on)
    end_on = derivation.takes(end_of(received_on, length, Act.PAYMENT, WorkCalendar(land))).ends_on
    due_on: date | None = end_on
    if subject is Subject.GOODS and not collects:
        due_on = _when_back(derivation, end_on, returned_on)
    if agreed_means:
        derivation.step(_("The agreed means of payment may be used."), "§ 357 Abs. 3 Satz 2 BGB")
    else:
        derivation.step(_("The means of payment is the one the consumer used."), "§ 357 Abs. 3 Satz 1 BGB")
    return derivation.gives(Refund(due_on=due_on, withheld=due_on is None, same_means=not agreed_means))


def _when_back(derivation: Derivation, end_on: date, returned_on: date | None) -> date | None:
    """Return the later of the last day and the return of the goods; None while they are out."""
    if returned_on is None:
        derivation.step(
            _("The goods are not back and their dispatch is not proved: repayment may wait."), "§ 357 Abs. 4 Satz 1 BGB"
        )
        return None
    derivation.step(_("The goods are back since %(day)s."), "§ 357 Abs. 4 Satz 1 BGB", day=returned_on)
    return max(end_on, returned_on)
