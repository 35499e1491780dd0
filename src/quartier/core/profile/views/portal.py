"""What customers keep current about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.parties.services import identity as identities
from quartier.core.profile import queries, services
from quartier.core.profile.forms import ContactForm, IdentityForm
from quartier.core.profile.rules import State, digest_of
from quartier.kit.access import WRITE, Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked

# What a session remembers once somebody was asked about the contact data, or wants to be asked next time.
ASKED = "profile.asked"
# Where somebody goes to mend what they are asked about.
MENDING = ("/meine-daten/", "/konto/")


def own_party(request: Request) -> Any:
    """Return the customer for whom somebody acts; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


def waits(request: Request) -> bool:
    """Tell whether a customer is to be asked about the contact data before going on; at most once in a session."""
    if request.method != "GET" or request.path_info.startswith(MENDING) or request.session.get(ASKED):
        return False
    prompt = queries.prompt_for(request.user, request.now)
    if prompt is not None and prompt.is_due:
        return True
    if prompt is not None:
        request.session[ASKED] = True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="my_data")
def my_data(request: Request) -> HttpResponse:
    """Change contact details, with the check step that the terms ask for (DWG-46)."""
    party = own_party(request)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.change_contact(
            actor=request.actor, at=request.now, party_id=party.pk, values=confirmed.values, shown=confirmed.shown
        )
        messages.success(request, _("Your details are saved."))
        return redirect("profile:my_data")

    return checked(
        request,
        ContactForm(request.POST or None, initial={f: getattr(party, f) for f in ContactForm.base_fields}),
        key="parties.contact",
        subject=parties.subject_of(party),
        done=done,
        page="profile/my_data.html",
        context={"party": party, "is_open": State.OPEN.value, **queries.beside_contact(party.pk)},
    )


@require_safe
@access(Audience.CUSTOMER, right=WRITE)
def review(request: Request) -> HttpResponse:
    """Show the contact data and ask whether they are right, and for an address that works (CC-58, QX-24)."""
    prompt = queries.prompt_for(request.user, request.now)
    if prompt is None:
        raise Http404
    shown = queries.contact_of(prompt.party)
    return render(request, "profile/review.html", {"prompt": prompt, "shown": shown, "digest": digest_of(shown)})


@require_POST
@access(Audience.CUSTOMER)
def confirm(request: Request) -> HttpResponse:
    """Keep that the contact data as shown on the page before are right; a page that shows them is the check step."""
    services.confirm_contact(
        actor=request.actor, at=request.now, party_id=own_party(request).pk, digest=request.POST.get("digest", "")
    )
    request.session[ASKED] = True
    messages.success(request, _("Thank you. We ask again in a year."))
    return redirect("parties:dashboard")


@require_POST
@access(Audience.CUSTOMER, right="")
def later(request: Request) -> HttpResponse:
    """Ask no more in this session; the next login asks again."""
    request.session[ASKED] = True
    return redirect("parties:dashboard")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="my_data")
def identity(request: Request) -> HttpResponse:
    """Ask for another name or birthday, which somebody of the staff approves (SBV-85)."""
    party = own_party(request)
    known = identities.identity_of(party)
    form = IdentityForm(request.POST or None, known=known, initial={f: getattr(party, f) for f in known})

    def done(confirmed: Confirmed) -> HttpResponse:
        services.ask_for_identity(
            actor=request.actor, at=request.now, party_id=party.pk, values=form.wanted(),
            reason=confirmed.values["reason"], shown=confirmed.shown,
        )  # fmt: skip
        messages.success(request, _("We have your wish and check it. Until then nothing changes."))
        return redirect("profile:my_data")

    return checked(
        request, form, key="profile.identity", subject=parties.subject_of(party), done=done,
        page="profile/identity.html", submit=_("Ask for the change"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="my_data")
def withdraw(request: Request) -> HttpResponse:
    """Take the wish for another name or birthday back, after the question."""
    wish = queries.identity_changes_of(own_party(request).pk).filter(state=State.OPEN.value).first()
    if wish is None:
        return redirect("profile:my_data")

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.withdraw(actor=request.actor, at=request.now, change_id=wish.pk)
        messages.success(request, _("Your wish is withdrawn."))
        return redirect("profile:my_data")

    return asked(
        request, title=_("Withdraw your wish?"), effect=_("Your name and birthday stay as they are."),
        undo=_("You can ask again at any time."), submit=_("Withdraw the wish"), back=reverse("profile:my_data"),
        done=done,
    )  # fmt: skip
