"""Reading holds, restrictions and the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from quartier.core.privacy.extension import PersonalData, Subject, registry
from quartier.core.privacy.queries import label_of_rows
from quartier.core.retention.models import LegalHold, Restriction, Run, RunLine
from quartier.core.retention.rules import Ground
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

# Claims over an erasure, a hold or a restriction are barred three years after the end of the year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of data is kept, as the office reads it."""

    label: str
    purpose: str
    basis: str
    text: str
    by_itself: bool


def holds_in_force() -> QuerySet[LegalHold]:
    """Return the holds that are not lifted, first those to be looked at soonest."""
    return LegalHold.objects.filter(lifted_at__isnull=True).select_related("party")


def holds_of(party_id: int) -> QuerySet[LegalHold]:
    """Return the holds in force on a person."""
    return holds_in_force().filter(party_id=party_id)


def count_to_review(on: date) -> int:
    """Return how many holds have to be looked at again."""
    return holds_in_force().filter(review_on__lte=on).count()


def why_held(subject: Subject, _at: datetime) -> list[str]:
    """Return one sentence for each hold on a person."""
    number = subject.ids.get("parties.Party")
    rows = holds_of(number) if number else LegalHold.objects.none()
    return [
        _("%(case)s: %(reason)s To be looked at again on %(day)s.")
        % {"case": row.case, "reason": _sentence(row.reason), "day": formats.day(row.review_on)}
        for row in rows
    ]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def restrictions_in_force() -> QuerySet[Restriction]:
    """Return the restrictions that hold, newest first."""
    return Restriction.objects.filter(lifted_at__isnull=True).select_related("party")


def restrictions_of(party_id: int) -> QuerySet[Restriction]:
    """Return the restrictions that hold for a person."""
    return restrictions_in_force().filter(party_id=party_id)


def is_restricted(party_id: int) -> bool:
    """Tell whether a person's data are restricted at their wish: mailings and clerks leave them out (SBV-95)."""
    return restrictions_of(party_id).exists()


def ground_of(row: Restriction) -> str:
    """Return the case of Art. 18(1) GDPR in words."""
    return _(Ground(row.ground).label)


def runs() -> QuerySet[Run]:
    """Return the protocol, newest first, with the sums of each run."""
    return Run.objects.annotate(
        erased=Sum("lines__erased", default=0),
        restricted=Sum("lines__restricted", default=0),
        held=Sum("lines__held", default=0),
        needed=Sum("lines__needed", default=0),
        failed=Sum("lines__failed", default=0),
    )


def lines_of(run: Run) -> QuerySet[RunLine]:
    """Return what a run did, kind by kind."""
    return run.lines.all()


def label_of(line: RunLine) -> str:
    """Return a kind of data in words."""
    entry = registry.get(line.model)
    return label_of_rows(entry) if entry else line.model


def rules_in_force() -> Sequence[Rule]:
    """Return for each kind of data how long it is kept, in the order of the register."""
    return [
        Rule(label_of_rows(e), str(e.purpose), str(e.basis), str(e.retention.text), _ends_by_itself(e))
        for e in registry
    ]


def _ends_by_itself(entry: PersonalData) -> bool:
    return entry.retention.due is not None or entry.retention.idle is not None


def kept_until(row: LegalHold | Restriction) -> datetime:
    """Return until when a hold or restriction is kept as evidence: for ever while it holds."""
    if row.lifted_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(day_of(row.lifted_at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def outlived(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow holds or restrictions to those that need not be kept as evidence any more."""
    first = datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)
    return rows.filter(Q(lifted_at__lt=first))
