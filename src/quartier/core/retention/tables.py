"""What the office lists: holds, restrictions, runs, and how long each kind of data is kept."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.retention import queries
from quartier.core.retention.models import LegalHold, Restriction
from quartier.kit.clock import today
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Table


def _state(row: LegalHold) -> Badge | Text:
    return Badge(_("look at it now"), "warn") if row.review_on <= today() else _("holds")


def _stage(row: Restriction) -> Badge | Text:
    return Badge(_("person was told of its end"), "info") if row.told_at else _("holds")


def _failed(row: Any) -> Badge | Text:
    if row.failed:
        return Badge(_("parts failed"), "bad")
    return _("finished") if row.ended_at else Badge(_("not finished"), "warn")


HOLDS = Table(
    key="legal_holds",
    label=_("Legal holds"),
    columns=[
        Column("case", _("Case"), href=lambda row: reverse("retention:look_again", args=[row.pk])),
        Column("person", _("Person"), lambda row: str(row.party)),
        Column("reason", _("Reason")),
        Column("set_by", _("Set by")),
        Column("review", _("To be looked at again"), lambda row: row.review_on, kind="date"),
        Column("state", _("State"), _state, kind="badge"),
    ],
    dense=True,
    empty_title=_("No legal holds"),
    empty_text=_("A hold keeps everything of a person until a case is settled. It is set on the customer's page."),
)

RESTRICTIONS = Table(
    key="restrictions",
    label=_("Restrictions at the person's wish"),
    columns=[
        Column(
            "person", _("Person"), lambda row: str(row.party), href=lambda row: reverse("retention:tell", args=[row.pk])
        ),
        Column("ground", _("Ground"), queries.ground_of),
        Column("since", _("Since"), lambda row: row.since_at, kind="instant"),
        Column("state", _("State"), _stage, kind="badge"),
    ],
    dense=True,
    empty_title=_("No restrictions"),
    empty_text=_("Whoever wants their data restricted (Art. 18 GDPR) stands here; daily work does not meet them."),
)

RUNS = Table(
    key="retention_runs",
    label=_("Protocol of erasures"),
    columns=[
        Column(
            "began",
            _("Run"),
            lambda row: row.began_at,
            kind="instant",
            href=lambda row: reverse("retention:run", args=[row.pk]),
        ),
        Column("erased", _("Erased"), kind="number"),
        Column("restricted", _("Restricted"), kind="number"),
        Column("held", _("Held back"), kind="number"),
        Column("needed", _("Still needed"), kind="number"),
        Column("state", _("State"), _failed, kind="badge"),
    ],
    dense=True,
    empty_title=_("No run yet"),
    empty_text=_("Every night what is over is erased. The protocol holds numbers, never names."),
)

LINES = Table(
    key="retention_lines",
    label=_("What the run did"),
    columns=[
        Column("kind", _("Kind of data"), queries.label_of),
        Column("erased", _("Erased"), kind="number"),
        Column("restricted", _("Restricted"), kind="number"),
        Column("held", _("Held back"), kind="number"),
        Column("needed", _("Still needed"), kind="number"),
        Column("failed", _("Failed"), kind="number"),
    ],
    dense=True,
    empty_title=_("Nothing was due"),
    empty_text=_("No data had outlived their time."),
)

RULES = Table(
    key="retention_rules",
    label=_("How long what is kept"),
    columns=[
        Column("label", _("Kind of data")),
        Column("purpose", _("Purpose")),
        Column("basis", _("Legal basis")),
        Column("text", _("Kept")),
    ],
    dense=True,
)
