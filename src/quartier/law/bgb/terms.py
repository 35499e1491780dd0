"""§ 309 Nr. 1 and Nr. 9 BGB: what standard terms may say about term, renewal, notice and early price rises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, Begin, counted_end
from quartier.law.errors import Incomplete, NotApplicable, WrongOrder
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.period import ONE_DAY
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version


class Customer(Choice):
    """Who the other side of the terms is (§§ 13, 14, 310 BGB)."""

    CONSUMER = "consumer", _("consumer")
    BUSINESS = "business", _("business")


class ContractKind(Choice):
    """What a contract is about, as far as § 309 Nr. 9 BGB asks."""

    SERVICE = "service", _("regular deliveries, services or works")
    LEASE = "lease", _("a lease")
    INSURANCE = "insurance", _("insurance")
    GOODS_TOGETHER = "goods-sold-together", _("goods that were sold as one")
    MEMBERSHIP = "membership", _("membership in a co-operative")


class Renewal(Choice):
    """What happens when nobody gives notice to the end of the first term."""

    NONE = "none", _("the contract ends")
    INDEFINITE = "indefinite", _("it goes on for an indefinite time")
    FIXED = "fixed", _("it goes on for a fixed time")


class Clause(Choice):
    """The clauses that § 309 Nr. 9 BGB measures."""

    TERM = "term", _("first term")
    RENEWAL = "renewal", _("tacit renewal")
    NOTICE = "notice", _("notice to the end of the first term")
    NOTICE_LATER = "notice-later", _("notice after a renewal")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBounds:
    """What § 309 Nr. 9 BGB allows at most; no `renewal`: only an indefinite one."""

    first_term: Span
    renewal: Span | None
    notice: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFault:
    """A clause that does not bind the consumer, and why."""

    clause: Annotated[Clause, _("Clause")]
    why: Annotated[Sentence, _("Why it is void")]
    source: Annotated[str, _("Source")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCheck:
    """Whether § 309 Nr. 9 BGB leaves the clauses alone."""

    allowed: Annotated[bool, _("Allowed by § 309 Nr. 9 BGB")]
    faults: Annotated[tuple[TermFault, ...], _("Void clauses")]


TERM_BOUNDS: Timeline[TermBounds] = Timeline(
    _("Term, renewal and notice in terms for consumers"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value=TermBounds(first_term=Span(years=2), renewal=Span(years=1), notice=Span(months=3)),
            source="§ 309 Nr. 9 BGB in der bis 28.02.2022 geltenden Fassung; Art. 229 § 60 Satz 2 EGBGB",
        ),
        Version(
            valid_from=date(2022, 3, 1),
            value=TermBounds(first_term=Span(years=2), renewal=None, notice=Span(months=1)),
            source="§ 309 Nr. 9 BGB; Art. 229 § 60 Satz 2 EGBGB",
        ),
    ),
)
TERM_BEGINS: Timeline[str] = Timeline(
    _("From when the two years are counted"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="conclusion",
            source="§ 309 Nr. 9 Buchst. a BGB; BGH 17.03.1993, VIII ZR 180/92; BGH 08.01.2026, III ZR 8/25",
        ),
    ),
)
BUSINESSES: Timeline[str] = Timeline(
    _("Terms towards businesses"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="§ 307",
            source="§ 310 Abs. 1 Satz 1 und 2, § 307 Abs. 1 und 2 BGB",
        ),
    ),
)
NOT_MEASURED = {
    ContractKind.LEASE: (_("A lease is no regular service; see the rule lease-notice."), "§ 309 Nr. 9, § 573c BGB"),
    ContractKind.INSURANCE: (_("Insurance contracts are excepted; the VVG governs them."), "§ 309 Nr. 9 BGB, § 11 VVG"),
    ContractKind.GOODS_TOGETHER: (_("Deliveries of goods that were sold as one are excepted."), "§ 309 Nr. 9 BGB"),
    ContractKind.MEMBERSHIP: (
        _("Membership is company law: the articles and § 65 GenG govern its end."),
        "§ 310 Abs. 4 Satz 1 BGB",
    ),
}


@rule(
    "term-limits",
    Area.CONTRACTS,
    title=_("Limits of term, renewal and notice in standard terms"),
    says=_(
        "Towards consumers the first term is at most two years, notice to its end at most one month, and a tacit "
        "renewal only indefinite and to be ended at any time within a month. Contracts concluded before March 2022 "
        "keep the old limits: renewals of a year, notice of three months. Towards businesses § 307 BGB alone counts."
    ),
    timelines=(TERM_BOUNDS, TERM_BEGINS, BUSINESSES),
    cases=(
        Case(
            "24 months, then 12 months each, with a consumer of today (CC-82)",
            {
                "concluded": "2024-01-01",
                "customer": "consumer",
                "term": "24 months",
                "notice": "3 months",
                "renewal": "fixed",
                "renewal-length": "12 months",
            },
            gives={"allowed": False, "faults": [{"clause": "notice"}, {"clause": "renewal"}]},
            source="§ 309 Nr. 9 Buchst. b und c BGB",
        ),
        Case(
            "the same concluded on the last day of the old law",
            {
                "concluded": "2022-02-28",
                "customer": "consumer",
                "term": "24 months",
                "notice": "3 months",
                "renewal": "fixed",
                "renewal-length": "12 months",
            },
            gives={"allowed": True, "faults": []},
            source="Art. 229 § 60 Satz 2 EGBGB",
        ),
        Case(
            "24 months, then 12 months each, with a business (CC-82)",
            {
                "concluded": "2024-01-01",
                "customer": "business",
                "term": "24 months",
                "notice": "3 months",
                "renewal": "fixed",
                "renewal-length": "12 months",
            },
            gives={"allowed": True, "faults": []},
            source=f"{NOTES}; § 310 Abs. 1 BGB",
        ),
        Case(
            "24 months that begin with the first service, some weeks after the conclusion",
            {"concluded": "2024-01-01", "customer": "consumer", "term": "24 months", "begins": "2024-02-01"},
            gives={"allowed": False, "faults": [{"clause": "term"}]},
            source="BGH 08.01.2026, III ZR 8/25",
        ),
        Case(
            "two years, then indefinite with a month",
            {
                "concluded": "2022-03-01",
                "customer": "consumer",
                "term": "2 years",
                "notice": "1 month",
                "renewal": "indefinite",
                "notice-later": "1 month",
            },
            gives={"allowed": True},
            source="§ 309 Nr. 9 BGB",
        ),
    ),
)
def term_limits(
    *,
    concluded_on: Annotated[date, _("Day of the conclusion")],
    customer: Annotated[Customer, _("Who the customer is")],
    term: Annotated[Span | None, _("First term, such as “24 months”; left out when there is none")] = None,
    notice: Annotated[Span | None, _("Notice before the end of the first term; left out when there is none")] = None,
    renewal: Annotated[Renewal, _("What happens without notice")] = Renewal.NONE,
    renewal_length: Annotated[Span | None, _("By how long a fixed renewal goes")] = None,
    notice_later: Annotated[Span | None, _("Notice after a renewal; left out when there is none")] = None,
    begins_on: Annotated[date | None, _("First day of the service, if the term runs from it")] = None,
    kind: Annotated[ContractKind, _("What the contract is about")] = ContractKind.SERVICE,
) -> Derived[TermCheck]:
    """Return the clauses that do not bind; raises NotInForce before 2002, NotApplicable and Incomplete."""
    if kind in NOT_MEASURED:
        template, source = NOT_MEASURED[kind]
        raise NotApplicable(
            _("§ 309 Nr. 9 BGB does not govern this. %(why)s [%(source)s]"), why=template, source=source
        )
    derivation = Derivation()
    if customer is Customer.BUSINESS:
        derivation.applies(BUSINESSES, concluded_on)
        derivation.step(_("§ 309 BGB does not apply towards a business; § 307 BGB does."))
        return derivation.gives(TermCheck(allowed=True, faults=()))
    bounds = derivation.applies(TERM_BOUNDS, concluded_on)
    derivation.step(_("The law of the day of conclusion counts: %(day)s."), "Art. 229 § 60 EGBGB", day=concluded_on)
    found = [
        *_first_term(derivation, bounds, concluded_on, begins_on, term),
        *_notice(derivation, bounds, term, notice),
        *_renewal(bounds, renewal, renewal_length, notice_later),
    ]
    for fault in found:
        derivation.step(fault.why.template, fault.source, **fault.why.values)
    if not found:
        derivation.step(_("§ 309 Nr. 9 BGB has no objection; § 307 BGB still asks for clear and fair clauses."))
    return derivation.gives(TermCheck(allowed=not found, faults=tuple(found)))


def _fault(clause: Clause, letter: str, template: str, **values: Span | date) -> TermFault:
    return TermFault(clause=clause, why=Sentence(template, values), source=f"§ 309 Nr. 9 Buchst. {letter} BGB")


def _first_term(
    derivation: Derivation, bounds: TermBounds, concluded_on: date, begins_on: date | None, term: Span | None
) -> list[TermFault]:
    if term is None:
        derivation.step(_("Without a first term nothing binds for longer than two years."))
        return []
    if not term.no_longer_than(bounds.first_term):
        template = _("A first term of %(length)s can be longer than %(most)s.")
        return [_fault(Clause.TERM, "a", template, length=term, most=bounds.first_term)]
    if begins_on is None or begins_on == concluded_on:
        return []
    if begins_on < concluded_on:
        raise WrongOrder(
            _("The service cannot begin (%(start)s) before the contract is concluded (%(day)s)."),
            start=begins_on,
            day=concluded_on,
        )
    derivation.applies(TERM_BEGINS, concluded_on)
    last, bound = counted_end(begins_on, term, Begin.DAY), counted_end(concluded_on, bounds.first_term)
    if last <= bound:
        return []
    template = _("Counted from the conclusion it binds until %(last)s, longer than until %(bound)s.")
    return [_fault(Clause.TERM, "a", template, last=last, bound=bound)]


def _notice(derivation: Derivation, bounds: TermBounds, term: Span | None, notice: Span | None) -> list[TermFault]:
    if notice is None or notice.no_longer_than(bounds.notice):
        return []
    if term is None:
        derivation.step(
            _("Notice of %(length)s in a contract without a term is not measured by no. 9; ask § 307 BGB."),
            "§ 309 Nr. 9 Buchst. c, § 307 Abs. 1 BGB",
            length=notice,
        )
        return []
    template = _("Notice of %(length)s before the end of the first term can be longer than %(most)s.")
    return [_fault(Clause.NOTICE, "c", template, length=notice, most=bounds.notice)]


def _renewal(bounds: TermBounds, renewal: Renewal, length: Span | None, later: Span | None) -> list[TermFault]:
    found = []
    if renewal is Renewal.NONE:
        return []
    if renewal is Renewal.FIXED:
        if length is None:
            raise Incomplete(_("Say by how long the contract is renewed: --renewal-length “12 months”."))
        if bounds.renewal is None:
            template = _("A renewal by %(length)s does not bind: only an indefinite one does.")
            found.append(_fault(Clause.RENEWAL, "b", template, length=length))
        elif not length.no_longer_than(bounds.renewal):
            template = _("A renewal by %(length)s can be longer than %(most)s.")
            found.append(_fault(Clause.RENEWAL, "b", template, length=length, most=bounds.renewal))
    elif bounds.renewal is not None:
        # The old law measures notice to the end of a renewed term; an indefinite renewal has no such end.
        return []
    if later is not None and not later.no_longer_than(bounds.notice):
        letter = "c" if bounds.renewal is not None else "b"
        template = _("Notice of %(length)s after a renewal can be longer than %(most)s.")
        found.append(_fault(Clause.NOTICE_LATER, letter, template, length=later, most=bounds.notice))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRise:
    """Whether standard terms may raise a price, and the first day of supply for which they may."""

    allowed: Annotated[bool, _("Allowed by § 309 Nr. 1 BGB")]
    allowed_from_on: Annotated[date | None, _("Allowed for supplies from")]


EARLY_RISES: Timeline[Span] = Timeline(
    _("Price rises soon after the conclusion"),
    (Version(valid_from=date(2002, 1, 1), value=Span(months=4), source="§ 309 Nr. 1 BGB"),),
)


@rule(
    "price-increase-bounds",
    Area.CONTRACTS,
    title=_("Price rises in standard terms soon after the conclusion"),
    says=_(
        "Terms for consumers cannot raise the price of what is to be supplied within four months of the conclusion. "
        "Contracts for regular supplies are excepted; there § 307 BGB measures the clause."
    ),
    timelines=(EARLY_RISES, BUSINESSES, COUNTING),
    cases=(
        Case(
            "a supply on the last day of the four months",
            {"concluded": "2026-01-15", "supply": "2026-05-15", "customer": "consumer"},
            gives={"allowed": False, "allowed_from_on": "2026-05-16"},
            source="§ 309 Nr. 1, §§ 187, 188 BGB",
        ),
        Case(
            "the day after",
            {"concluded": "2026-01-15", "supply": "2026-05-16", "customer": "consumer"},
            gives={"allowed": True},
            source="§ 309 Nr. 1, §§ 187, 188 BGB",
        ),
        Case(
            "a contract for regular supplies (QX-30)",
            {"concluded": "2026-01-15", "supply": "2026-03-01", "customer": "consumer", "continuing": True},
            gives={"allowed": True, "allowed_from_on": None},
            source=f"{ROWS} QX-30; § 309 Nr. 1 Halbsatz 2 BGB",
        ),
    ),
)
def price_increase_bounds(
    *,
    concluded_on: Annotated[date, _("Day of the conclusion")],
    supply_on: Annotated[date, _("Day on which goods or services are to be supplied")],
    customer: Annotated[Customer, _("Who the customer is")],
    continuing: Annotated[bool, _("Whether supplies are regular, in one continuing contract")] = False,
) -> Derived[PriceRise]:
    """Return whether a clause may raise the price; raises NotInForce before 2002, WrongOrder."""
    if supply_on < concluded_on:
        raise WrongOrder(
            _("The service cannot begin (%(start)s) before the contract is concluded (%(day)s)."),
            start=supply_on,
            day=concluded_on,
        )
    derivation = Derivation()
    if customer is Customer.BUSINESS:
        derivation.applies(BUSINESSES, concluded_on)
        derivation.step(_("§ 309 BGB does not apply towards a business; § 307 BGB does."))
        return derivation.gives(PriceRise(allowed=True, allowed_from_on=None))
    length = derivation.applies(EARLY_RISES, concluded_on)
    if continuing:
        derivation.step(
            _("Regular supplies are excepted; the clause must still be clear and fair."), "§ 309 Nr. 1, § 307 BGB"
        )
        return derivation.gives(PriceRise(allowed=True, allowed_from_on=None))
    derivation.applies(COUNTING, concluded_on)
    last = counted_end(concluded_on, length)
    derivation.step(_("%(length)s after %(day)s: until %(last)s."), length=length, day=concluded_on, last=last)
    derivation.step(_("The statute makes no exception for a rise of VAT."), "§ 309 Nr. 1 BGB")
    return derivation.gives(PriceRise(allowed=supply_on > last, allowed_from_on=last + ONE_DAY))
