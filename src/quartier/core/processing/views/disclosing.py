"""Handing data of people out: choose, check, take the file once; and the list of all that went out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.processing import queries, services, tables
from quartier.core.processing.forms import DiscloseForm
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request


@require_safe
@access(Audience.STAFF, needs="processing.view")
def listing(request: Request) -> HttpResponseBase:
    """List what went out, newest first."""
    table = tables.DISCLOSURES.bind(request, queries.disclosure_lines())
    return table.answer() or render(request, "processing/disclosures.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="processing.disclose")
def disclose(request: Request) -> HttpResponse:
    """Choose people and a recipient, check it all, and take the file: it is made once and kept nowhere."""
    words = request.GET.get("suche", "").strip()
    people = queries.people_found(request.user, words)
    request.persons_listed = len(people)  # type: ignore[attr-defined]
    form = DiscloseForm(
        request.POST if request.method == "POST" else None,
        people=[(party.pk, f"{party}, {party.street}, {party.city}") for party in people],
        recipients=[(row.key, row.name) for row in queries.active_recipients()],
    )
    return checked(
        request,
        form,
        key="processing.disclose",
        subject="processing.disclosure:",
        page="processing/disclose.html",
        done=lambda confirmed: _file(request, confirmed),
        context={"words": words, "people": people},
        title=_("Hand these data out?"),
        submit=_("Make the file and note the hand-over"),
        lead=_("The file is made once and kept nowhere. The hand-over is written down for each person."),
    )


def _file(request: Request, confirmed: Confirmed) -> HttpResponse:
    given: dict[str, Any] = dict(confirmed.values)
    parts = [given.pop(name) for name in ("reference", "requested_on", "decided_by")]
    asked = services.Request(*parts) if all(parts) else None
    handed = services.hand_over(
        actor=request.actor, at=request.now, recipient_key=given["recipient"], purpose=given["purpose"],
        basis=given["basis"], categories=given["categories"], subjects=[int(pk) for pk in given["subjects"]],
        request=asked,
    )  # fmt: skip
    response = HttpResponse(handed.content, content_type="text/csv; charset=utf-8")
    name = f"weitergabe-{given['recipient']}-{day_of(request.now):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
