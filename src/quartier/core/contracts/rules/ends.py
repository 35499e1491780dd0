"""Every day with which a contract can end, each with its reason, form, last day of receipt and source; pure.

The law comes before the clause: where a clause does not bind a consumer, the result follows the law and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from quartier.core.contracts.rules.facts import Facts
from quartier.core.contracts.rules.words import Side, Way
from quartier.core.providers.policies.choices import PeriodEnd
from quartier.core.providers.policies.contract import Notice, NoticeTrigger, TermKind
from quartier.core.providers.policies.scopes import APART
from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.form_check import form_level
from quartier.law.bgb.notice import CONTRACT_YEAR, NoticeEnd, Target, annual_notice, notice_end, notice_latest
from quartier.law.bgb.periods import Begin, counted_end, latest_event_on
from quartier.law.bgb.terms import Clause, Customer, Renewal, TermFault, term_limits
from quartier.law.rule import Derivation, Step
from quartier.values.period import ONE_DAY
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span

TARGETS: Final = {
    PeriodEnd.ANY_DAY: Target.ANY_DAY,
    PeriodEnd.MONTH_END: Target.MONTH_END,
    PeriodEnd.YEAR_END: Target.YEAR_END,
    PeriodEnd.TERM_END: Target.ANY_DAY,
}
WAYS: Final = {
    NoticeTrigger.CHANGE: Way.CHANGE,
    NoticeTrigger.OBJECTION: Way.OBJECTION,
    NoticeTrigger.UNREASONABLE: Way.UNREASONABLE,
}
# After a first term a consumer may leave within a month at any time (§ 309 Nr. 9 Buchst. b BGB).
A_MONTH: Final = Span(months=1)
YEAR_IN_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One way to end a contract by a notice that arrives on a day.

    Not `available` it says in `why_not` what is missing. `arrive_by_on` is the last day of receipt for the same end,
    None where a notice ends it at once or while that day is open, because an invoice is missing (`is_open`).
    `void` are clauses that do not bind.
    """

    way: Way
    side: Side
    available: bool
    form: FormLevel
    ends_on: date | None = None
    arrive_by_on: date | None = None
    needs_reason: bool = False
    is_open: bool = False
    why_not: Sentence | None = None
    steps: tuple[Step, ...] = ()
    void: tuple[TermFault, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Return every source once, in the order of use."""
        return tuple(dict.fromkeys(step.source for step in self.steps if step.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermNow:
    """The term that runs on a day: its last day, the first of its last contract year, until when notice is in time.

    No `cut_off_on`: no invoice for that year is known, so the time for notice is open.
    """

    ends_on: date
    year_begins_on: date
    cut_off_on: date | None


def ends(facts: Facts, side: Side, on: date) -> tuple[End, ...]:
    """Return the ways in which one side can end a contract by a notice of a day; none where statutes govern the end.

    A notice that ends the contract at once without any reason makes the others needless.
    """
    if facts.scope in APART:
        return ()
    rules = facts.terms.notices[side]
    found = [_ordinary(facts, side, rule, on) for rule in rules if rule.trigger is NoticeTrigger.NONE]
    if facts.terms.term.kind is TermKind.SINGLE:
        found = [_single(facts, side, on)]
    if any(one.available and one.ends_on == on for one in found):
        return tuple(found)
    found += [_special(facts, side, rule, on) for rule in rules if rule.trigger in WAYS]
    return (*found, _cause(facts, side, rules, on))


def renews(facts: Facts) -> bool:
    """Tell whether a contract renews itself by a fixed time: it says so, and the clause binds."""
    term = facts.terms.term
    if term.minimum is None or facts.terms.renewal is None:
        return False
    return not any(fault.clause is Clause.RENEWAL for fault in faults(facts))


def first_term_ends_on(facts: Facts) -> date | None:
    """Return the last day of the first term, None without one."""
    minimum = facts.terms.term.minimum
    return counted_end(facts.began_on, minimum, Begin.DAY) if minimum else None


def term_now(facts: Facts, on: date) -> TermNow | None:
    """Return the term that runs on a day in a contract that renews itself, None in every other."""
    minimum, renewal = facts.terms.term.minimum, facts.terms.renewal
    if minimum is None or renewal is None or not renews(facts):
        return None
    bare = annual_notice(
        began_on=facts.began_on, received_on=on, customer=Customer.BUSINESS, first_term=minimum, renewal=renewal
    ).value
    year = year_of(bare.term_ends_on)
    invoice_on, cut_off = facts.invoices.get(year), _cut_off(facts)
    counted = min(counted_end(invoice_on, cut_off), bare.term_ends_on) if invoice_on and cut_off else None
    return TermNow(ends_on=bare.term_ends_on, year_begins_on=year, cut_off_on=counted)


def year_of(term_ends_on: date) -> date:
    """Return the first day of the contract year that ends with a day."""
    return latest_event_on(term_ends_on + ONE_DAY, CONTRACT_YEAR)


def needs_invoice(facts: Facts) -> bool:
    """Tell whether the time for notice is counted from the date of an invoice (CC-82)."""
    return renews(facts) and _cut_off(facts) is not None


def faults(facts: Facts) -> Sequence[TermFault]:
    """Return the clauses about term, renewal and notice that do not bind this customer (§ 309 Nr. 9 BGB)."""
    ordinary = [rule for rule in facts.terms.notices[Side.CUSTOMER] if rule.trigger is NoticeTrigger.NONE]
    return _limits(facts, ordinary[0] if ordinary else None)


def wished(facts: Facts, end: End, wish_on: date) -> date | None:
    """Return the first day not before a wished one with which the same notice can end the contract, None for none.

    Nobody ends earlier than the notice allows.
    """
    if end.ends_on is None:
        return None
    if wish_on <= end.ends_on:
        return end.ends_on
    if end.way is not Way.ORDINARY:
        return wish_on
    if renews(facts) and not facts.unbilled:
        now = term_now(facts, wish_on)
        return now.ends_on if now else None
    rules = [rule for rule in facts.terms.notices[end.side] if rule.trigger is NoticeTrigger.NONE]
    return TARGETS[rules[0].to].on_or_after(wish_on)


def needed_form(facts: Facts, side: Side, rule: Notice | None, on: date) -> FormLevel:
    """Return the form a notice needs: as agreed, as far as the law lets terms ask for it, or as a statute says."""
    asked = rule.form if rule else FormLevel.CLICK
    if side is Side.PROVIDER:
        return asked
    return form_level(
        declaration=facts.act, on=on, customer=facts.customer, agreed=agreed_form(facts, rule),
        concluded_on=facts.concluded_on,
    ).value  # fmt: skip


def agreed_form(facts: Facts, rule: Notice | None = None) -> FormLevel:
    """Return the form that the contract asks for; ink by statute is never a matter of agreement."""
    asked = [facts.terms.form, *([rule.form] if rule else [])]
    return min(max(asked, key=lambda one: one.rank), FormLevel.WRITTEN_AGREED, key=lambda one: one.rank)


def _ordinary(facts: Facts, side: Side, rule: Notice, on: date) -> End:
    derivation = Derivation()
    void = tuple(_limits(facts, rule)) if side is Side.CUSTOMER else ()
    for fault in void:
        derivation.step(fault.why.template, fault.source, **fault.why.values)
    if facts.unbilled:
        derivation.step(_("The last year of the term has no invoice: nothing has renewed itself, notice is in time."))
        found = NoticeEnd(ends_on=on, arrive_by_on=on)
    elif renews(facts):
        found = _to_term_end(derivation, facts, rule, on)
    else:
        found = _to_day(derivation, facts, rule, void, on)
    now = term_now(facts, found.ends_on) if rule.after_invoice is not None and not facts.unbilled else None
    is_open = now is not None and now.cut_off_on is None
    return End(
        way=Way.ORDINARY, side=side, available=True, form=needed_form(facts, side, rule, on), ends_on=found.ends_on,
        arrive_by_on=None if is_open or found.ends_on == on else found.arrive_by_on, is_open=is_open,
        steps=derivation.gives(None).steps, void=void,
    )  # fmt: skip


def _to_day(derivation: Derivation, facts: Facts, rule: Notice, void: Sequence[TermFault], on: date) -> NoticeEnd:
    """Count a period of notice; a first term binds until it is over, and afterwards a consumer for a month at most."""
    bound, length = first_term_ends_on(facts), rule.period
    if rule.after_invoice is not None and length is None:
        length = _before_term_end(rule)
    if bound is not None and on > bound and facts.customer is Customer.CONSUMER:
        length = A_MONTH if length is None or not length.no_longer_than(A_MONTH) else length
    elif any(fault.clause is Clause.NOTICE for fault in void):
        length = None
    return derivation.takes(notice_end(received_on=on, length=length, to=TARGETS[rule.to], bound_until_on=bound))


def _to_term_end(derivation: Derivation, facts: Facts, rule: Notice, on: date) -> NoticeEnd:
    """End a contract that renews itself with a term: by the cut-off of the invoice, or by a period before its end."""
    now = term_now(facts, on)
    minimum, renewal = facts.terms.term.minimum, facts.terms.renewal
    if now is None or minimum is None or renewal is None:
        raise AssertionError("a contract that renews itself has terms")
    if rule.after_invoice is not None:
        found = derivation.takes(
            annual_notice(
                began_on=facts.began_on, received_on=on, customer=facts.customer, first_term=minimum,
                invoice_on=facts.invoices.get(now.year_begins_on), renewal=renewal, cut_off=rule.after_invoice,
            )
        )  # fmt: skip
        same = term_now(facts, found.ends_on) or now
        return NoticeEnd(ends_on=found.ends_on, arrive_by_on=same.cut_off_on or found.ends_on)
    if rule.period is None:
        derivation.step(_("Notice is possible to the end of the term: %(day)s."), day=now.ends_on)
        return NoticeEnd(ends_on=now.ends_on, arrive_by_on=now.ends_on)
    while on > (last := notice_latest(end_on=now.ends_on, length=rule.period).value):
        now = term_now(facts, now.ends_on + ONE_DAY) or now
    derivation.takes(notice_latest(end_on=now.ends_on, length=rule.period))
    return NoticeEnd(ends_on=now.ends_on, arrive_by_on=last)


def _special(facts: Facts, side: Side, rule: Notice, on: date) -> End:
    """Offer a special notice where its trigger is met, or say what it needs (QX-22)."""
    way, form = WAYS[rule.trigger], needed_form(facts, side, rule, on)
    met = [one for one in facts.triggers if (one.trigger, one.side) == (rule.trigger, side) and one.is_open(on)]
    if rule.trigger is not NoticeTrigger.UNREASONABLE and not met:
        why = Sentence(_("This right needs: %(trigger)s. At present there is none."), {"trigger": rule.trigger})
        return End(way=way, side=side, available=False, form=form, why_not=why)
    derivation = Derivation()
    for one in met:
        derivation.step(_("It rests on: %(why)s (%(day)s)."), why=one.why or rule.trigger.label, day=one.since_on)
    found = derivation.takes(notice_end(received_on=on, length=rule.period, to=TARGETS[rule.to]))
    last = min((one.until_on for one in met if one.until_on), default=None)
    return End(
        way=way, side=side, available=True, form=form, ends_on=found.ends_on,
        arrive_by_on=min(filter(None, (last, found.arrive_by_on)), default=None) if rule.period else last,
        needs_reason=rule.trigger is NoticeTrigger.UNREASONABLE and facts.is_paid, steps=derivation.gives(None).steps,
    )  # fmt: skip


def _cause(facts: Facts, side: Side, rules: Sequence[Notice], on: date) -> End:
    """Offer notice for good cause: no contract can exclude it; somebody has to look at the reason."""
    stated = next((rule for rule in rules if rule.trigger is NoticeTrigger.CAUSE), None)
    derivation = Derivation()
    template = _("Who cannot reasonably be asked to go on may end the contract at once; the reason is to be stated.")
    derivation.step(template, "§ 314 Abs. 1, § 626 Abs. 1, § 648a Abs. 1 BGB")
    return End(
        way=Way.CAUSE, side=side, available=True, form=needed_form(facts, side, stated, on), ends_on=on,
        needs_reason=True, steps=derivation.gives(None).steps,
    )  # fmt: skip


def _single(facts: Facts, side: Side, on: date) -> End:
    why = Sentence(_("The contract ends by itself when what was ordered has been performed; there is no term."))
    return End(way=Way.ORDINARY, side=side, available=False, form=needed_form(facts, side, None, on), why_not=why)


def _limits(facts: Facts, rule: Notice | None) -> Sequence[TermFault]:
    if facts.customer is Customer.BUSINESS:
        return ()
    length = rule.period if rule else None
    if rule and rule.after_invoice is not None:
        length = _before_term_end(rule)
    renewal = facts.terms.renewal
    return term_limits(
        concluded_on=facts.concluded_on, customer=facts.customer, term=facts.terms.term.minimum, notice=length,
        renewal=Renewal.FIXED if renewal else Renewal.NONE, renewal_length=renewal,
    ).value.faults  # fmt: skip


def _before_term_end(rule: Notice) -> Span:
    """Return how long before the end of a year a cut-off lies that is counted from an invoice at its begin."""
    months = rule.after_invoice.months if rule.after_invoice else 0
    return Span(months=max(YEAR_IN_MONTHS - months, 1))


def _cut_off(facts: Facts) -> Span | None:
    rules = facts.terms.notices[Side.CUSTOMER]
    return next((rule.after_invoice for rule in rules if rule.after_invoice is not None), None)
