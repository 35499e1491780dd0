"""The right to know and to take along, controller by controller."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.privacy.extension import Subject
from quartier.core.privacy.queries import Controller, Information, Portable, information, knows, portable
from quartier.core.privacy.services.erasing import NothingKnown
from quartier.values.actor import Actor


@transaction.atomic
def inform(*, actor: Actor, at: datetime, subject: Subject, controller: Controller) -> Information:
    """Return the report of one controller about a person and write down who asked for it.

    Raises NothingKnown, so that one controller does not learn who is another one's customer.
    """
    if not knows(subject, controller):
        raise NothingKnown
    report = information(subject=subject, controller=controller, at=at)
    data = {"controller": controller.key, "as_processor": not controller.is_principal}
    audit.record(actor=actor, at=at, kind="personal_data.told", subject=subject.key, data=data)
    return report


@transaction.atomic
def hand_over(*, actor: Actor, at: datetime, subject: Subject, controller: Controller) -> Portable:
    """Return what a person has provided, to take along, and write down who asked for it. Raises NothingKnown."""
    if not knows(subject, controller):
        raise NothingKnown
    taken = portable(subject=subject, controller=controller, at=at)
    data = {"controller": controller.key, "as_processor": not controller.is_principal}
    audit.record(actor=actor, at=at, kind="personal_data.handed_over", subject=subject.key, data=data)
    return taken
