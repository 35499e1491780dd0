"""Telling the responsible staff that a contract has no fresh backup."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.backups import queries
from quartier.core.backups.mails import BackupMissingMail
from quartier.core.backups.models import BAD, OPEN, BackupRun
from quartier.core.inbox import services as inbox
from quartier.values.actor import SYSTEM


def alert(*, at: datetime, run: BackupRun) -> None:
    """Write to the responsible staff when a good row breaks; until it is mended, the office's first page reminds."""
    before = run.plan.runs.filter(due_at__lt=run.due_at).exclude(state__in=OPEN).first()
    if before is not None and before.state in BAD:
        return
    relationship = run.plan.relationship
    with translation.override("de"):
        reason = run.get_fault_display() if run.fault else _("It did not end within six hours.")
        page = reverse("backups:one", args=[run.plan_id])
        mail = BackupMissingMail(contract=relationship.number, due_at=run.due_at, reason=str(reason), page=page)
        for person in queries.responsible(run.plan):
            inbox.post(actor=SYSTEM, at=at, mail=mail, to=person.email, to_name=person.name,
                       about=queries.subject_of_run(run), entity=relationship.legal_entity)  # fmt: skip
