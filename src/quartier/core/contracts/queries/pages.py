"""What the pages of one contract show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import pgettext

from quartier.core.audit import queries as audit
from quartier.core.audit.extension import fact_labels
from quartier.core.contracts import rules
from quartier.core.contracts.extension import ContractLink, ContractSection, contract_links, contract_sections
from quartier.core.contracts.models import Candidate, Contract
from quartier.core.contracts.queries.ending import Reads, ends_of, land_of
from quartier.core.contracts.queries.reading import OVER, subject_of
from quartier.core.deadlines import queries as running
from quartier.core.providers.policies import DeclarationFormPolicy, TermPolicy
from quartier.core.providers.policies.choices import PeriodEnd, Scope
from quartier.core.providers.policies.contract import Notice, NoticeTrigger
from quartier.core.providers.policies.scopes import APART
from quartier.core.providers.queries import policy
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.lease_notice import LeaseParty, lease_notice
from quartier.law.bgb.terms import Customer
from quartier.values.packing import unpacked
from quartier.values.sentences import Sentence
from quartier.values.sentences import said as spoken

PORTAL: Final = "portal"
SHOWN: Final = 40
# What happened to a contract, as far as its customer hears of it on the page; the rest is the office's.
TOLD: Final = frozenset({
    "contracts.concluded", "contracts.notice", "contracts.notice_revoked", "contracts.ended", "contracts.withdrawn",
    "contracts.text_changed", "contracts.renewed", "contracts.amended", "contracts.agreed",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One way to end a contract in words: its reasons with their sources, the form, the last day of receipt."""

    end: rules.End
    label: str
    form: str
    reasons: Sequence[tuple[str, str]]
    why_not: str
    void: Sequence[tuple[str, str]]

    @property
    def by_click(self) -> bool:
        """Tell whether a click is enough."""
        return FormLevel.CLICK.meets(self.end.form)

    @property
    def by_form(self) -> bool:
        """Tell whether a message in the portal is formal enough: it keeps words and names the person (§ 126b BGB)."""
        return FormLevel.TEXT.meets(self.end.form)


def shown_ends(row: Contract, side: rules.Side, on: date, reads: Reads | None = None) -> Sequence[Shown]:
    """Return every way to end a contract by a notice of a day, in the reader's language."""
    found = ends_of(row, side, on, reads) if reads else ends_of(row, side, on)
    return [_shown(one) for one in found]


def _shown(one: rules.End) -> Shown:
    return Shown(
        end=one,
        label=_t(one.way.label),
        form=_t(one.form.label),
        reasons=[(said(step.sentence), step.source) for step in one.steps],
        why_not=said(one.why_not) if one.why_not else "",
        void=[(said(fault.why), fault.source) for fault in one.void],
    )


def said(sentence: Sentence) -> str:
    """Say a sentence in the reader's language."""
    return sentence.text(formats.voice())


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a contract's course; `state` is "future", "next" or nothing for what has happened."""

    label: str
    on: date
    state: str = ""
    note: str = ""


def course_of(row: Contract) -> Sequence[Moment]:
    """Return the course of a contract, the latest first: what comes by time, and what has happened."""
    subject, say = subject_of(row), formats.voice()
    ahead = running.deadlines().filter(subject=subject, closed_at=None).exclude(holder="").order_by("-due_at")
    comes = [Moment(one.label, one.ends_on, "future", one.promise) for one in (running.told(o, say) for o in ahead)]
    if comes:
        comes[-1] = replace(comes[-1], state="next")
    facts = [one for one in audit.about(subject) if one.kind in TOLD][:SHOWN]
    return [*comes, *(Moment(str(fact_labels.get(one.kind) or one.kind), day_of(one.at)) for one in facts)]


@dataclass(frozen=True, slots=True)
class ByLetter:
    """The end of a relationship that a signed letter alone brings about."""

    ends_on: date | None
    arrive_by_on: date | None
    source: str


def lease_end(tie: Any, on: date) -> ByLetter:
    """Return when a tenancy would end by a letter of today (§ 573c BGB); other ties have no day we know."""
    if tie.kind != "tenancy":
        return ByLetter(None, None, "")
    found = lease_notice(by=LeaseParty.TENANT, received_on=on, land=land_of(on)).value
    return ByLetter(found.ends_on, found.arrive_by_on, "§ 573c Abs. 1, § 568 Abs. 1 BGB")


def letter_end(row: Contract, on: date) -> ByLetter:
    """Return when a contract would end by an ordinary notice that arrives today."""
    found = next((one for one in ends_of(row, rules.Side.CUSTOMER, on) if one.way is rules.Way.ORDINARY), None)
    if found is None:
        return ByLetter(None, None, "")
    return ByLetter(found.ends_on, found.arrive_by_on, "; ".join(found.sources))


def is_over(row: Contract) -> bool:
    """Tell whether a contract is over."""
    return row.state in OVER


def links_of(row: Contract, staff: Any | None = None) -> Sequence[tuple[ContractLink, str]]:
    """Return the links that apps put on a contract: the customer's, or the office's as far as somebody may."""
    chosen = sorted((one for one in contract_links if _for(one.needs, staff)), key=lambda one: one.order)
    return [(one, address) for one in chosen if (address := one.address(row))]


def sections_of(row: Contract, at: datetime, staff: Any | None = None) -> Sequence[tuple[ContractSection, Any]]:
    """Return the parts that apps bring to a contract's page, with what they are drawn from."""
    chosen = sorted((one for one in contract_sections if _for(one.needs, staff)), key=lambda one: one.order)
    return [(one, context) for one in chosen if (context := one.context(row, at)) is not None]


def _for(needs: str, staff: Any | None) -> bool:
    return needs == "" if staff is None else needs != "" and needs in staff.permissions


def said_packed(sentences: Sequence[Any]) -> Sequence[str]:
    """Say sentences that were kept as data."""
    return [said(unpacked(one)) for one in sentences]


def seen(one: Candidate) -> Sequence[tuple[str, str]]:
    """Return what a ground was found from, each with its source."""
    return [(said(unpacked(step)), step["source"]) for step in one.seen]


@dataclass(frozen=True, slots=True)
class Kind:
    """What the policy of a day says about one kind of contract, and the clauses that do not bind a consumer."""

    scope: str
    term: str
    form: str
    notices: Sequence[tuple[str, str]]
    void: Sequence[tuple[str, str]]


def kinds(on: date) -> Sequence[Kind]:
    """Return every kind of contract that the policy of a day names, with its rules and what the law makes of them."""
    term, forms = policy.in_force(TermPolicy, on), policy.in_force(DeclarationFormPolicy, on)
    named = {one.scope for one in term.term} | {one.scope for one in (*term.notice_customer, *term.notice_provider)}
    return [_kind(term, forms, scope, on) for scope in Scope if scope in named]


def _kind(term: TermPolicy, forms: DeclarationFormPolicy, scope: Scope, on: date) -> Kind:
    terms = rules.terms_of(term, forms, scope, is_paid=scope is not Scope.FREE)
    facts = rules.Facts(
        scope=scope, is_paid=True, customer=Customer.CONSUMER, concluded_on=on, began_on=on, terms=terms
    )
    return Kind(
        scope=_t(scope.label),
        term=_term(terms),
        form=_t(terms.form.label),
        notices=[(_t(side.label), _notice(one)) for side in rules.Side for one in terms.notices[side]],
        void=[] if scope in APART else [(said(fault.why), fault.source) for fault in rules.faults(facts)],
    )


def _term(terms: rules.Terms) -> str:
    parts = [_word(terms.term.kind)]
    if terms.term.minimum:
        parts.append(_t("at least %(length)s") % {"length": _word(terms.term.minimum)})
    if terms.renewal:
        parts.append(_t("renewed by %(length)s") % {"length": _word(terms.renewal)})
    if terms.term.ends_after:
        parts.append(_t("ends %(length)s after the relationship") % {"length": _word(terms.term.ends_after)})
    return ", ".join(parts)


def _notice(rule: Notice) -> str:
    if rule.after_invoice:
        length = _t("until %(length)s after the invoice of the year") % {"length": _word(rule.after_invoice)}
    else:
        length = _word(rule.period) if rule.period else pgettext("notice", "at once")
    parts = [length] if rule.to is PeriodEnd.ANY_DAY else [length, _word(rule.to)]
    if rule.trigger is not NoticeTrigger.NONE:
        parts.append(_t("needs: %(trigger)s") % {"trigger": _word(rule.trigger)})
    return ", ".join(parts)


def _word(value: Any) -> str:
    return spoken(value, formats.voice())
