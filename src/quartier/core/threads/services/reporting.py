"""Reports of defects, faults and outages: what must be said, remedy first, then less to pay."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.threads.mails import ReceiptMail
from quartier.core.threads.models import (
    FaultReport,
    ImpactChoice,
    Incident,
    Reduction,
    ReportingAccess,
    Rework,
    Thread,
    TreatmentChoice,
)
from quartier.core.threads.queries import may_report, reply_address
from quartier.core.threads.rules import Impact, Treatment, missing_in, priority_of
from quartier.core.threads.services.answering import tell
from quartier.core.threads.services.writing import open_thread, put, recorded
from quartier.kit import formats
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

STEPS = {
    Rework.RUNNING: (Rework.OPEN, Rework.FAILED),
    Rework.DONE: (Rework.RUNNING,),
    Rework.FAILED: (Rework.RUNNING,),
}


class NoReporting(Refused):
    """The provider has not given this customer the problem-reporting system (QX-17)."""

    message = _("Please report defects and faults by e-mail or telephone. The contact details stand in the imprint.")


class Incomplete(Refused):
    """A report without what is needed to look into it is not taken."""

    message = _(
        "Please write when you noticed it, on which device, and what you did before, so that we can look into it."
    )


class NotYet(Refused):
    """Nothing is noticed in the future."""

    message = _("Write when you noticed it; this lies in the future.")
    field = "noticed_at"


class WrongStep(Refused):
    """Remedy begins, then it succeeds or fails; a failed one may be tried again."""

    message = _("This step does not follow from where the remedy stands.")


class RemedyFirst(Refused):
    """Less is to be paid only after the remedy has failed (QX-52)."""

    message = _("The remedy comes first. Less is to be paid only when it has failed.")


@transaction.atomic
def report_fault(
    *,
    actor: Actor,
    at: datetime,
    party: Any,
    treatment: str,
    text: str,
    subject: str = "",
    steps: str = "",
    device: str = "",
    noticed_at: datetime | None = None,
    impact: str = Impact.BLOCKED,
    relationship: Any | None = None,
    by_mail: bool = False,
) -> Thread:
    """Take a report in; how far it hinders decides its place in the queue, and its number goes out by mail.

    Reports that a service cannot be used count for the incident that runs at the legal entity, or begin one (QX-28).
    Who has no access to the reporting system reports by mail (QX-51). Raises NoReporting, Incomplete and NotYet.
    """
    if not by_mail and not may_report(party.pk):
        raise NoReporting
    _refuse(treatment, at, noticed_at, steps=steps, device=device)
    label = str(TreatmentChoice(treatment).label)
    thread = open_thread(
        actor=actor, at=at, party=party, treatment=treatment, category=label, subject=subject or label, text=text,
        relationship=relationship,
    )  # fmt: skip
    thread.priority = priority_of(Impact(impact))
    thread.save(update_fields=["priority"])
    FaultReport.objects.create(
        thread=thread,
        noticed_at=noticed_at,
        device=device,
        steps=steps,
        impact=ImpactChoice(impact),
        incident=_incident(thread, noticed_at or at) if treatment == Treatment.OUTAGE else None,
    )
    _confirm_receipt(actor, at, thread)
    return thread


def _refuse(treatment: str, at: datetime, noticed_at: datetime | None, **given: str) -> None:
    missing = missing_in(treatment, **given, is_dated=noticed_at is not None)
    if missing:
        raise Incomplete(field=missing[0])
    if noticed_at is not None and noticed_at > at:
        raise NotYet


def _incident(thread: Thread, noticed_at: datetime) -> Incident:
    row, _is_new = Incident.objects.get_or_create(
        entity_id=thread.entity_id, ended_at=None, defaults={"began_at": noticed_at}
    )
    if noticed_at < row.began_at:
        row.began_at = noticed_at
        row.save(update_fields=["began_at"])
    return row


def _confirm_receipt(actor: Actor, at: datetime, thread: Thread) -> None:
    party = thread.party
    if party.email:
        mail = ReceiptMail(number=thread.pk, path=reverse("threads:one", args=[thread.pk]))
        about, name = parties.subject_of(party), str(party)
        inbox.post(
            actor=actor, at=at, mail=mail, to=party.email, to_name=name, about=about, entity=thread.entity,
            reply_to=reply_address(thread),
        )  # fmt: skip


@transaction.atomic
def remedy(*, actor: Actor, at: datetime, thread_id: int, step: Rework) -> FaultReport:
    """Note that the remedy of a defect has begun, succeeded or failed. Raises WrongStep."""
    fault = _locked(thread_id)
    if fault.rework not in STEPS[step]:
        raise WrongStep
    before, fault.rework = fault.rework, step
    fault.save(update_fields=["rework"])
    recorded(actor, at, "thread.remedy_noted", fault.thread, {"state": [before, step.value]})
    return fault


@transaction.atomic
def reduce(*, actor: Actor, at: datetime, thread_id: int, amount: Decimal, reason: str) -> Reduction:
    """Let the customer pay less because the remedy failed, and tell them. Raises RemedyFirst; nothing changes then."""
    fault = _locked(thread_id)
    if fault.rework != Rework.FAILED:
        raise RemedyFirst
    row = Reduction.objects.create(fault=fault, amount=amount, reason=reason, granted_at=at)
    with translation.override("de"):
        said = {"amount": formats.money(amount), "reason": reason}
        put(SYSTEM, at, fault.thread, gettext("You pay %(amount)s less. Reason: %(reason)s") % said)
    recorded(actor, at, "thread.reduction_granted", fault.thread, {"amount": str(amount), "reason": reason})
    tell(actor, at, fault.thread)
    return row


@transaction.atomic
def end_incident(*, actor: Actor, at: datetime, incident_id: int) -> Incident:
    """Note that a service can be used again. Raises WrongStep when that was noted before."""
    row = Incident.objects.select_for_update().get(pk=incident_id)
    if row.ended_at is not None:
        raise WrongStep(_("The end of this incident is noted already."))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    data = {"reports": row.reports.count()}
    audit.record(actor=actor, at=at, kind="incident.ended", subject=f"threads.incident:{row.pk}", data=data)
    return row


@transaction.atomic
def decide_reporting(*, actor: Actor, at: datetime, party: Any, is_granted: bool) -> ReportingAccess:
    """Give a customer the problem-reporting system or take it away (QX-17)."""
    row, _is_new = ReportingAccess.objects.update_or_create(
        party=party, defaults={"is_granted": is_granted, "decided_at": at}
    )
    subject, data = parties.subject_of(party), {"on": is_granted}
    audit.record(actor=actor, at=at, kind="reporting.decided", subject=subject, data=data)
    return row


def _locked(thread_id: int) -> FaultReport:
    return FaultReport.objects.select_for_update(of=("self",)).select_related("thread").get(thread=thread_id)
