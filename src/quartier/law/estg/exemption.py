"""§ 44a EStG: exemption orders, their bounds, their raise in 2023, and how interest uses them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.errors import Incomplete, NotApplicable, WrongOrder, not_negative
from quartier.law.estg.capital_income import ALLOWANCE, savers_allowance
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

HUNDRED: Final = 100
NOTHING: Final = Decimal("0.00")
NEW_YEARS_EVE: Final = (12, 31)


class Holder(Choice):
    """Whose interest it is."""

    SINGLE = "single", _("one person")
    SPOUSES = "spouses", _("spouses or civil partners who are taxed together")
    OTHERS = "others", _("several persons who are not taxed together")


EXEMPTION: Timeline[str] = Timeline(
    _("Exemption orders"),
    (
        Version(
            valid_from=date(2016, 1, 1),
            value="with identification numbers",
            source="§ 20 Abs. 9, § 44a Abs. 1, 2 und 2a EStG",
        ),
    ),
)
FORM_OF_ORDERS: Timeline[str] = Timeline(
    _("Official form of exemption orders"),
    (
        Version(
            valid_from=date(2016, 1, 1),
            value="whole calendar years; none for several holders",
            source="§ 44a Abs. 2 Satz 1 Nr. 1 EStG; amtliches Muster des BMF",
            verified=False,
            note=_(
                "That an order ends with a calendar year, is not lowered below what is used, and is not given for "
                "accounts of several persons who are not taxed together comes from the official form and the letters "
                "of the Federal Ministry of Finance. Check their present wording."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionOrder:
    """Whether an order can be accepted, and the most that is possible."""

    acceptable: Annotated[bool, _("Can be accepted")]
    most: Annotated[Euro, _("Possible here at most")]
    over: Annotated[Euro, _("Too much")]


@rule(
    "exemption-order",
    Area.SAVINGS,
    title=_("An exemption order"),
    says=_(
        "All orders of a person together stay within the saver's allowance. An order needs the identification number "
        "of each holder, ends with a calendar year or holds until changed, and is not lowered below what is used."
    ),
    timelines=(EXEMPTION, FORM_OF_ORDERS, ALLOWANCE),
    cases=(
        Case(
            "the rest of the allowance",
            {"amount": "400", "on": "2026-03-02", "tax-id": True, "elsewhere": "600"},
            gives={"acceptable": True, "most": "400.00", "over": "0.00"},
            source="§ 20 Abs. 9 EStG",
        ),
        Case(
            "more than the rest",
            {"amount": "500", "on": "2026-03-02", "tax-id": True, "elsewhere": "600"},
            gives={"acceptable": False, "most": "400.00", "over": "100.00"},
            source="§ 20 Abs. 9 EStG",
        ),
        Case(
            "spouses",
            {"amount": "2000", "on": "2026-03-02", "tax-id": True, "holder": "spouses"},
            gives={"acceptable": True, "most": "2000.00"},
            source="§ 20 Abs. 9 Satz 2 EStG",
        ),
        Case(
            "no identification number",
            {"amount": "400", "on": "2026-03-02", "tax-id": False},
            gives={"acceptable": False},
            source="§ 44a Abs. 2a EStG",
        ),
    ),
)
def exemption_order(
    *,
    amount: Annotated[Euro, _("Amount of the order")],
    on: Annotated[date, _("Day from which it is to hold")],
    tax_id: Annotated[bool, _("The identification number of each holder is known")],
    holder: Annotated[Holder, _("Whose account it is")] = Holder.SINGLE,
    elsewhere: Annotated[Euro, _("Orders at other institutes for the same year")] = NOTHING,
    used: Annotated[Euro, _("Already used here in the year, when an order is changed")] = NOTHING,
    until_on: Annotated[date | None, _("Last day; left out: until changed")] = None,
) -> Derived[ExemptionOrder]:
    """Return whether it can be accepted; raises NotApplicable for several holders, for an end within a year and for an
    order below what is used, WrongOrder for an end before the beginning, NotInForce before 2016.
    """
    derivation = Derivation()
    not_negative(amount=amount, elsewhere=elsewhere, used=used)
    derivation.applies(EXEMPTION, on)
    derivation.applies(FORM_OF_ORDERS, on)
    _formally(amount, on, holder, used, until_on)
    allowance = derivation.takes(savers_allowance(on=on, joint=holder is Holder.SPOUSES))
    most = max(NOTHING, allowance - elsewhere) + NOTHING
    over = max(NOTHING, amount - most) + NOTHING
    derivation.step(
        _("Of %(allowance)s, %(elsewhere)s are given elsewhere; %(most)s are possible here."),
        "§ 44a Abs. 1 und 2 EStG",
        allowance=euro(allowance),
        elsewhere=euro(elsewhere),
        most=euro(most),
    )
    if not tax_id:
        derivation.step(_("Without the identification number of each holder it has no effect."), "§ 44a Abs. 2a EStG")
    return derivation.gives(ExemptionOrder(acceptable=tax_id and not over, most=most, over=over))


def _formally(amount: Decimal, on: date, holder: Holder, used: Decimal, until_on: date | None) -> None:
    if holder is Holder.OTHERS:
        raise NotApplicable(
            _("Several persons who are not taxed together cannot give an exemption order for a common account.")
        )
    if until_on is not None and until_on < on:
        raise WrongOrder(_("The last day (%(last)s) lies before the first (%(first)s)."), first=on, last=until_on)
    if until_on is not None and (until_on.month, until_on.day) != NEW_YEARS_EVE:
        raise NotApplicable(_("An exemption order ends with a calendar year, not on %(day)s."), day=until_on)
    if amount < used:
        raise NotApplicable(
            _("%(used)s are used already; the order cannot be lowered to %(amount)s for this year."),
            used=euro(used),
            amount=euro(amount),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What of one credit of interest is exempt."""

    on: Annotated[date, _("Day")]
    interest: Annotated[Euro, _("Interest")]
    exempt: Annotated[Euro, _("Exempt interest")]
    taxable: Annotated[Euro, _("Taxable interest")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderUse:
    """How an order is used up in a year, in the order of time."""

    left: Annotated[Euro, _("Left of the order")]
    rows: Annotated[tuple[Use, ...], _("Rows")]


@rule(
    "exemption-use",
    Area.SAVINGS,
    title=_("How interest uses up an exemption order"),
    says=_("Interest of a calendar year is exempt in the order in which it is credited, until the order is used up."),
    timelines=(EXEMPTION,),
    cases=(
        Case(
            "three credits, the second uses the order up",
            {
                "order": "1000",
                "on": ["2026-12-31", "2026-03-31", "2026-06-30"],
                "interest": ["50", "700", "800"],
            },
            gives={
                "left": "0.00",
                "rows": [
                    {"on": "2026-03-31", "exempt": "700.00", "taxable": "0.00"},
                    {"on": "2026-06-30", "exempt": "300.00", "taxable": "500.00"},
                    {"on": "2026-12-31", "exempt": "0.00", "taxable": "50.00"},
                ],
            },
            source="§ 44 Abs. 1 Satz 2, § 44a Abs. 1 EStG",
        ),
    ),
)
def exemption_use(
    *,
    order: Annotated[Euro, _("Amount of the order")],
    on: Annotated[tuple[date, ...], _("Day of a credit; give it once for each amount of interest")],
    interest: Annotated[tuple[Euro, ...], _("Interest credited on that day")],
) -> Derived[OrderUse]:
    """Return the use by time; raises Incomplete when days and amounts do not pair up, NotApplicable for two years."""
    derivation = Derivation()
    credited = _credits(on, interest)
    not_negative(order=order)
    derivation.applies(EXEMPTION, credited[0][0])
    left = order + NOTHING
    rows = []
    for day, amount in credited:
        exempt = min(left, amount) + NOTHING
        left -= exempt
        rows.append(Use(on=day, interest=amount, exempt=exempt, taxable=amount - exempt))
        derivation.step(
            _("%(day)s: of %(interest)s, %(exempt)s are exempt; %(left)s of the order are left."),
            day=day,
            interest=euro(amount),
            exempt=euro(exempt),
            left=euro(left),
        )
    return derivation.gives(OrderUse(left=left, rows=tuple(rows)))


def _credits(on: Sequence[date], interest: Sequence[Decimal]) -> list[tuple[date, Decimal]]:
    if len(on) != len(interest) or not on:
        raise Incomplete(_("Each credit needs a day and an amount: name one --on for each --interest."))
    for amount in interest:
        not_negative(interest=amount)
    if any(day not in Period.of_year(on[0].year) for day in on):
        raise NotApplicable(_("The order holds for a calendar year; ask for each year by itself."))
    return sorted(zip(on, interest, strict=True), key=lambda credit: credit[0])


RAISE_OF_2023: Timeline[Decimal] = Timeline(
    _("Raise of older exemption orders, in percent"),
    (
        Version(valid_from=date(2016, 1, 1), value=Decimal(0), source="§ 52 Abs. 43 EStG (erst ab 2023)"),
        Version(
            valid_from=date(2023, 1, 1),
            value=Decimal("24.844"),
            source="§ 52 Abs. 43 EStG",
            verified=False,
            note=_("The act does not say how the raised amount is rounded; halves of a cent are rounded up here."),
        ),
    ),
)


@rule(
    "exemption-order-raised",
    Area.SAVINGS,
    title=_("Exemption orders from before 2023"),
    says=_("An order given before 2023 counts for 24.844 % more since then; a full allowance stays a full allowance."),
    timelines=(RAISE_OF_2023, ALLOWANCE),
    cases=(
        Case("a full allowance", {"amount": "801", "on": "2026-12-31"}, gives="1000.00", source="§ 52 Abs. 43 EStG"),
        Case("an order for 500 €", {"amount": "500", "on": "2023-01-01"}, gives="624.22", source="500 × 1.24844"),
        Case("the day before", {"amount": "500", "on": "2022-12-31"}, gives="500.00", source="§ 52 Abs. 43 EStG"),
    ),
)
def exemption_order_raised(
    *,
    amount: Annotated[Euro, _("Amount of the order as it was given before 2023")],
    on: Annotated[date, _("Day on which the interest is credited")],
    joint: Annotated[bool, _("Spouses or civil partners who are taxed together")] = False,
) -> Derived[Euro]:
    """Return what the order counts for, the allowance at most; raises Negative, NotInForce before 2016."""
    derivation = Derivation()
    not_negative(amount=amount)
    share = derivation.applies(RAISE_OF_2023, on)
    allowance = derivation.takes(savers_allowance(on=on, joint=joint))
    raised = min(allowance, half_up(Fraction(amount) * (HUNDRED + Fraction(share)) / HUNDRED))
    derivation.step(_("%(amount)s count as %(raised)s."), amount=euro(amount), raised=euro(raised))
    return derivation.gives(raised)
