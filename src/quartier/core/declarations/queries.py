"""What others may read about declarations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.core.declarations import mails, rules
from quartier.core.declarations.extension import Candidate, declaration_kinds
from quartier.core.declarations.models import Declaration
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import DeclarationFormPolicy, TermPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.mail import Facts
from quartier.law.bgb.form import Declaration as Act
from quartier.law.bgb.form import FormLevel
from quartier.law.hgb.books import DocumentClass


def subject_of(row: Declaration) -> str:
    """Return how facts and mails name a declaration."""
    return f"declarations.declaration:{row.pk}"


def declaration_numbered(declaration_id: int) -> Declaration | None:
    """Return a declaration by its key, restricted or not."""
    return Declaration.everything.filter(pk=declaration_id).first()


def content_of(row: Declaration) -> Sequence[tuple[str, str]]:
    """Return label and value of what was declared, as receipts show it."""
    pairs = [pair for part in mails.content(row) if isinstance(part, Facts) for pair in part.lines]
    return [*pairs, *([(_("Your words"), row.words)] if row.words else [])]


def told(row: Declaration) -> Sequence[str]:
    """Return the sentences that say what came of a declaration."""
    return mails.told(row)


def candidates(row: Declaration) -> Sequence[Candidate]:
    """Return what a declaration may be about, the surest first."""
    return sorted(declaration_kinds[row.kind].candidates(row), key=lambda one: not one.sure)


def declarations_about(subject: str) -> QuerySet[Declaration]:
    """Return the declarations about a subject such as "contracts.contract:5", the latest first."""
    return Declaration.objects.filter(subject=subject)


def form_agreed(act: Act, on: date, scopes: Sequence[str] = ()) -> FormLevel:
    """Return the form that the policy in force on a day asks for, the most specific of `scopes` first; else a click.

    The law may ask for more or allow less: that answers `law.bgb.form_check`, to which this is `agreed`.
    """
    return rules.agreed(act, policy.in_force(DeclarationFormPolicy, on), policy.in_force(TermPolicy, on), scopes)


def kept_until(row: Declaration) -> datetime | None:
    """Return until when one is kept as a commercial letter; None while it is open."""
    return let_go_at(DocumentClass.LETTERS, day_of(row.settled_at)) if row.settled_at else None


def past_due(rows: QuerySet[Declaration], at: datetime) -> QuerySet[Declaration]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.filter(settled_at__lt=before) if before else rows.none()
