"""Bank details: what customers see and change with their password, and what staff do with a second person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.approvals import queries as approvals
from quartier.core.parties import queries, services
from quartier.core.parties.forms import BankForm, BankProposalForm, LetterSentForm
from quartier.core.parties.views.office import visible
from quartier.core.parties.views.portal import own_party
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.encryption import Undecryptable, decrypt, encrypt
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

# What was typed waits here, encrypted, while somebody shows once more who they are.
TYPED: Final = "parties.bank"
PLACE: Final = "accounts_session.session_data"
CHARGES: Final = "charges"


@require_safe
@access(Audience.CUSTOMER)
def bank(request: Request) -> HttpResponse:
    """Show the bank details in force, those before, and what waits for somebody."""
    party = own_party(request)
    rows = queries.bank_accounts_of(party)
    context = {
        "current": next((row for row in rows if row.valid_until is None), None),
        "former": [row for row in rows if row.valid_until is not None],
        "waits": queries.proposal_of(party),
        "may_change": CHARGES in request.user.customer_rights,
    }
    return render(request, "parties/bank.html", context)


@access(Audience.CUSTOMER, right=CHARGES)
def bank_change(request: Request) -> HttpResponse:
    """Change bank details: with the password, a check step, and notice to where the customer was reached before."""
    party = own_party(request)
    form = BankForm(request.POST or None, initial=_typed(request) or {"holder": str(party)})
    if form.is_valid() and not did_recently_reauthenticate(request):
        return _show_who_it_is(request)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.change_bank_account(
            actor=request.actor, at=request.now, party_id=party.pk, shown=confirmed.shown, **confirmed.values
        )
        messages.success(request, _("Your new bank details are noted. We announce them where we reached you so far."))
        return redirect("parties:bank")

    return checked(
        request,
        form,
        key="parties.bank",
        subject=queries.subject_of(party),
        done=done,
        page="parties/bank_change.html",
        lead=_("Please compare the IBAN sign by sign."),
    )


def _show_who_it_is(request: Request) -> HttpResponse:
    """Ask for the password once more, and keep what somebody has typed until then."""
    typed = json.dumps({name: request.POST.get(name, "") for name in ("holder", "iban")})
    request.session[TYPED] = encrypt(typed, place=PLACE)
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('parties:bank_change')})}")


def _typed(request: Request) -> Mapping[str, str] | None:
    """Return what somebody has typed before they were asked for their password, once."""
    kept = request.session.pop(TYPED, None)
    try:
        return dict(json.loads(decrypt(kept, place=PLACE))) if kept else None
    except Undecryptable:
        return None


@require_safe
@access(Audience.STAFF, needs="parties.bank")
def office_bank(request: Request) -> HttpResponse:
    """List what waits for a look or a letter."""
    context = {
        "unseen": queries.unseen_for(request.user),
        "letters": queries.letters_due_for(request.user),
    }
    request.persons_listed = sum(rows.count() for rows in context.values())  # type: ignore[attr-defined]
    return render(request, "parties/bank_work.html", context)


@access(Audience.STAFF, needs="parties.bank")
def office_bank_of(request: Request, party_id: int) -> HttpResponse:
    """Show the bank details of a customer, masked, and take new ones that a second person confirms."""
    party = visible(request, party_id)
    form = BankProposalForm(request.POST or None, initial={"holder": str(party)})
    if form.is_valid():
        try:
            services.propose_bank_account(actor=request.actor, at=request.now, party_id=party.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted. It counts once a second person has confirmed it."))
            return redirect("parties:office_bank_of", party_id=party.pk)
    waits = approvals.pending_of(services.APPROVAL, queries.subject_of(party))
    context = {"form": form, "party": party, "rows": queries.bank_accounts_of(party), "waits": waits}
    return render(request, "parties/bank_office.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access(Audience.STAFF, needs="parties.bank")
def bank_seen(request: Request, party_id: int, bank_account_id: int) -> HttpResponse:
    """Note that somebody has looked at what a customer has changed."""
    row = get_object_or_404(visible(request, party_id).bank_accounts, pk=bank_account_id)
    services.note_seen(actor=request.actor, at=request.now, account_id=row.pk)
    return redirect("parties:office_bank")


@access(Audience.STAFF, needs="parties.bank")
def bank_letter(request: Request, party_id: int, bank_account_id: int) -> HttpResponse:
    """Note on which day a letter told somebody without an e-mail address."""
    party = visible(request, party_id)
    row = get_object_or_404(party.bank_accounts, pk=bank_account_id)
    form = LetterSentForm(request.POST or None)
    if form.is_valid():
        try:
            services.note_letter(actor=request.actor, at=request.now, account_id=row.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("parties:office_bank")
    title = _("When did a letter announce %(account)s?") % {"account": row.masked}
    context = {"form": form, "party": party, "title": title}
    return render(request, "parties/form.html", context, status=UNPROCESSABLE if form.errors else 200)
