"""§ 367 BGB: interest on a debt that is paid in parts, and what each payment is credited against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.bgb.base_rate import BASE_RATES, known_through
from quartier.law.bgb.default_interest import DayCount, Part, accrued, counted, in_cents, rounded
from quartier.law.bgb.default_rate import (
    CONTINUING,
    POINTS_ABOVE,
    POINTS_WITHOUT_CONSUMER,
    Consideration,
    Creditor,
    Debtor,
    Parties,
    Party,
    Performed,
    arose,
    points_above,
)
from quartier.law.errors import Incomplete, NotApplicable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.money import half_up
from quartier.values.period import ONE_DAY, Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

NOTHING: Final = Decimal("0.00")
PAID: Final = re.compile(r"(\d{4}-\d{2}-\d{2}):(\d{1,12}(?:[.,]\d{1,2})?)", re.ASCII)

CREDITING: Final[Timeline[str]] = Timeline(
    _("What a payment is credited against"),
    (Version(valid_from=date(2002, 1, 1), value="costs, interest, principal", source="§ 367 Abs. 1 BGB"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """One payment and what it was credited against."""

    paid_on: Annotated[date, _("Paid on")]
    amount: Annotated[Euro, _("Payment")]
    costs: Annotated[Euro, _("Against costs")]
    interest: Annotated[Euro, _("Against interest")]
    principal: Annotated[Euro, _("Against the principal")]
    surplus: Annotated[Euro, _("Paid too much")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is still owed at the end of the last day."""

    interest: Annotated[Euro, _("Default interest, paid or not")]
    open_costs: Annotated[Euro, _("Costs still owed")]
    open_interest: Annotated[Euro, _("Interest still owed")]
    open_principal: Annotated[Euro, _("Principal still owed")]
    total: Annotated[Euro, _("Still owed together")]
    payments: Annotated[tuple[Credited, ...], _("Payments")]
    parts: Annotated[tuple[Part, ...], _("Parts")]


@dataclass(slots=True)
class Account:
    """A debt while it is being worked out: interest is kept exact, everything paid in cents."""

    costs: Decimal
    principal: Decimal
    interest: Fraction = Fraction(0)
    interest_paid: Decimal = NOTHING
    parts: list[Part] = field(default_factory=list)

    @property
    def open_interest(self) -> Decimal:
        """Return the interest that is owed in cents: rounded over the whole time, less what was paid on it."""
        return half_up(self.interest) - self.interest_paid

    def credit(self, paid_on: date, amount: Decimal) -> Credited:
        """Credit a payment against costs, then interest, then principal (§ 367 Abs. 1 BGB)."""
        costs = min(amount, self.costs)
        interest = min(amount - costs, self.open_interest)
        principal = min(amount - costs - interest, self.principal)
        self.costs -= costs
        self.interest_paid += interest
        self.principal -= principal
        surplus = amount - costs - interest - principal
        return Credited(
            paid_on=paid_on, amount=amount, costs=costs, interest=interest, principal=principal, surplus=surplus
        )


def read_payment(text: str) -> tuple[date, Decimal]:
    """Return day and amount of "2026-07-15:500"; raises Incomplete for any other shape and for nothing paid."""
    found = PAID.fullmatch(text.strip())
    try:
        paid_on = date.fromisoformat(found[1]) if found else None
    except ValueError:
        paid_on = None
    amount = Decimal(found[2].replace(",", ".")) if found else NOTHING
    if paid_on is None or not amount:
        raise Incomplete(_("“%(text)s” is no payment. Write day and amount, such as 2026-07-15:500.00."), text=text)
    return paid_on, amount


@rule(
    "default-interest-with-payments",
    Area.DEFAULT,
    title=_("Default interest when parts were paid"),
    says=_(
        "A payment that does not cover everything is credited against costs, then interest, then the principal; from "
        "the next day interest runs on what is left of the principal. The lump sum of 40 € and reminder fees are "
        "entered as costs where they are owed. Consumer loans follow another order (§ 497 Abs. 3 BGB)."
    ),
    timelines=(POINTS_ABOVE, POINTS_WITHOUT_CONSUMER, CONTINUING, BASE_RATES, CREDITING),
    cases=(
        Case(
            "half a claim paid in July, costs of 5 € open",
            {
                "amount": "1000",
                "from": "2026-06-01",
                "to": "2026-08-31",
                "debtor": "consumer",
                "costs": "5.00",
                "payment": ["2026-07-15:500"],
            },
            {
                "interest": "12.14",
                "open_costs": "0.00",
                "open_interest": "4.31",
                "open_principal": "512.83",
                "total": "517.14",
                "payments": [{"amount": "500", "costs": "5.00", "interest": "7.83", "principal": "487.17"}],
                "parts": [
                    {"days": 30, "principal": "1000", "rate": "6.27"},
                    {"days": 15, "principal": "1000", "rate": "6.52"},
                    {"days": 47, "principal": "512.83", "rate": "6.52"},
                ],
            },
            "§ 367 Abs. 1, § 289 Satz 1 BGB",
        ),
        Case(
            "all is paid, and a cent too much",
            {
                "amount": "1000",
                "from": "2026-07-01",
                "to": "2026-12-31",
                "debtor": "business",
                "costs": "40",
                "payment": ["2026-08-01:1049.23"],
            },
            {"interest": "9.22", "total": "0.00", "payments": [{"surplus": "0.01"}], "parts": [{"days": 32}]},
            "§ 362 Abs. 1, § 367 Abs. 1 BGB",
        ),
    ),
)
def default_interest_with_payments(
    *,
    amount: Annotated[Euro, _("Claim in default, without interest and costs")],
    from_on: Annotated[date, _("First day of default")],
    to_on: Annotated[date, _("Day up to which the account is drawn")],
    debtor: Debtor,
    payment: Annotated[tuple[str, ...], _("A payment, such as 2026-07-15:500.00; may be given several times")] = (),
    costs: Annotated[Euro, _("Costs owed, such as reminder fees and the lump sum")] = NOTHING,
    arose_on: Annotated[date | None, _("Day on which the obligation arose; left out: the first day of default")] = None,
    method: Annotated[DayCount, _("Day count")] = DayCount.ACT_ACT,
    creditor: Creditor = Party.BUSINESS,
    consideration: Consideration = True,
    performed_on: Performed = None,
    rates: Timeline[Decimal] = BASE_RATES,
) -> Derived[Balance]:
    """Return the account at the end of a day; raises as `default_interest` does, Incomplete for an unreadable payment.

    Raises NotApplicable for a payment outside the days: one before default lowers the claim itself.
    """
    in_cents(amount=amount, costs=costs)
    in_order(from_on, to_on)
    payments = sorted((read_payment(one) for one in payment), key=lambda one: one[0])
    _within(payments, from_on, to_on)
    derivation = Derivation()
    since = arose(arose_on, from_on)
    above = points_above(derivation, Parties(debtor, creditor, consideration), since, performed_on)
    counted(derivation, method)
    derivation.applies(CREDITING, from_on)
    work = Work(derivation, above, rates, method)
    account = Account(costs, amount)
    credited = _drawn(work, account, Period.through(from_on, to_on), payments)
    return derivation.gives(_balance(derivation, account, credited))


@dataclass(frozen=True, slots=True)
class Work:
    """What stays the same while an account is drawn."""

    derivation: Derivation
    above: Decimal
    rates: Timeline[Decimal]
    method: DayCount

    def accrue(self, account: Account, period: Period) -> None:
        """Add the interest of a period to the account; a debt without principal bears none."""
        if account.principal and period.days:
            known_through(self.rates, period.starts_on, period.last_on)
            parts = accrued(self.derivation, account.principal, period, self.above, self.rates, self.method)
            for part, exact in parts:
                account.parts.append(part)
                account.interest += exact


def _within(payments: list[tuple[date, Decimal]], from_on: date, to_on: date) -> None:
    for paid_on, _amount in payments:
        if paid_on < from_on:
            raise NotApplicable(
                _("The payment of %(paid)s came before default (%(first)s). Deduct it from the claim."),
                paid=paid_on,
                first=from_on,
            )
        if paid_on > to_on:
            raise NotApplicable(
                _("The payment of %(paid)s came after the last day (%(last)s). Choose a later last day."),
                paid=paid_on,
                last=to_on,
            )


def _drawn(work: Work, account: Account, days: Period, payments: list[tuple[date, Decimal]]) -> list[Credited]:
    credited = []
    next_on = days.starts_on
    for paid_on, amount in payments:
        # The day of payment still bears interest on what was owed in the morning.
        work.accrue(account, Period(next_on, max(next_on, paid_on + ONE_DAY)))
        next_on = paid_on + ONE_DAY
        credited.append(one := account.credit(paid_on, amount))
        work.derivation.step(
            _(
                "The payment of %(amount)s on %(paid)s: %(costs)s against costs, %(interest)s against interest, "
                "%(principal)s against the principal."
            ),
            "§ 367 Abs. 1 BGB",
            amount=euro(amount),
            paid=paid_on,
            costs=euro(one.costs),
            interest=euro(one.interest),
            principal=euro(one.principal),
        )
    work.accrue(account, Period(next_on, days.ends_before))
    return credited


def _balance(derivation: Derivation, account: Account, credited: list[Credited]) -> Balance:
    interest = rounded(derivation, account.interest)
    derivation.step(_("Interest bears no default interest."), "§ 289 Satz 1 BGB")
    return Balance(
        interest=interest,
        open_costs=account.costs,
        open_interest=account.open_interest,
        open_principal=account.principal,
        total=account.costs + account.open_interest + account.principal,
        payments=tuple(credited),
        parts=tuple(account.parts),
    )
