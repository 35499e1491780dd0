"""By which procedure a change reaches and binds somebody: by topic and class, by the provider's policy, by the law.

Three things can make a change binding: the announcement itself, silence after it, or active consent. Where the law and
a provider's clause differ, the law wins: silence never binds a consumer (BGH 27.04.2021, XI ZR 26/20), and what weighs
on a consumer who pays needs consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from quartier.law.bgb.periods import counted_end
from quartier.law.bgb.terms import Customer
from quartier.law.bgb.terms_change import FOURTEEN_DAYS, ChangeKind, terms_change
from quartier.law.rule import Derived
from quartier.values.land import Land
from quartier.values.span import Span

TEXT, PRICE, SERVICE = "text", "price", "service"
FAVOURABLE, ADVERSE, FAR_REACHING, MATERIAL, MINOR = "favourable", "adverse", "far_reaching", "material", "minor"
INFORM, SILENCE, CONSENT = "inform", "silence", "consent"
LOGIN, EMAIL, LETTER, NONE = "login", "email", "letter", "none"
BUSINESS: Final = "business"
PRIVACY: Final = "privacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """What a provider has decided about changes. `objection` None: the document grants none."""

    roads: frozenset[str]
    price_roads: frozenset[str]
    lead: Span
    lead_far_reaching: Span
    objection: Span | None
    silence_of_businesses: bool
    silence_far_reaching_only: bool
    prices_like_terms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What changes, and for whom. `kind` is that of the text; `is_rise` says that the price before VAT goes up."""

    topic: str
    grade: str
    standing: str
    is_paid: bool
    kind: str = ""
    is_rise: bool = False
    is_vat_only: bool = False

    @property
    def only_tells(self) -> bool:
        """Tell whether nobody has to agree at all: a privacy notice informs, a service follows its own contract."""
        return self.topic == SERVICE or (self.topic == TEXT and self.kind == PRIVACY)

    @property
    def weighs_nothing(self) -> bool:
        """Tell whether the change burdens nobody, or only passes on what the law takes."""
        return self.grade == FAVOURABLE or self.is_vat_only or (self.topic == PRICE and not self.is_rise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The procedure for one group of recipients."""

    roads: frozenset[str]
    lead: Span
    objection: Span | None
    binding: str
    law: ChangeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """By what somebody can be reached."""

    by_email: bool
    by_letter: bool
    by_login: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of one recipient, counted from receipt; `derived` says how."""

    effective_on: date
    objection_until: date | None
    special_notice_until: date | None
    derived: Derived[Any]


def plan_for(asked: Asked, policy: Procedure) -> Plan:
    """Return how a change reaches and binds a group of recipients.

    >>> policy = Procedure(roads=frozenset({EMAIL}), price_roads=frozenset({EMAIL}), lead=Span(weeks=6),
    ...     lead_far_reaching=Span(weeks=6), objection=Span(days=14), silence_of_businesses=True,
    ...     silence_far_reaching_only=False, prices_like_terms=False)
    >>> plan_for(Asked(topic=TEXT, grade=ADVERSE, standing="consumer", is_paid=True), policy).binding
    'consent'
    """
    roads = policy.price_roads if asked.topic == PRICE and policy.price_roads else policy.roads
    objects = asked.topic == TEXT or policy.prices_like_terms
    return Plan(
        roads=roads,
        lead=policy.lead_far_reaching if asked.grade == FAR_REACHING else policy.lead,
        objection=policy.objection if objects and not asked.only_tells else None,
        binding=_binding(asked, policy),
        law=_law(asked, policy),
    )


def _binding(asked: Asked, policy: Procedure) -> str:
    if asked.only_tells or asked.weighs_nothing:
        return INFORM
    far = asked.grade == FAR_REACHING
    if asked.standing == BUSINESS:
        agreed = policy.silence_of_businesses and (far or not policy.silence_far_reaching_only)
        if agreed and policy.objection is not None:
            return SILENCE
        return CONSENT if far else INFORM
    is_reasonable = not asked.is_paid and policy.objection is None and not far
    return INFORM if is_reasonable else CONSENT


def _law(asked: Asked, policy: Procedure) -> ChangeKind:
    if asked.topic == PRICE:
        if asked.is_vat_only:
            return ChangeKind.VAT
        return ChangeKind.PRICE if asked.is_rise else ChangeKind.ORDINARY
    if asked.only_tells or (policy.objection is None and asked.grade != FAR_REACHING):
        return ChangeKind.FREE_PORTAL
    return ChangeKind.FAR_REACHING if asked.grade == FAR_REACHING else ChangeKind.ORDINARY


def road_for(plan: Plan, reach: Reach) -> tuple[str, bool]:
    """Return by which road somebody is told, and whether the portal shows it at login as well.

    What can be proven comes first: mail, then a letter, then what somebody reads at login.
    """
    at_login = LOGIN in plan.roads and reach.by_login
    if EMAIL in plan.roads and reach.by_email:
        return EMAIL, at_login
    if LETTER in plan.roads and reach.by_letter:
        return LETTER, at_login
    return (LOGIN, True) if at_login else (NONE, False)


def earliest(told_on: date, lead: Span) -> date:
    """Return the first day on which a change may take effect for somebody who was told on a day.

    >>> earliest(date(2026, 1, 5), Span(weeks=6))
    datetime.date(2026, 2, 16)
    """
    return counted_end(told_on, lead)


def days_after(plan: Plan, *, received_on: date, announced_for: date, standing: str, land: Land) -> Days:
    """Return the days of a recipient from the day of receipt: never before the announced day, never within the lead.

    >>> plan = Plan(roads=frozenset({EMAIL}), lead=Span(weeks=6), objection=Span(weeks=2), binding=SILENCE,
    ...     law=ChangeKind.FAR_REACHING)
    >>> found = days_after(plan, received_on=date(2025, 5, 2), announced_for=date(2025, 7, 1), standing=BUSINESS,
    ...     land=Land.NW)
    >>> found.objection_until.isoformat(), found.effective_on.isoformat()
    ('2025-05-16', '2025-07-01')
    """
    derived = terms_change(
        kind=plan.law, customer=Customer.BUSINESS if standing == BUSINESS else Customer.CONSUMER, land=land,
        received_on=received_on, effective_on=max(announced_for, earliest(received_on, plan.lead)), lead=plan.lead,
        objection=plan.objection or FOURTEEN_DAYS, agreed=plan.binding == SILENCE, told=True,
    )  # fmt: skip
    found = derived.value
    assert found.effective_on is not None
    return Days(
        effective_on=found.effective_on,
        objection_until=found.objection_until_on if plan.objection else None,
        special_notice_until=found.special_notice_until_on,
        derived=derived,
    )
