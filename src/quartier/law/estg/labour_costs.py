"""§ 35a EStG: tax relief on work in the household, and what a statement of operating costs must show for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro, percent

WHOLE = 100
STARTED_ON = date(2009, 1, 1)
LAST_YEAR = 9998


class Work(Choice):
    """The three kinds of work with a limit of their own."""

    MINI_JOB = "mini-job", _("mini-job in the household")
    SERVICES = "services", _("services in the household")
    CRAFTSMEN = "craftsmen", _("craftsmen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """The part of the costs that lowers the tax, and the most in a year."""

    part: Decimal
    most: Decimal


RELIEFS: dict[Work, Timeline[Relief]] = {
    Work.MINI_JOB: Timeline(
        _("Tax relief for a mini-job in the household"),
        (
            Version(
                valid_from=STARTED_ON, value=Relief(part=Decimal(20), most=Decimal(510)), source="§ 35a Abs. 1 EStG"
            ),
        ),
    ),
    Work.SERVICES: Timeline(
        _("Tax relief for services in the household"),
        (
            Version(
                valid_from=STARTED_ON, value=Relief(part=Decimal(20), most=Decimal(4000)), source="§ 35a Abs. 2 EStG"
            ),
        ),
    ),
    Work.CRAFTSMEN: Timeline(
        _("Tax relief for craftsmen"),
        (
            Version(
                valid_from=STARTED_ON, value=Relief(part=Decimal(20), most=Decimal(1200)), source="§ 35a Abs. 3 EStG"
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRelief:
    """By how much the income tax falls, by kind of work and together."""

    mini_job: Annotated[Euro, _("For a mini-job")]
    services: Annotated[Euro, _("For services")]
    craftsmen: Annotated[Euro, _("For craftsmen")]
    total: Annotated[Euro, _("Together")]


@rule(
    "household-services-tax",
    Area.RENT,
    title=_("Tax relief on work in the household"),
    says=_(
        "The income tax falls by 20 % of the costs: by 510 € at most for a mini-job, 4,000 € for services and 1,200 € "
        "for craftsmen, once for each household. For services and craftsmen only labour counts, billed and paid into "
        "an account; tenants claim their share from the statement of operating costs."
    ),
    timelines=tuple(RELIEFS.values()),
    cases=(
        Case(
            "a tenant's share of cleaning, garden and chimney sweep",
            {"year": "2025", "services": "180.00", "craftsmen": "42.50"},
            gives={"services": "36.00", "craftsmen": "8.50", "total": "44.50"},
            source="§ 35a Abs. 2 und 3 EStG",
        ),
        Case(
            "all limits are reached",
            {"year": "2025", "services": "20000.01", "craftsmen": "6000.01", "mini-job": "2550.01"},
            gives={"services": "4000.00", "craftsmen": "1200.00", "mini_job": "510.00", "total": "5710.00"},
            source="§ 35a Abs. 1 bis 3 EStG",
        ),
    ),
)
def household_services_tax(
    *,
    year: Annotated[int, _("Calendar year in which the work was paid")],
    services: Annotated[Euro, _("Labour costs of services, such as cleaning, garden, caretaker")] = Decimal(0),
    craftsmen: Annotated[Euro, _("Labour costs of craftsmen, such as repairs, upkeep, chimney sweep")] = Decimal(0),
    mini_job: Annotated[Euro, _("Costs of a mini-job in the household")] = Decimal(0),
) -> Derived[TaxRelief]:
    """Return the relief; raises NotInForce before 2009, Negative for costs below zero."""
    not_negative(services=services, craftsmen=craftsmen, mini_job=mini_job)
    if not 1 <= year <= LAST_YEAR:
        raise NotApplicable(_("%(year)s is not a calendar year."), year=str(year))
    derivation = Derivation()
    found = {}
    for work, costs in ((Work.MINI_JOB, mini_job), (Work.SERVICES, services), (Work.CRAFTSMEN, craftsmen)):
        relief = derivation.applies(RELIEFS[work], date(year, 1, 1))
        found[work] = half_up(min(costs * relief.part / WHOLE, relief.most))
        if costs:
            derivation.step(
                _("%(work)s: %(part)s of %(costs)s, at most %(most)s, are %(sum)s."),
                RELIEFS[work].at(date(year, 1, 1)).source,
                work=work,
                part=percent(relief.part),
                costs=euro(costs),
                most=euro(relief.most),
                sum=euro(found[work]),
            )
    return derivation.gives(
        TaxRelief(
            mini_job=found[Work.MINI_JOB],
            services=found[Work.SERVICES],
            craftsmen=found[Work.CRAFTSMEN],
            total=sum(found.values(), Decimal(0)),
        )
    )


class Gap(Choice):
    """What is missing for the relief."""

    LABOUR = "labour", _("labour, machine and travel costs are not shown apart from material")
    INVOICE = "invoice", _("there is no invoice")
    ACCOUNT = "account", _("it was not paid into an account of who did the work")


CONDITIONS: Timeline[tuple[Gap, ...]] = Timeline(
    _("Conditions of the tax relief on work in the household"),
    (
        Version(
            valid_from=STARTED_ON,
            value=(Gap.LABOUR, Gap.INVOICE, Gap.ACCOUNT),
            source="§ 35a Abs. 5 Satz 2 und 3 EStG",
        ),
    ),
)
STATEMENT_SERVES: Timeline[str] = Timeline(
    _("Statement of operating costs as proof of work in the household"),
    (
        Version(
            valid_from=STARTED_ON,
            value="statement or certificate",
            source="§ 35a Abs. 5 Satz 3 EStG; BFH 20.04.2023, VI R 24/20; BMF 09.11.2016, BStBl. I S. 1213",
        ),
    ),
)


@rule(
    "household-services-proof",
    Area.RENT,
    title=_("Tax relief on work in the household: what a statement shows"),
    says=_(
        "A statement of operating costs shows for services and craftsmen the tenant's share of labour costs apart from "
        "material, rests on invoices, and on payments into an account, never in cash. The answer is what is missing."
    ),
    timelines=(CONDITIONS, STATEMENT_SERVES),
    cases=(
        Case(
            "all is there",
            {"year": "2025", "labour-shown": True, "invoice": True, "by-account": True},
            gives=[],
            source=NOTES,
        ),
        Case(
            "paid in cash, material not apart",
            {"year": "2025", "labour-shown": False, "invoice": True, "by-account": False},
            gives=["labour", "account"],
            source="§ 35a Abs. 5 Satz 2 und 3 EStG",
        ),
    ),
)
def household_services_proof(
    *,
    year: Annotated[int, _("Calendar year in which the work was paid")],
    labour_shown: Annotated[bool, _("Whether labour costs are shown apart from material")],
    invoice: Annotated[bool, _("Whether there is an invoice for the work")],
    by_account: Annotated[bool, _("Whether it was paid into an account of who did the work")],
) -> Derived[tuple[Gap, ...]]:
    """Return what is missing; raises NotInForce before 2009."""
    if not 1 <= year <= LAST_YEAR:
        raise NotApplicable(_("%(year)s is not a calendar year."), year=str(year))
    derivation = Derivation()
    wanted = derivation.applies(CONDITIONS, date(year, 1, 1))
    derivation.applies(STATEMENT_SERVES, date(year, 1, 1))
    derivation.step(
        _("A statement or certificate that names the work, its labour costs and the payment stands for the invoice.")
    )
    present = {Gap.LABOUR: labour_shown, Gap.INVOICE: invoice, Gap.ACCOUNT: by_account}
    missing = tuple(gap for gap in wanted if not present[gap])
    for gap in missing:
        derivation.step(_("Missing: %(gap)s."), gap=gap)
    if not missing:
        derivation.step(_("Nothing is missing."))
    return derivation.gives(missing)
