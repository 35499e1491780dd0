"""What the rules need to know about a contract to say how and when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quartier.core.contracts.rules.words import Side
from quartier.core.providers.policies.choices import Scope, ScopedForm
from quartier.core.providers.policies.contract import Notice, NoticeTrigger, Term, TermKind, TermPolicy
from quartier.core.providers.policies.declarations import DeclarationFormPolicy
from quartier.core.providers.policies.scopes import most_specific
from quartier.law.bgb.form import Declaration, FormLevel
from quartier.law.bgb.terms import Customer
from quartier.values.span import Span

OWN_ACCOUNT = frozenset({Scope.PORTAL, Scope.APP})
ACTS = {Scope.TENANCY: Declaration.END_TENANCY, Scope.MEMBERSHIP: Declaration.LEAVE_COOPERATIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Something that opens a special right to end a contract, for one side, from a day on and perhaps until another.

    `effective_on` is when the change takes effect that opens it, `why` what people read.
    """

    trigger: NoticeTrigger
    side: Side = Side.CUSTOMER
    since_on: date
    until_on: date | None = None
    effective_on: date | None = None
    why: str = ""

    def is_open(self, on: date) -> bool:
        """Tell whether the right can be used on a day."""
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a provider's policy says about the end of one contract, the most specific rule of each concern.

    `form` is the form the clause asks for, `forms` the one of the account where the contract is about that.
    """

    term: Term
    renewal: Span | None
    notices: Mapping[Side, tuple[Notice, ...]]
    form: FormLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A contract as the rules see it: kind, sides, days, clauses, dates of invoices by the begin of their year.

    `unbilled` is set while a term is over without an invoice for its last year: then nothing has renewed itself.
    """

    scope: Scope
    is_paid: bool
    customer: Customer
    concluded_on: date
    began_on: date
    terms: Terms
    invoices: Mapping[date, date] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    unbilled: bool = False

    @property
    def act(self) -> Declaration:
        """Return what the law calls the notice of this contract."""
        return ACTS.get(self.scope, Declaration.END_PAID_CONTRACT if self.is_paid else Declaration.END_PORTAL_CONTRACT)


def terms_of(policy: TermPolicy, forms: DeclarationFormPolicy, scope: Scope, *, is_paid: bool) -> Terms:
    """Return what a policy says about a contract: for each concern the most specific rule.

    Notices are looked up by trigger, as rules with different triggers stand side by side.
    """
    found = most_specific(policy.term, scope, is_paid=is_paid)
    term = found[0] if found else Term(scope=scope)
    notices = {
        Side.CUSTOMER: _notices(policy.notice_customer, scope, is_paid),
        Side.PROVIDER: _notices(policy.notice_provider, scope, is_paid),
    }
    asked: list[ScopedForm] = list(most_specific(policy.notice_form, scope, is_paid=is_paid))
    if scope in OWN_ACCOUNT:
        asked += most_specific(forms.end_account, scope, is_paid=is_paid)
    form = max((one.form for one in asked), key=lambda one: one.rank, default=FormLevel.CLICK)
    renewal = policy.renewal if term.kind is TermKind.FIXED else None
    return Terms(term=term, renewal=renewal, notices=notices, form=form)


def _notices(rules: tuple[Notice, ...], scope: Scope, is_paid: bool) -> tuple[Notice, ...]:
    found: list[Notice] = []
    for trigger in NoticeTrigger:
        found += most_specific((rule for rule in rules if rule.trigger is trigger), scope, is_paid=is_paid)
    return tuple(found)
