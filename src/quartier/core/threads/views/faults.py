"""Reports of defects, faults and outages: the customer's forms, remedy and less to pay, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import DefectForm, FaultForm, OutageForm, ReductionForm
from quartier.core.threads.models import Rework, TreatmentChoice
from quartier.core.threads.views.office import page, visible_thread
from quartier.core.threads.views.portal import own_party
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import asked


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report: its form, its heading, what it is for."""

    treatment: TreatmentChoice
    form: type[Form]
    title: Text
    about: Text


KINDS = {
    "stoerung": Kind(
        TreatmentChoice.FAULT,
        FaultForm,
        gettext_lazy("Report a fault"),
        gettext_lazy("Something has stopped working: a device, a scan, a page."),
    ),
    "mangel": Kind(
        TreatmentChoice.DEFECT,
        DefectForm,
        gettext_lazy("Report a defect"),
        gettext_lazy(
            "What we delivered is not as agreed. Report it as soon as you see it: your claims depend on that."
        ),
    ),
    "ausfall": Kind(
        TreatmentChoice.OUTAGE,
        OutageForm,
        gettext_lazy("Report that a service cannot be used"),
        gettext_lazy("You cannot use a service at all. Such reports count when we reckon its availability."),
    ),
}


@require_safe
@access(Audience.CUSTOMER, feature="messages")
def kinds(request: Request) -> HttpResponse:
    """Let the customer choose what to report, or say how else to report it."""
    return render(request, "threads/kinds.html", {"kinds": KINDS, **_ways(own_party(request).pk)})


def _ways(party_id: int) -> dict[str, Any]:
    return {"may_report": queries.may_report(party_id), "defect_address": queries.defect_address()}


@access(Audience.CUSTOMER, feature="messages")
def report(request: Request, fault: str) -> HttpResponse:
    """Take a report in, with the check step; its number goes out by mail."""
    party, kind = own_party(request), KINDS.get(fault)
    if kind is None:
        raise Http404

    def done(confirmed: Confirmed) -> HttpResponse:
        words = {"treatment": kind.treatment.value, **confirmed.values}
        thread = services.report_fault(actor=request.actor, at=request.now, party=party, **words)
        messages.success(request, _("Your report number %(number)s has arrived.") % {"number": thread.pk})
        return redirect("threads:one", thread_id=thread.pk)

    return checked(
        request,
        kind.form(request.POST or None),
        key=f"threads.{fault}",
        subject=parties.subject_of(party),
        done=done,
        page="threads/fault.html",
        context={"kind": kind, **_ways(party.pk)},
        submit=_("Send the report"),
    )


REMEDY = {"beginnen": Rework.RUNNING, "gelungen": Rework.DONE, "gescheitert": Rework.FAILED}


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def remedy(request: Request, thread_id: int, remedy: str) -> HttpResponse:
    """Note how far the remedy of a defect has come."""
    thread = visible_thread(request, thread_id)
    if remedy not in REMEDY or queries.fault_of(thread) is None:
        raise Http404
    services.remedy(actor=request.actor, at=request.now, thread_id=thread.pk, step=REMEDY[remedy])
    messages.success(request, _("Saved."))
    return redirect("threads:office_one", thread_id=thread.pk)


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def reduce(request: Request, thread_id: int) -> HttpResponse:
    """Let the customer pay less after the remedy failed."""
    thread, form = visible_thread(request, thread_id), ReductionForm(request.POST)
    if queries.fault_of(thread) is None:
        raise Http404
    if not form.is_valid():
        return page(request, thread, reduction=form)
    try:
        services.reduce(actor=request.actor, at=request.now, thread_id=thread.pk, **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, thread, reduction=form)
    messages.success(request, _("The customer is told. The credit note follows from it."))
    return redirect("threads:office_one", thread_id=thread.pk)


@require_safe
@access(Audience.STAFF, needs="threads.view")
def incidents(request: Request) -> HttpResponseBase:
    """List the times in which a service could not be used."""
    table = tables.INCIDENTS.bind(request, queries.incidents(request.user))
    return table.answer() or render(request, "threads/office/incidents.html", {"table": table})


@access(Audience.STAFF, needs="threads.edit")
def end_incident(request: Request, incident_id: int) -> HttpResponse:
    """Note that a service can be used again, after saying what follows."""
    row = get_object_or_404(queries.incidents(request.user), pk=incident_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.end_incident(actor=request.actor, at=request.now, incident_id=row.pk)
        messages.success(request, _("The end of the incident is noted."))
        return redirect("threads:incidents")

    return asked(
        request,
        title=_("Does it work again?"),
        effect=_("The outage ends now. Later reports begin a new one."),
        undo=_("The end cannot be changed afterwards."),
        submit=_("It works again"),
        back=reverse("threads:incidents"),
        done=done,
    )
