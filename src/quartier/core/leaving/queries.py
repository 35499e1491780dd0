"""Reading what ends, what stays and why, and what a provider has decided about leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.accounts import queries as accounts
from quartier.core.leaving import rules
from quartier.core.leaving.models import Leaving
from quartier.core.leaving.rules import EndRule, Way
from quartier.core.parties import queries as parties
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.core.privacy.extension import PersonalData, Subject, registry
from quartier.core.providers.policies import DeclarationFormPolicy, RetentionPolicy, TermPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.service import AccountEnd
from quartier.core.providers.queries import policy
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.law.bgb.form import FormLevel
from quartier.values.span import Span
from quartier.values.zone import BERLIN

# Claims over an end are barred three years after the end of its year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """One kind of data that stays when somebody leaves, why, and until when if a day is known."""

    label: str
    reason: str
    until: date | None

    def __str__(self) -> str:
        until = _(" (until %(day)s)") % {"day": formats.day(self.until)} if self.until else ""
        return f"{self.label}: {self.reason}{until}"


def end_rule(on: date) -> EndRule | None:
    """Return how long the portal's use outlives the last contract by the provider's policy; None for no such end."""
    kept = policy.in_force(RetentionPolicy, on).account_end
    terms = [t for t in policy.in_force(TermPolicy, on).term if t.scope in (Scope.PORTAL, Scope.ANY)]
    stated = next((term.ends_after for term in terms if term.ends_after is not None), None)
    if stated is None and kept.event is AccountEnd.BY_LAW:
        return None
    return EndRule(stated or kept.after, portal_counts=kept.event is AccountEnd.AFTER_CONTRACT)


def notice_span(on: date) -> Span:
    """Return how long before the end by itself a customer is told."""
    return policy.in_force(RetentionPolicy, on).end_notice


def form_needed(party: Any, on: date) -> FormLevel:
    """Return the form that ending the account needs for this customer (DWG-34, policy of declarations)."""
    forms = policy.in_force(DeclarationFormPolicy, on).end_account
    rows = parties.relationships_of(party)
    paid = any(row.kind == rules.SERVICE and (row.ended_on is None or row.ended_on >= on) for row in rows)
    return rules.form_needed([(form.scope.value, form.form) for form in forms], paid=paid)


def users_of(party: Any) -> list[Any]:
    """Return who can log in for a customer: the person, or the users of the account."""
    own = [accounts.user_numbered(party.user_id)] if party.user_id else []
    shared = accounts.users_of(party.account_id) if party.account_id else ()
    return list({user.pk: user for user in [*own, *shared]}.values())


def hangs_on(user_id: int) -> list[tuple[PersonalData, QuerySet[Any]]]:
    """Return what is about an account alone and ends with it, in the order in which it can go."""
    subject = Subject(f"accounts.user:{user_id}", "", {"accounts.User": user_id})
    found = []
    for entry in reversed(list(registry)):
        if entry.erase is not None and entry.retention.until is None and entry.model != "accounts.User":
            rows = apps.get_model(entry.model)._default_manager.filter(entry.rows(subject))
            found.append((entry, rows))
    return found


def what_stays(party: Any, at: datetime) -> Sequence[Stay]:
    """Return what is kept of a customer who leaves the portal, each kind with its reason, in plain words (SBV-84)."""
    subject = privacy.subject_numbered(party.pk)
    if subject is None:
        return ()
    own = {entry.model for user in users_of(party) for entry, rows in hangs_on(user.pk) if rows.exists()}
    own.add("accounts.User")
    found: dict[str, Stay] = {}
    for controller in privacy.controllers():
        weighed = erasing.weighed(subject=subject, controller=controller, at=at)
        for one in weighed.remaining:
            if one.model not in own:
                until = day_of(one.until) if one.until else None
                found.setdefault(one.model, Stay(one.label, one.reason, until))
    return list(found.values())


def leavings_of(party_id: int) -> QuerySet[Leaving]:
    """Return how and when a customer left, the latest first."""
    return Leaving.objects.filter(party_id=party_id)


def kept_until(row: Leaving) -> datetime:
    """Return until when an end is kept as evidence."""
    return datetime(day_of(row.noted_at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def outlived(rows: QuerySet[Leaving], at: datetime) -> QuerySet[Leaving]:
    """Narrow ends to those that need not be kept any more."""
    return rows.filter(noted_at__lt=datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN))


def told(row: Leaving) -> Mapping[str, Any]:
    """Tell a person how their use of the portal ended."""
    return {_("Ended on"): row.ended_on, _("How"): _(Way(row.way).label), _("Declared on"): row.declared_on}
