"""What customers see of their contracts, and how they end one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.audit import services as audit
from quartier.core.contracts import queries, rules
from quartier.core.contracts.forms import NoticeForm
from quartier.core.contracts.models import Contract
from quartier.core.contracts.queries import pages
from quartier.core.contracts.services import noticing
from quartier.core.declarations import queries as declarations
from quartier.core.declarations import services as receiving
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pdf import Press
from quartier.law.bgb.form import Sending

PORTAL: Final = "portal"
SHEET: Final = Path(__file__).parents[1] / "typst" / "notice.typ"


def own_party(request: Request) -> Any:
    """Return the customer who is logged in, or for whom somebody acts; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


def own_line(request: Request, relationship_id: int) -> queries.Line:
    """Return a relationship of the customer with its contract; a stranger's is 404."""
    found = next((line for line in queries.lines_of(own_party(request)) if line.tie.pk == relationship_id), None)
    if found is None:
        raise Http404
    return found


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def contracts(request: Request) -> HttpResponse:
    """List the customer's contracts, each with its contracting party, its state and the next possible end."""
    reads, today = providers.portal_of(request).policy, day_of(request.now)
    rows = [
        (line, queries.next_end(line.contract, today, reads) if line.contract else None)
        for line in queries.lines_of(own_party(request))
    ]
    return render(request, "contracts/contracts.html", {"rows": rows})


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def contract(request: Request, relationship_id: int) -> HttpResponse:
    """Show one contract: facts, texts that govern it, how it ends, what has happened; a stranger's is 404."""
    line, today = own_line(request, relationship_id), day_of(request.now)
    context = {"tie": line.tie, "row": line.contract, "entity": parties.contracting_party(line.tie), "today": today}
    if line.contract is None:
        context["letter"] = pages.lease_end(line.tie, today)
        return render(request, "contracts/elsewhere.html", context)
    row = line.contract
    context |= {
        "ends": () if pages.is_over(row) else pages.shown_ends(row, rules.Side.CUSTOMER, today),
        "is_over": pages.is_over(row),
        "texts": queries.texts_at(row, row.ended_at or request.now),
        "course": pages.course_of(row),
        "amendments": queries.amendments_in_force(row, day_of(request.now)),
        "agreements": queries.agreements_of(row),
        "own_terms": queries.own_terms_apply(row),
        "declared": declarations.declarations_about(queries.subject_of(row)),
        "links": pages.links_of(row),
        "sections": pages.sections_of(row, request.now),
        "is_portal": line.tie.kind == PORTAL,
    }
    return render(request, "contracts/contract.html", context)


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def confirmation(request: Request, relationship_id: int) -> HttpResponse:
    """Show the confirmation of one contract as a letter of the contracting party, to print or keep as PDF."""
    tie = own_line(request, relationship_id).tie
    return render(request, "contracts/confirmation.html", {"row": tie, "entity": parties.contracting_party(tie)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="declare", in_part=True)
def notice(request: Request, relationship_id: int) -> HttpResponse:
    """Show every day with which the contract can end, why and in which form; end it where that form can be met here.

    Nothing changes before the check page was confirmed; where ink is needed nothing changes here at all (DWG-29).
    """
    line = own_line(request, relationship_id)
    if line.contract is None or line.tie.kind == PORTAL or pages.is_over(line.contract):
        return _elsewhere(line)
    row, today = line.contract, day_of(request.now)
    ends = pages.shown_ends(row, rules.Side.CUSTOMER, today)
    here = [one for one in ends if one.end.available and one.by_form]
    form = NoticeForm(request.POST or None, ways=[(one.end.way.value, _named(one)) for one in here])
    context = {"tie": line.tie, "row": row, "ends": ends, "here": bool(here), "today": today}
    if not here:
        # Nothing that is sent to this page counts: it explains and leads to the letter.
        return render(request, "contracts/notice.html", context)

    def done(confirmed: Confirmed) -> HttpResponse:
        return _declare(request, row, here, confirmed)

    return checked(
        request, form, key="contracts.notice", subject=queries.subject_of(row), page="contracts/notice.html",
        context=context, done=done, title=_("End the contract?"), submit=_("End the contract now"),
        lead=_("Notice counts once it is confirmed. It can only be taken back by agreement."),
    )  # fmt: skip


def _elsewhere(line: queries.Line) -> HttpResponse:
    """Lead to where this relationship is ended: the use of the portal on its own page, what is over nowhere."""
    if line.tie.kind == PORTAL:
        return redirect("leaving:overview")
    name = "contracts:letter" if line.contract is None else "contracts:contract"
    return redirect(name, relationship_id=line.tie.pk)


def _named(one: pages.Shown) -> str:
    """Return a way to end a contract with its day."""
    if one.end.ends_on is None:
        return one.label
    return _("%(way)s: ends on %(day)s") % {"way": one.label, "day": formats.day(one.end.ends_on)}


def _declare(request: Request, row: Contract, here: Sequence[pages.Shown], confirmed: Confirmed) -> HttpResponse:
    """Let a confirmed notice be received like any other declaration."""
    given, party = confirmed.values, row.party
    chosen = next(one for one in here if one.end.way.value == given["way"])
    wishes = {noticing.WAY: given["way"], noticing.REASON: given.get("reason", "")}
    if given["wish_on"]:
        wishes[noticing.WISH] = given["wish_on"].isoformat()
    declared = receiving.receive(
        actor=request.actor, at=request.now,
        given=receiving.Given(
            kind=noticing.KIND, channel=Sending.CLICK if chosen.by_click else Sending.PORTAL_FORM, name=str(party),
            received_at=request.now, subject=queries.subject_of(row), party_id=party.pk,
            entity_id=row.relationship.legal_entity_id, contact=party.email, about=row.relationship.number,
            words=given.get("reason", ""), wishes=wishes,
        ),
    )  # fmt: skip
    audit.keep_confirmation(
        actor=request.actor, at=request.now, form=confirmed.form, subject=parties.subject_of(party),
        values=confirmed.shown,
    )  # fmt: skip
    said = " ".join(pages.said_packed(declared.outcome.get("sentences", ())))
    messages.success(request, said)
    return redirect("contracts:contract", relationship_id=row.relationship_id)


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def letter(request: Request, relationship_id: int) -> HttpResponse:
    """Show the letter of notice to print and sign; nothing is ended by looking at it (DWG-29)."""
    line = own_line(request, relationship_id)
    return render(request, "contracts/letter.html", _letter(request, line))


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def letter_file(request: Request, relationship_id: int) -> HttpResponse:
    """Give the letter of notice as a PDF."""
    known = _letter(request, own_line(request, relationship_id))
    party, tie, entity = known["party"], known["tie"], known["entity"]
    data = {
        "subject": f"Kündigung: {tie.get_kind_display()} {tie.number}",
        "sender": [str(party), party.street, f"{party.postcode} {party.city}".strip()],
        "receiver": [entity.name, entity.street, f"{entity.postcode} {entity.city}"],
        "number": tie.number, "about": tie.subject, "ends": known["ends_in_words"], "signed": str(party),
        "place": party.city,
    }  # fmt: skip
    made = _press().printed(data, at=request.now)
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="kuendigung.pdf"'
    return answer


def _letter(request: Request, line: queries.Line) -> dict[str, Any]:
    """Return what the letter says; its words are German, whatever the language of the page."""
    today, row = day_of(request.now), line.contract
    end = pages.letter_end(row, today) if row else pages.lease_end(line.tie, today)
    words = f"zum {end.ends_on:%d.%m.%Y}, hilfsweise " if end.ends_on else ""
    return {
        "tie": line.tie, "row": row, "party": line.tie.party, "entity": parties.contracting_party(line.tie), "end": end,
        "ends_in_words": f"{words}zum nächstmöglichen Zeitpunkt",
    }  # fmt: skip


@cache
def _press() -> Press:
    return Press(SHEET)
