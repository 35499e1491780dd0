"""What a late payer may be charged beside interest: reminder fees and the cost of returned debits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.bgb.default_interest import in_cents
from quartier.law.bgb.default_rate import Debtor, Party
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

NOTHING: Final = Decimal("0.00")

DAMAGE: Final[Timeline[str]] = Timeline(
    _("Reminder costs are damage by default"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="material cost, no labour",
            source="§ 280 Abs. 1 und 2, § 286, § 309 Nr. 5 BGB; BGH 26.06.2019, VIII ZR 95/18",
        ),
    ),
)
AGREED_REMINDER: Final[Timeline[Decimal]] = Timeline(
    _("Highest agreed reminder fee between businesses"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value=Decimal("15.00"),
            source="§ 307 Abs. 1, § 310 Abs. 1 Satz 2 BGB",
            verified=False,
            note=_(
                "No law names a figure; 15.00 € is the bound of this system. Also between businesses a flat sum may "
                "not exceed the damage to be expected (§ 309 Nr. 5 BGB as a guide). Have the agreed fee checked."
            ),
        ),
    ),
)
RETURNED_DEBIT: Final[Timeline[str]] = Timeline(
    _("Returned debits"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="bank cost and other material cost, no labour",
            source="§ 280 Abs. 1, § 309 Nr. 5 BGB; BGH 17.09.2009, Xa ZR 40/08",
        ),
    ),
)
AGREED_RETURN: Final[Timeline[str]] = Timeline(
    _("Agreed flat fee for returned debits between businesses"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="as agreed",
            source="§ 307 Abs. 1, § 310 Abs. 1 Satz 2 BGB",
            verified=False,
            note=_(
                "Also between businesses a flat fee may not exceed the damage to be expected (§ 309 Nr. 5 BGB as a "
                "guide). Have the agreed fee checked."
            ),
        ),
    ),
)


class FeeGround(Choice):
    """Why so much of a reminder fee may be charged."""

    NOT_IN_DEFAULT = "not-in-default", _("no default on the day of the reminder")
    STARTS_DEFAULT = "starts-default", _("the reminder itself brings default about")
    MATERIAL_COST = "material-cost", _("material cost only")
    AGREED = "agreed", _("agreed between businesses")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFee:
    """What of a reminder fee may be charged, and why."""

    allowed: Annotated[Euro, _("May be charged")]
    refused: Annotated[Euro, _("May not be charged")]
    why: Annotated[FeeGround, _("Because")]


@rule(
    "reminder-fee",
    Area.DEFAULT,
    title=_("The fee for a reminder"),
    says=_(
        "No fee before default and none for the reminder that brings default about. After that the material cost: "
        "paper, printing, postage, no labour. Businesses may owe an agreed fee."
    ),
    timelines=(DAMAGE, AGREED_REMINDER),
    cases=(
        Case(
            "5 € before default (WR-081, C3)",
            {"asked": "5.00", "material-cost": "0.76", "debtor": "consumer", "on": "2026-06-01"},
            {"allowed": "0.00", "refused": "5.00", "why": "not-in-default"},
            f"{ROWS} WR-081, C3",
        ),
        Case(
            "the flat sum of the court's case: only print and postage",
            {
                "asked": "2.50",
                "material-cost": "0.76",
                "debtor": "consumer",
                "on": "2026-06-10",
                "since": "2026-06-04",
            },
            {"allowed": "0.76", "refused": "1.74", "why": "material-cost"},
            "BGH 26.06.2019, VIII ZR 95/18",
        ),
        Case(
            "the first reminder brings default about",
            {
                "asked": "0.76",
                "material-cost": "0.76",
                "debtor": "business",
                "on": "2026-06-10",
                "since": "2026-06-10",
                "starts-default": True,
            },
            {"allowed": "0.00", "why": "starts-default"},
            NOTES,
        ),
        Case(
            "10 € agreed with a business, each reminder (CC-74)",
            {
                "asked": "10.00",
                "material-cost": "1.00",
                "debtor": "business",
                "agreed": True,
                "on": "2026-06-10",
                "since": "2026-06-04",
            },
            {"allowed": "10.00", "refused": "0.00", "why": "agreed"},
            f"{ROWS} CC-74",
        ),
    ),
)
def reminder_fee(
    *,
    asked: Annotated[Euro, _("Fee asked for the reminder")],
    material_cost: Annotated[Euro, _("What paper, printing and postage of this reminder cost, without labour")],
    debtor: Debtor,
    on: Annotated[date, _("Day on which the reminder was sent")],
    since_on: Annotated[date | None, _("First day of default; left out when there is none")] = None,
    starts_default: Annotated[bool, _("Whether this reminder itself brings default about")] = False,
    agreed: Annotated[bool, _("Whether a fee was agreed that leaves the proof of lower damage open")] = False,
) -> Derived[ReminderFee]:
    """Return what may be charged; raises Negative, NotApplicable for fractions of a cent, NotInForce before 2002."""
    in_cents(asked=asked, material_cost=material_cost)
    derivation = Derivation()
    derivation.applies(DAMAGE, on)
    if since_on is None or since_on > on:
        derivation.step(_("On %(day)s there is no default yet; a reminder is free."), "§ 280 Abs. 2, § 286 BGB", day=on)
        return _fee(derivation, asked, NOTHING, FeeGround.NOT_IN_DEFAULT)
    if starts_default:
        derivation.step(
            _("The cost of a reminder that brings default about is not caused by default."), "§ 280 Abs. 2, § 286 BGB"
        )
        return _fee(derivation, asked, NOTHING, FeeGround.STARTS_DEFAULT)
    if debtor is Party.BUSINESS and agreed:
        bound = derivation.applies(AGREED_REMINDER, on)
        derivation.step(
            _("A fee was agreed between businesses; up to %(bound)s it may be charged."),
            "§ 307 Abs. 1, § 310 Abs. 1 BGB",
            bound=euro(bound),
        )
        _lump_sum_covers(derivation)
        return _fee(derivation, asked, bound, FeeGround.AGREED)
    return _material(derivation, asked, material_cost, debtor, agreed=agreed)


def _material(
    derivation: Derivation, asked: Decimal, material_cost: Decimal, debtor: Party, *, agreed: bool
) -> Derived[ReminderFee]:
    if agreed and asked > material_cost:
        derivation.step(
            _("The agreed flat sum exceeds the damage to be expected and is void."), "§ 309 Nr. 5 Buchst. a, § 306 BGB"
        )
    derivation.step(
        _("Owed is the material cost of %(cost)s; one's own labour is not damage."),
        "BGH 26.06.2019, VIII ZR 95/18",
        cost=euro(material_cost),
    )
    if debtor is Party.BUSINESS:
        _lump_sum_covers(derivation)
    return _fee(derivation, asked, material_cost, FeeGround.MATERIAL_COST)


def _lump_sum_covers(derivation: Derivation) -> None:
    derivation.step(
        _("Where the lump sum of 40 € is claimed too, it is credited against the costs of pursuing the claim."),
        "§ 288 Abs. 5 Satz 3 BGB",
    )


def _fee(derivation: Derivation, asked: Decimal, bound: Decimal, why: FeeGround) -> Derived[ReminderFee]:
    allowed = min(asked, bound)
    return derivation.gives(ReminderFee(allowed=allowed, refused=asked - allowed, why=why))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedDebitFee:
    """What a returned debit costs the customer."""

    allowed: Annotated[Euro, _("May be charged")]
    refused: Annotated[Euro, _("May not be charged")]


@rule(
    "returned-debit-fee",
    Area.DEFAULT,
    title=_("The fee for a returned debit"),
    says=_(
        "A customer who is answerable for the return owes the cost of the bank and other material cost. A flat fee "
        "beside it may not exceed the damage to be expected; businesses may owe the agreed one."
    ),
    timelines=(RETURNED_DEBIT, AGREED_RETURN),
    cases=(
        Case(
            "bank charges of 3.50 € and an agreed flat fee of 20 €, a business (CC-69)",
            {"bank-cost": "3.50", "flat": "20.00", "debtor": "business", "agreed": True, "on": "2026-06-10"},
            {"allowed": "23.50", "refused": "0.00"},
            f"{ROWS} CC-69",
        ),
        Case(
            "the same, a consumer",
            {"bank-cost": "3.50", "flat": "20.00", "debtor": "consumer", "agreed": True, "on": "2026-06-10"},
            {"allowed": "3.50", "refused": "20.00"},
            "§ 309 Nr. 5 Buchst. a BGB; BGH 17.09.2009, Xa ZR 40/08",
        ),
        Case(
            "a letter to the consumer costs 0.75 €",
            {"bank-cost": "3.50", "flat": "0.75", "other-cost": "0.75", "debtor": "consumer", "on": "2026-06-10"},
            {"allowed": "4.25", "refused": "0.00"},
            "§ 280 Abs. 1 BGB",
        ),
    ),
)
def returned_debit_fee(
    *,
    bank_cost: Annotated[Euro, _("What the bank charged for the return")],
    debtor: Debtor,
    on: Annotated[date, _("Day of the return")],
    flat: Annotated[Euro, _("Flat fee asked beside the cost of the bank")] = NOTHING,
    other_cost: Annotated[Euro, _("Other material cost to be expected, such as postage, without labour")] = NOTHING,
    agreed: Annotated[bool, _("Whether a flat fee was agreed that leaves the proof of lower damage open")] = False,
    answerable: Annotated[bool, _("Whether the customer is answerable for the return")] = True,
) -> Derived[ReturnedDebitFee]:
    """Return what may be charged; raises Negative, NotApplicable for fractions of a cent, NotInForce before 2002."""
    in_cents(bank_cost=bank_cost, flat=flat, other_cost=other_cost)
    derivation = Derivation()
    derivation.applies(RETURNED_DEBIT, on)
    asked = bank_cost + flat
    if not answerable:
        derivation.step(_("The customer is not answerable for the return and owes nothing."), "§ 280 Abs. 1 Satz 2 BGB")
        return derivation.gives(ReturnedDebitFee(allowed=NOTHING, refused=asked))
    derivation.step(_("The bank charged %(cost)s."), "§ 280 Abs. 1 BGB", cost=euro(bank_cost))
    if debtor is Party.BUSINESS and agreed:
        derivation.applies(AGREED_RETURN, on)
        derivation.step(
            _("A flat fee of %(flat)s was agreed between businesses."),
            "§ 307 Abs. 1, § 310 Abs. 1 BGB",
            flat=euro(flat),
        )
        return derivation.gives(ReturnedDebitFee(allowed=asked, refused=NOTHING))
    beside = min(flat, other_cost)
    derivation.step(
        _("Beside it %(cost)s of material cost may be charged; one's own labour is not damage."),
        "§ 309 Nr. 5 Buchst. a BGB; BGH 17.09.2009, Xa ZR 40/08",
        cost=euro(beside),
    )
    return derivation.gives(ReturnedDebitFee(allowed=bank_cost + beside, refused=flat - beside))
