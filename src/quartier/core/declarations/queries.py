"""What others may read about declarations."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.declarations import mails, rules
from quartier.core.declarations.extension import Candidate, declaration_kinds
from quartier.core.declarations.models import Answer, Declaration, DeclarationState
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import DeclarationFormPolicy, TermPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.mail import Facts
from quartier.law.bgb.form import Declaration as Act
from quartier.law.bgb.form import FormLevel, Sending
from quartier.law.hgb.books import DocumentClass
from quartier.values.packing import unpacked
from quartier.values.sentences import Say


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a judgement, with its source."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """A declaration as its customer reads it."""

    id: int
    kind: str
    received_at: datetime
    about: str
    channel: str
    state: str
    told: Sequence[str]
    content: Sequence[tuple[str, str]]

    @property
    def answer(self) -> str:
        """Return the answer as one text."""
        return " ".join(self.told)


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


def candidates_for(staff: Any, row: Declaration, asked_for: str = "") -> Sequence[Candidate]:
    """Return what a declaration may be about, as far as a member of staff may see it (QX-01, SBV-27).

    `asked_for` is a number or an e-mail address that staff look for besides; nothing found by it is sure.
    """
    found = {one.subject: one for one in candidates(row)}
    if asked_for:
        wider = copy(row)
        wider.about, wider.contact = asked_for, asked_for if "@" in asked_for else ""
        found |= {one.subject: replace(one, sure=False) for one in candidates(wider) if one.subject not in found}
    ours = parties.visible_parties(staff).filter(pk__in=[one.party_id for one in found.values()])
    mine = set(ours.values_list("pk", flat=True))
    return [
        one
        for one in found.values()
        if one.party_id in mine and (staff.entity_id is None or one.entity_id == staff.entity_id)
    ]


def visible(staff: Any) -> QuerySet[Declaration]:
    """Return the declarations that a member of staff may see: of their company, and of customers they may see."""
    rows = Declaration.objects.select_related("party", "evidence")
    rows = rows.filter(Q(party=None) | Q(party__in=parties.visible_parties(staff).values("pk")))
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def waiting(staff: Any) -> QuerySet[Declaration]:
    """Return what waits for somebody: unclear ones, and answers that have to go out by letter; the oldest first."""
    rows = visible(staff).filter(Q(state=DeclarationState.UNCLEAR) | Q(answer=Answer.LETTER_DUE))
    return rows.order_by("received_at", "pk")


def kind_of(row: Declaration) -> str:
    """Return what a declaration is called."""
    kind = declaration_kinds.get(row.kind)
    return str(kind.label) if kind else row.kind


def href_of(row: Declaration) -> str:
    """Return where the office shows what a declaration is about, "" where it does not."""
    kind = declaration_kinds.get(row.kind)
    return kind.href(row.subject) if kind and kind.href and row.subject else ""


def reasons(row: Declaration, say: Say) -> Sequence[Reason]:
    """Return the steps by which it was judged, in the language that `say` speaks."""
    return [Reason(unpacked(step).text(say), step["source"]) for step in row.outcome.get("why", ())]


def lines_of(party_id: int) -> Sequence[Line]:
    """Return what a customer declared, the latest first."""
    rows = Declaration.objects.filter(party=party_id)
    return [
        Line(
            row.pk, kind_of(row), row.received_at, row.about, str(_(Sending(row.channel).label)),
            str(row.get_state_display()), told(row), content_of(row),
        )
        for row in rows
    ]  # fmt: skip


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
