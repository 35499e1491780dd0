"""§§ 2, 4, 6, 8, 13, 14 5. VermBG: the employee savings allowance and how long the money is tied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.bgb.periods import Begin, counted_end
from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro, percent

HUNDRED: Final = 100
NOTHING: Final = Decimal("0.00")
# Dates hold no year after 9999, and some ends lie years later.
LAST_YEAR: Final = 9990
ALLOWANCE_OF_2009 = date(2009, 1, 1)
LIMITS_OF_2024 = date(2024, 1, 1)


class Investment(Choice):
    """What the employer's payments go into."""

    SECURITIES = "securities", _("a savings contract for securities or shares in a co-operative (§ 4)")
    PARTICIPATION = "participation", _("a contract for a share in a co-operative or the employer (§§ 5 to 7)")
    BUILDING_SAVINGS = "building-savings", _("a building savings contract (§ 2 Abs. 1 Nr. 4)")
    HOUSING_SHARES = "housing-shares", _("first shares in a housing co-operative (§ 2 Abs. 1 Nr. 4)")
    HOME = "home", _("building, buying or paying off a home (§ 2 Abs. 1 Nr. 5)")
    SAVINGS = "savings", _("a savings contract without shares (§ 8)")
    INSURANCE = "insurance", _("a life insurance (§ 9)")

    @property
    def group(self) -> Group | None:
        """Return what the state adds to; None where it adds nothing."""
        if self in {Investment.SECURITIES, Investment.PARTICIPATION}:
            return Group.SHARES
        if self in {Investment.BUILDING_SAVINGS, Investment.HOUSING_SHARES, Investment.HOME}:
            return Group.HOUSING
        return None


class Group(Choice):
    """The two kinds of investment that the state adds to."""

    SHARES = "shares", _("shares and securities")
    HOUSING = "housing", _("housing construction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Which share of how much the state adds."""

    share: Decimal
    most: Decimal


ALLOWANCES: dict[Group, Timeline[Allowance]] = {
    Group.SHARES: Timeline(
        _("Savings allowance for shares"),
        (
            Version(
                valid_from=ALLOWANCE_OF_2009,
                value=Allowance(share=Decimal(20), most=Decimal(400)),
                source="§ 13 Abs. 2, § 17 Abs. 7 5. VermBG",
            ),
        ),
    ),
    Group.HOUSING: Timeline(
        _("Savings allowance for housing"),
        (
            Version(
                valid_from=ALLOWANCE_OF_2009,
                value=Allowance(share=Decimal(9), most=Decimal(470)),
                source="§ 13 Abs. 2, § 17 Abs. 7 5. VermBG",
            ),
        ),
    ),
}
OLD_LIMIT: Final = _("The limit until 2023 no longer stands in the act; compare it with the wording of 2009.")
INCOME: dict[Group, Timeline[Decimal]] = {
    Group.SHARES: Timeline(
        _("Income limit for shares, one person"),
        (
            Version(
                valid_from=ALLOWANCE_OF_2009,
                value=Decimal(20000),
                source="§ 13 Abs. 1 5. VermBG i. d. F. des Gesetzes vom 07.03.2009 (BGBl. I S. 451)",
                verified=False,
                note=OLD_LIMIT,
            ),
            Version(valid_from=LIMITS_OF_2024, value=Decimal(40000), source="§ 13 Abs. 1, § 17 Abs. 17 5. VermBG"),
        ),
    ),
    Group.HOUSING: Timeline(
        _("Income limit for housing, one person"),
        (
            Version(
                valid_from=ALLOWANCE_OF_2009,
                value=Decimal(17900),
                source="§ 13 Abs. 1 5. VermBG i. d. F. des Gesetzes vom 07.03.2009 (BGBl. I S. 451)",
                verified=False,
                note=OLD_LIMIT,
            ),
            Version(valid_from=LIMITS_OF_2024, value=Decimal(40000), source="§ 13 Abs. 1, § 17 Abs. 17 5. VermBG"),
        ),
    ),
}
WHOLE_EURO: Timeline[str] = Timeline(
    _("Rounding of the savings allowance"),
    (
        Version(
            valid_from=ALLOWANCE_OF_2009,
            value="up",
            source="VermBDV; Verwaltungsübung",
            verified=False,
            note=_("The act is silent; tax offices round up to the whole euro (42.30 € are paid as 43 €). Check it."),
        ),
    ),
)
NO_ALLOWANCE: Timeline[str] = Timeline(
    _("Investments without a savings allowance"),
    (
        Version(
            valid_from=ALLOWANCE_OF_2009,
            value="none",
            source="§ 2 Abs. 1 Nr. 6 und 7, § 13 Abs. 2 5. VermBG",
        ),
    ),
)


def first_of(year: int) -> date:
    """Return 1 January; raises NotApplicable for a number that is no calendar year."""
    if not 1 <= year <= LAST_YEAR:
        raise NotApplicable(_("%(year)s is not a calendar year."), year=str(year))
    return date(year, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsAllowance:
    """What counts of the payments of a year, and what the state adds."""

    counted: Annotated[Euro, _("Counted of the payments")]
    exact: Annotated[Euro, _("Allowance to the cent")]
    allowance: Annotated[Euro, _("Allowance, rounded up to the euro")]


NO_SAVINGS_ALLOWANCE: Final = SavingsAllowance(counted=NOTHING, exact=NOTHING, allowance=NOTHING)


@rule(
    "vl-subsidy",
    Area.SAVINGS,
    title=_("Employee savings allowance"),
    says=_(
        "20 % of up to 400 € a year in shares, 9 % of up to 470 € in housing, nothing for plain savings and insurance; "
        "up to an income of 40,000 € (80,000 € taxed together) since 2024."
    ),
    timelines=(*ALLOWANCES.values(), *INCOME.values(), WHOLE_EURO, NO_ALLOWANCE),
    cases=(
        Case(
            "building savings, the full amount",
            {"paid": "480", "investment": "building-savings", "year": "2026", "income": "40000"},
            gives={"counted": "470.00", "exact": "42.30", "allowance": "43.00"},
            source="§ 13 Abs. 2 5. VermBG",
        ),
        Case(
            "a share in a co-operative by contract",
            {"paid": "400", "investment": "participation", "year": "2026", "income": "80000", "joint": True},
            gives={"counted": "400.00", "allowance": "80.00"},
            source="§ 13 Abs. 1 und 2 5. VermBG",
        ),
        Case(
            "a cent too much income",
            {"paid": "400", "investment": "participation", "year": "2026", "income": "40000.01"},
            gives={"allowance": "0.00"},
            source="§ 13 Abs. 1 Satz 1 5. VermBG",
        ),
        Case(
            "the limit of the year before",
            {"paid": "470", "investment": "building-savings", "year": "2023", "income": "17900.01"},
            gives={"allowance": "0.00"},
            source="§ 13 Abs. 1 5. VermBG a. F.",
        ),
        Case(
            "a plain savings contract",
            {"paid": "480", "investment": "savings", "year": "2026", "income": "20000"},
            gives={"counted": "0.00", "allowance": "0.00"},
            source="§ 2 Abs. 1 Nr. 6, § 13 Abs. 2 5. VermBG",
        ),
    ),
)
def vl_subsidy(
    *,
    paid: Annotated[Euro, _("Paid in by the employer in the year")],
    investment: Annotated[Investment, _("What it goes into")],
    year: Annotated[int, _("Calendar year of the payments")],
    income: Annotated[Euro, _("Taxable income of that year")],
    joint: Annotated[bool, _("Spouses or civil partners who are taxed together")] = False,
) -> Derived[SavingsAllowance]:
    """Return the allowance; raises Negative, NotInForce before 2009. Each group of investments counts by itself."""
    derivation = Derivation()
    not_negative(paid=paid, income=income)
    on = first_of(year)
    if (group := investment.group) is None:
        derivation.applies(NO_ALLOWANCE, on)
        derivation.step(_("The state adds nothing to %(what)s."), "§ 13 Abs. 2 5. VermBG", what=investment)
        return derivation.gives(NO_SAVINGS_ALLOWANCE)
    limit = derivation.applies(INCOME[group], on) * (2 if joint else 1)
    if income > limit:
        derivation.step(
            _("The income of %(income)s is above the limit of %(limit)s."),
            "§ 13 Abs. 1 5. VermBG",
            income=euro(income),
            limit=euro(limit),
        )
        return derivation.gives(NO_SAVINGS_ALLOWANCE)
    found = _allowance(derivation, paid, derivation.applies(ALLOWANCES[group], on))
    derivation.applies(WHOLE_EURO, on)
    if investment in {Investment.PARTICIPATION, Investment.HOUSING_SHARES}:
        derivation.step(
            _("Unless it is the employer, the co-operative has been registered for three years, its purpose the same."),
            "§ 2 Abs. 1 Nr. 1 Buchst. g und Nr. 4 5. VermBG",
        )
    derivation.step(
        _("The employee agrees that the institute sends the data, and claims the allowance from the tax office."),
        "§ 13 Abs. 1 Satz 1, § 14 Abs. 4 5. VermBG",
    )
    return derivation.gives(found)


def _allowance(derivation: Derivation, paid: Decimal, terms: Allowance) -> SavingsAllowance:
    counted = min(paid, terms.most) + NOTHING
    exact = Fraction(counted) * Fraction(terms.share) / HUNDRED
    derivation.step(
        _("%(share)s of %(counted)s; no more than %(most)s count for a year."),
        "§ 13 Abs. 2 5. VermBG",
        share=percent(terms.share),
        counted=euro(counted),
        most=euro(terms.most),
    )
    cents = half_up(exact)
    return SavingsAllowance(counted=counted, exact=cents, allowance=cents.to_integral_value(ROUND_CEILING) + NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """How long payments run and the money is tied; the day after the last it is free."""

    begins_on: Annotated[date, _("Tied from")]
    ends_on: Annotated[date, _("Tied until")]
    pay_until: Annotated[date | None, _("Payments until")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How long money is tied, from 1 January or from the day of the contract, and how long payments run."""

    blocked: Span
    from_new_year: bool
    payments: Span | None
    source: str


SIX_YEARS: Final = Span(years=6)
SEVEN_YEARS: Final = Span(years=7)
BLOCKING: Timeline[dict[Investment, Tie]] = Timeline(
    _("How long the money is tied"),
    (
        Version(
            valid_from=ALLOWANCE_OF_2009,
            value={
                Investment.SECURITIES: Tie(
                    blocked=SEVEN_YEARS, from_new_year=True, payments=SIX_YEARS, source="§ 4 Abs. 1 und 2 5. VermBG"
                ),
                Investment.PARTICIPATION: Tie(
                    blocked=SIX_YEARS, from_new_year=True, payments=None, source="§ 5 Abs. 2, § 6 Abs. 3 5. VermBG"
                ),
                Investment.SAVINGS: Tie(
                    blocked=SEVEN_YEARS, from_new_year=True, payments=SIX_YEARS, source="§ 8 Abs. 2 5. VermBG"
                ),
                Investment.BUILDING_SAVINGS: Tie(
                    blocked=SEVEN_YEARS,
                    from_new_year=False,
                    payments=None,
                    source="§ 13 Abs. 5, § 14 Abs. 4 5. VermBG; § 2 Abs. 3 Satz 1 WoPG",
                ),
            },
            source="§ 4 Abs. 2, § 6 Abs. 3, § 8 Abs. 2, § 14 Abs. 4 5. VermBG; § 2 Abs. 3 WoPG",
        ),
    ),
)


@rule(
    "vl-blocking-period",
    Area.SAVINGS,
    title=_("How long employee savings are tied"),
    says=_(
        "Seven years for savings contracts, six for shares by contract, both from 1 January of the year; building "
        "savings seven years from the contract. Death, marriage, long unemployment and others free the money earlier."
    ),
    timelines=(BLOCKING,),
    cases=(
        Case(
            "a savings contract with a first payment in autumn",
            {"concluded": "2026-10-15", "investment": "savings"},
            gives={"begins_on": "2026-01-01", "ends_on": "2032-12-31", "pay_until": "2032-10-15"},
            source="§ 4 Abs. 2 Satz 2 und 3, § 8 Abs. 2 5. VermBG",
        ),
        Case(
            "shares in a co-operative by contract",
            {"concluded": "2026-10-15", "investment": "participation"},
            gives={"begins_on": "2026-01-01", "ends_on": "2031-12-31", "pay_until": None},
            source="§ 6 Abs. 3 Nr. 2 5. VermBG",
        ),
        Case(
            "building savings",
            {"concluded": "2026-10-15", "investment": "building-savings"},
            gives={"begins_on": "2026-10-15", "ends_on": "2033-10-15"},
            source="§ 2 Abs. 3 Satz 1 WoPG",
        ),
    ),
)
def vl_blocking_period(
    *,
    concluded_on: Annotated[
        date,
        _("Day on which the first payment arrived, the share was acquired, or building savings were agreed"),
    ],
    investment: Annotated[Investment, _("What it goes into")],
) -> Derived[Blocking]:
    """Return first and last day; raises NotApplicable for investments that are not tied by this act."""
    derivation = Derivation()
    tie = derivation.applies(BLOCKING, concluded_on).get(investment)
    if tie is None:
        raise NotApplicable(_("For “%(what)s” the act sets no time during which the money is tied."), what=investment)
    begins_on = concluded_on.replace(month=1, day=1) if tie.from_new_year else concluded_on
    ends_on = counted_end(begins_on, tie.blocked, Begin.DAY if tie.from_new_year else Begin.EVENT)
    derivation.step(
        _("Tied for %(length)s, from %(begin)s until %(end)s."),
        tie.source,
        length=tie.blocked,
        begin=begins_on,
        end=ends_on,
    )
    pay_until = None if tie.payments is None else counted_end(concluded_on, tie.payments)
    if pay_until is not None:
        derivation.step(
            _("Running payments are agreed for six years, until %(day)s; a single payment is possible too."),
            tie.source,
            day=pay_until,
        )
    return derivation.gives(Blocking(begins_on=begins_on, ends_on=ends_on, pay_until=pay_until))
