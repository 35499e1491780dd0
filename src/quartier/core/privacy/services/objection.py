"""Objections of visitors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.values.actor import Actor

ANALYSIS = "privacy.pagecount:"


@transaction.atomic
def object_to_analysis(*, actor: Actor, at: datetime, shown: Mapping[str, str]) -> None:
    """Note that somebody objected to the counting; who it was only when they are logged in.

    What makes it effective is the cookie, so that nobody has to be recognised for not being counted (SBV-66).
    """
    audit.record(actor=actor, at=at, kind="analysis.objected", subject=ANALYSIS)
    audit.keep_confirmation(actor=actor, at=at, form="privacy.objection", subject=ANALYSIS, values=shown)
