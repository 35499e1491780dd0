"""What customers see of changes: what they have to read at login, the change itself, objection and consent."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.changes import queries, services
from quartier.core.changes.forms import ConsentForm, ObjectForm
from quartier.core.changes.models import Announcement, AnnouncementState, Binding
from quartier.core.parties import queries as parties
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.gates import Gate
from quartier.kit.http import Request

KNOWN: Final = "changes_read"


def is_to_read(request: Request) -> bool:
    """Tell whether somebody has to read what changes before anything else (DWG-42); asked once in a session."""
    if request.session.get(KNOWN) or request.user.acts_for is not None:
        return False
    if queries.to_show(request.user).exists():
        return True
    request.session[KNOWN] = True
    return False


def lets_programs_in(_user: Any) -> bool:
    """Keep no program out: it reads nothing, and the notice waits for the next login."""
    return False


SEEN_FIRST = Gate("changes:read", is_to_read, lets_programs_in)


def own_announcement(request: Request, announcement_id: int) -> Announcement:
    """Return an announcement to the customer who asks; anybody else's is 404."""
    party = parties.party_of(request.user)
    found = queries.of_party(party).filter(pk=announcement_id).first() if party is not None else None
    if found is None:
        raise Http404
    return found


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def own(request: Request) -> HttpResponse:
    """List what has changed and will change for a customer."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    rows = [described(row, request) for row in queries.of_party(party)[:200]]
    return render(request, "changes/own.html", {"rows": rows})


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def one(request: Request, announcement_id: int) -> HttpResponse:
    """Show what changes, from when, until when to object, and what silence means."""
    row = own_announcement(request, announcement_id)
    return render(request, "changes/announcement.html", described(row, request))


def described(row: Announcement, request: Request) -> dict[str, Any]:
    """Return what a customer reads of an announcement."""
    on = day_of(request.now)
    open_ = row.state in (*queries.ANSWERABLE, AnnouncementState.STAYS, AnnouncementState.OBJECTED)
    return {
        "row": row,
        "change": row.change,
        "passages": SimpleLazyObject(lambda: list(queries.difference(row))),
        "price": services.price_of(row.change),
        "may_object": services.may_object(row, on),
        "may_consent": open_ and row.binding != Binding.INFORM,
        "needs_answer": row.binding == Binding.CONSENT and row.state in queries.ANSWERABLE,
        "effective_on": row.effective_on or row.change.effective_on,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="")
def read(request: Request) -> HttpResponse:
    """Show once at login what changes, with the new words, and note that it was seen."""
    rows = list(queries.to_show(request.user).select_related("change__product", "contract__relationship"))
    if request.method == "POST":
        services.see(actor=request.actor, at=request.now, user=request.user)
        request.session[KNOWN] = True
        return redirect("accounts:onward")
    if not rows:
        return redirect("accounts:onward")
    return render(request, "changes/read.html", {"rows": [described(row, request) for row in rows]})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="declare", stays_open=True)
def object_to(request: Request, announcement_id: int) -> HttpResponse:
    """Object to a change, with the check step; the portal's form is text form."""
    row = own_announcement(request, announcement_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.object_to(
            actor=request.actor, at=request.now, row=row, name=str(row.party), contact=request.user.email,
            text=confirmed.values["words"], shown={str(_("Change")): row.change.title, **confirmed.shown},
        )  # fmt: skip
        messages.success(request, _("Your objection has arrived. A confirmation goes to your e-mail address."))
        return redirect("changes:announcement", announcement_id=row.pk)

    return checked(
        request, ObjectForm(request.POST or None), key="changes.object", subject=f"changes.announcement:{row.pk}",
        page="changes/object.html", done=done, context=described(row, request), submit=_("Object now"),
        title=_("Object to this change?"), lead=row.change.title,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="declare", stays_open=True)
def consent(request: Request, announcement_id: int) -> HttpResponse:
    """Agree to a change, with the check step; the acceptance names the version with its hash."""
    row = own_announcement(request, announcement_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        shown = {str(_("Change")): row.change.title, **confirmed.shown}
        services.consent(
            actor=request.actor, at=request.now, announcement_id=row.pk, user_id=request.user.pk, shown=shown
        )
        messages.success(request, _("Thank you. Your consent has been recorded."))
        return redirect("changes:announcement", announcement_id=row.pk)

    day = {"day": formats.day(row.effective_on or row.change.effective_on)}
    return checked(
        request, ConsentForm(request.POST or None), key="changes.consent", subject=f"changes.announcement:{row.pk}",
        page="changes/consent.html", done=done, context=described(row, request), submit=_("Agree"),
        title=_("Agree to this change?"), lead=_("The change then applies to you from %(day)s.") % day,
    )  # fmt: skip
