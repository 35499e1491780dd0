"""The lists of codes, their letters, and applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.registration.labels import CODE_STATES
from quartier.core.registration.models import Application, ApplicationState, InvitationCode
from quartier.core.registration.queries import in_stage, state_of
from quartier.kit.clock import now
from quartier.kit.components.markup import Text, Tone
from quartier.kit.tables import Badge, Column, Link, Pick, Table

CODE_TONES: dict[str, Tone] = {"locked": "bad", "expired": "warn"}
TONES: dict[str, Tone] = {ApplicationState.CONFIRMED: "warn"}


def _code_state(row: InvitationCode) -> Any:
    state = state_of(row, now())
    tone = CODE_TONES.get(state)
    return Badge(CODE_STATES[state], tone) if tone else str(CODE_STATES[state])


def _state(row: Application) -> Any:
    tone = TONES.get(row.state)
    return Badge(row.get_state_display(), tone) if tone else row.get_state_display()


def _revoking(row: InvitationCode) -> Any:
    if row.used_at is not None or row.revoked_at is not None:
        return ""
    return Link(_("Revoke…"), reverse("registration:revoke", args=[row.pk]), str(row.party))


STAGES: Sequence[tuple[str, Text]] = list(CODE_STATES.items())
CODES = Table(
    key="codes",
    label=_("Access codes"),
    columns=[
        Column(
            "name", _("Customer"), lambda row: str(row.party), sort="party__sort_name",
            href=lambda row: reverse("parties:customer", args=[row.party_id]),
        ),
        Column("number", _("Customer number"), "party.number", sort="party__number"),
        Column("state", _("State"), _code_state, "badge"),
        Column("issued_at", _("Issued on"), kind="date", sort="issued_at"),
        Column("expires_at", _("Valid until"), kind="date", sort="expires_at"),
        Column("used_at", _("Used on"), kind="date", sort="used_at"),
        Column(
            "run", _("Letters"), lambda row: str(row.run), sort="run",
            href=lambda row: reverse("registration:run", args=[row.run_id]),
        ),
        Column("revoke", _("Revoke"), _revoking, "link", export=False),
    ],
    filters=[Pick("stand", _("State"), STAGES, apply=lambda rows, stage: in_stage(rows, stage, now()))],
    search=("party__sort_name", "party__name", "party__number", "party__street"),
    default_sort="-issued_at",
    page_size=50,
    export="zugangscodes",
    dense=True,
    of_people=True,
    empty_title=_("No code has been issued yet"),
    empty_text=_("Here stands who got a code, and who has not used theirs. The codes are readable to nobody."),
)  # fmt: skip

RUNS = Table(
    key="runs",
    label=_("Letters with codes"),
    columns=[
        Column("number", _("Number"), str, href=lambda row: reverse("registration:run", args=[row.pk])),
        Column("occasion", _("Occasion"), lambda row: row.get_occasion_display()),
        Column("code_count", _("Letters"), kind="number", sort="code_count"),
        Column("issued_at", _("Issued on"), kind="instant", sort="issued_at", meta="issued_by"),
        Column("printed_at", _("Printed on"), kind="instant", sort="printed_at", meta="printed_by"),
        Column("closed_at", pgettext_lazy("letters", "Posted on"), kind="date", sort="closed_at"),
    ],
    default_sort="-issued_at",
    prefix="b-",
    dense=True,
    empty_title=_("No letters yet"),
    empty_text=_("Whenever codes are issued, their letters lie here until they are in the post."),
)

APPLICATIONS = Table(
    key="applications",
    label=_("Applications"),
    columns=[
        Column(
            "applicant", _("Applicant"), lambda row: row.applicant, sort="organisation",
            href=lambda row: reverse("registration:application", args=[row.pk]), meta="email",
        ),
        Column("account_name", _("Account name"), sort="account_name"),
        Column("state", _("State"), _state, "badge", sort="state"),
        Column("submitted_at", _("Sent on"), kind="instant", sort="submitted_at"),
        Column("decided_by", _("Decided by"), sort="decided_by"),
    ],
    filters=[Pick("stand", _("State"), ApplicationState.choices, "state")],
    search=("organisation", "name", "email", "account_name"),
    default_sort="-submitted_at",
    dense=True,
    of_people=True,
    empty_title=_("No applications"),
    empty_text=_("Whoever asks for an account stands here until somebody decides."),
)  # fmt: skip
