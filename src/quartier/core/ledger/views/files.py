"""The books as files, and bookings of other systems on their way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartier.core.ledger import queries, services
from quartier.core.ledger.forms import DatevForm, MirrorForm, PeriodForm
from quartier.core.ledger.rules.mirror import read
from quartier.core.ledger.views.office import FORM, UNPROCESSABLE, company_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request


def _initial(request: Request) -> dict[str, Any]:
    today = day_of(request.now)
    return {"from_on": today.replace(day=1), "until_on": today}


@FORM
@access(Audience.STAFF, needs="ledger.export")
def datev(request: Request) -> HttpResponseBase:
    """Hand out the entries of a time as a file for DATEV."""
    form = DatevForm(request.POST or None, companies=list(queries.companies(request.user)), initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        entity = company_of(request, int(given.pop("entity_id")))
        wish = services.DatevWish(entity=entity, **given)
        blocks = services.datev(actor=request.actor, at=request.now, wish=wish)
        name = f"EXTF_Buchungsstapel_{wish.from_on:%Y%m%d}_{wish.until_on:%Y%m%d}.csv"
        return StreamingHttpResponse(blocks, content_type="text/csv; charset=windows-1252", headers=_as_file(name))
    return _page(request, form, _("File for DATEV"), "datev")


@FORM
@access(Audience.STAFF, needs="ledger.export")
def auditors(request: Request) -> HttpResponseBase:
    """Hand out the whole books of a time for an auditor."""
    form = PeriodForm(request.POST or None, companies=list(queries.companies(request.user)), initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        entity = company_of(request, int(given.pop("entity_id")))
        held = services.journal_files(actor=request.actor, at=request.now, entity=entity, **given)
        name = f"journal_{given['from_on']:%Y%m%d}_{given['until_on']:%Y%m%d}.zip"
        return HttpResponse(held, content_type="application/zip", headers=_as_file(name))
    return _page(request, form, _("Books for an audit"), "auditors")


def _as_file(name: str) -> Mapping[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


def _page(request: Request, form: Any, title: str, key: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": _("Load the file"),
        "back": reverse("ledger:overview"),
        "key": key,
    }
    return render(request, "ledger/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@FORM
@access(Audience.STAFF, needs="ledger.book")
def mirror(request: Request) -> HttpResponse:
    """Take over the bookings of another system from a file, all or none (DWG-07)."""
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MirrorForm(*files, companies=list(queries.companies(request.user)), initial={"as_of": day_of(request.now)})
    if request.method == "POST" and form.is_valid() and (new := _taken(request, form)) is not None:
        told = ngettext("%(n)s booking taken over.", "%(n)s bookings taken over.", new) % {"n": new}
        messages.success(request, told)
        return redirect("ledger:overview")
    return _page(request, form, _("Take over bookings"), "mirror")


def _taken(request: Request, form: MirrorForm) -> int | None:
    """Take the file over, or put what is wrong with it at its field."""
    given = form.cleaned_data
    entity = company_of(request, int(given["entity_id"]))
    try:
        reading = read(given["file"].read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.add_error("file", _("The file is no text in UTF-8."))
        return None
    for fault in reading.faults:
        form.add_error("file", _("Line %(line)s: %(fault)s") % {"line": fault.line, "fault": str(fault.words)})
    if reading.faults:
        return None
    try:
        return services.mirror(
            actor=request.actor, at=request.now, entity_id=entity.pk, as_of=given["as_of"], bookings=reading.bookings
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None
