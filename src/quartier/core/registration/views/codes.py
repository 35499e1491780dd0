"""The office's codes: who got one, who has not used theirs, their letters (DWG-16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.registration import queries, services, tables
from quartier.core.registration.forms import IssueForm, ReasonForm
from quartier.core.registration.labels import CONTRACTS
from quartier.core.registration.models import CodeRun, Occasion
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@access(Audience.STAFF, needs="registration.codes")
def codes(request: Request) -> HttpResponseBase:
    """List codes by what has become of them, and their letters."""
    table = tables.CODES.bind(request, queries.visible_codes(request.user))
    runs = tables.RUNS.bind(request, queries.visible_runs(request.user))
    at = request.now
    unused = queries.in_stage(queries.visible_codes(request.user), "open", at).count()
    context = {"table": table, "runs": runs, "unused": unused, "flow": queries.flow_at(request.portal, at)}
    return table.answer() or runs.answer() or render(request, "registration/codes.html", context)


@access(Audience.STAFF, needs="registration.codes")
def issue(request: Request) -> HttpResponse:
    """Issue codes to a group of customers: choose, see how many, confirm."""
    flow = queries.flow_at(request.portal, request.now)
    kinds = [(kind, CONTRACTS[kind]) for kind in sorted(flow.contract_kinds)]
    form, count = IssueForm(request.POST or None, kinds=kinds, initial={"kind": "", "occasion": "first"}), None
    if form.is_valid():
        given = form.cleaned_data
        occasion = Occasion(given["occasion"])
        people = queries.addressed(
            request.user, request.now, kind=given["kind"], postcodes=given["postcodes"],
            reminded=occasion is Occasion.REMINDER,
        )  # fmt: skip
        count = people.count()
        if request.POST.get("_step") == "confirm":
            try:
                return _issued(request, list(people.values_list("pk", flat=True)), occasion)
            except Refused as refusal:
                form.refuse(refusal)
    context = {"form": form, "count": count, "flow": flow}
    return render(request, "registration/issue.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="registration.codes")
def issue_to(request: Request, party_id: int) -> HttpResponse:
    """Issue a code to one customer; the open one dies."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        had = queries.visible_codes(request.user).filter(party=party).exists()
        return _issued(request, [party.pk], Occasion.AGAIN if had else Occasion.FIRST, _("New code wanted"))

    return asked(
        request,
        title=_("Issue an access code to %(name)s?") % {"name": party},
        effect=_(
            "A letter with a fresh code is made for the post. A code that this customer has already dies at once."
        ),
        undo=_("The code can be revoked as long as nobody has used it."),
        submit=_("Issue the code"),
        back=reverse("parties:customer", args=[party.pk]),
        done=done,
    )


def _issued(request: Request, party_ids: list[int], occasion: Occasion, reason: str = "") -> HttpResponse:
    runs = services.issue(
        actor=request.actor, at=request.now, flow=queries.flow_at(request.portal, request.now), party_ids=party_ids,
        occasion=occasion, reason=reason or str(occasion.label),
    )  # fmt: skip
    count = sum(run.code_count for run in runs)
    said = ngettext(
        "%(n)s code is issued; its letter is being made.",
        "%(n)s codes are issued; their letters are being made.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect("registration:run", run_id=runs[0].pk) if len(runs) == 1 else redirect("registration:codes")


@require_safe
@access(Audience.STAFF, needs="registration.codes")
def run(request: Request, run_id: int) -> HttpResponse:
    """Show the letters of one run: how far they are, who printed them, what is next."""
    row = _run(request, run_id)
    context = {"run": row, "subject": queries.run_subject(row), "rest": row.code_count - row.left_out_count}
    return render(request, "registration/run.html", context)


@require_POST
@access(Audience.STAFF, needs="registration.codes")
def print_out(request: Request, run_id: int) -> HttpResponse:
    """Hand out the letters as one file and note who printed them."""
    row = _run(request, run_id)
    content = services.print_out(actor=request.actor, at=request.now, run_id=row.pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row}.pdf"'
    return answer


@access(Audience.STAFF, needs="registration.codes")
def close(request: Request, run_id: int) -> HttpResponse:
    """Note that letters are in the post, after saying that nobody can read the codes then."""
    row = _run(request, run_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.close(actor=request.actor, at=request.now, run_id=row.pk)
        return redirect("registration:run", run_id=row.pk)

    return asked(
        request,
        title=_("Are the letters %(number)s in the post?") % {"number": row},
        effect=_("The file is erased. From then on nobody can read these codes, not even you."),
        undo=_("It cannot be brought back; a lost letter is replaced by a new code."),
        submit=_("Letters are in the post"),
        back=reverse("registration:run", args=[row.pk]),
        done=done,
    )


@access(Audience.STAFF, needs="registration.codes")
def revoke(request: Request, code_id: int) -> HttpResponse:
    """Revoke one code, with a reason."""
    row = get_object_or_404(queries.visible_codes(request.user), pk=code_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, code_id=row.pk, reason=given["reason"])
        messages.success(request, _("The code is revoked."))
        return redirect("registration:codes")

    return asked(
        request,
        title=_("Revoke the code of %(name)s?") % {"name": row.party},
        effect=_("Nobody can register with it any more."),
        undo=_("It cannot be brought back; you can issue a new one."),
        submit=_("Revoke the code"),
        back=reverse("registration:codes"),
        done=done,
        form=ReasonForm(request.POST or None),
    )


@require_safe
@access(Audience.STAFF, needs="registration.evidence")
def evidence(request: Request, party_id: int) -> HttpResponse:
    """Show when and from where a customer registered, to those who work on data protection (SBV-80)."""
    party = get_object_or_404(parties.all_parties(request.user), pk=party_id)
    may_read = "privacy" in request.user.roles
    found = queries.evidence_of(party.user_id) if may_read else None
    return render(request, "registration/evidence.html", {"party": party, "found": found, "may_read": may_read})


def _run(request: Request, run_id: int) -> CodeRun:
    row = queries.visible_runs(request.user).filter(pk=run_id).first()
    if row is None:
        raise Http404
    return row
