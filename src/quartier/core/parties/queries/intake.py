"""Reading transfers of master data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.parties.labels import PARTY_LABELS
from quartier.core.parties.models import Intake, IntakeColumn, IntakeRow, IntakeState, Party, Verdict
from quartier.core.privacy.extension import Subject


def intakes() -> QuerySet[Intake]:
    """Return all transfers of master data, the newest first."""
    return Intake.objects.all()


def checked_intakes() -> QuerySet[Intake]:
    """Return the transfers that wait for somebody's decision."""
    return Intake.objects.filter(state=IntakeState.CHECKED)


def verdicts_of(intake: Intake) -> dict[str, int]:
    """Return how many rows of a transfer have each verdict."""
    found = dict(intake.rows.values_list("verdict").annotate(count=Count("pk")).order_by())
    return {verdict: found.get(verdict, 0) for verdict in Verdict.values}


def rows_through(intake: Intake) -> int:
    """Return how many rows are through in the step that runs."""
    return intake.rows.filter(number__lte=intake.position).count()


def columns_known() -> QuerySet[IntakeColumn]:
    """Return which columns of the back office's files are known."""
    return IntakeColumn.objects.all()


def intake_rows_about(subject: Subject) -> Q:
    """Select the rows of transfers that are about a person, by the number that the back office has for them."""
    numbers = Party.everything.filter(pk=subject.ids.get("parties.Party", 0), number__isnull=False).values("number")
    return Q(customer_number__in=numbers)


def intake_row_told(row: IntakeRow) -> Mapping[str, Any]:
    """Tell a person what a row says about them."""
    told = {_("Row"): row.number, _("Result"): row.get_verdict_display()}
    changes = {name: " → ".join(pair) for name, pair in row.changes.items()}
    return told | {str(PARTY_LABELS.get(name, name)): text for name, text in (row.values | changes).items()}


def intakes_of(subject: Subject) -> Q:
    """Select the transfers that a member of staff has started."""
    return Q(actor_key=str(subject.ids.get("accounts.User", "nobody")))


def intake_told(row: Intake) -> Mapping[str, Any]:
    """Tell a member of staff which transfers they started."""
    return {_("File"): row.file_name, _("Began on"): row.started_at, _("Who"): row.started_by}
