"""Withdrawing and giving notice without a login: two steps with the words of the statute, and a receipt at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from quartier.core.contracts import queries as contracts
from quartier.core.declarations import queries as declared
from quartier.core.declarations.extension import Declaration
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.core.providers.policies import DeclarationFormPolicy
from quartier.core.withdrawal import queries, services
from quartier.core.withdrawal.forms import CAUSE, ON_DAY, CancelForm, Declared, WithdrawForm
from quartier.core.withdrawal.rules.model_form import model_form
from quartier.core.withdrawal.services import Said
from quartier.kit.access import Audience, access
from quartier.kit.checked import TOKEN, Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request

RIGHT: Final = "declare"


@access(Audience.PUBLIC, stays_open=True)
def withdraw(request: Request) -> HttpResponse:
    """Take a withdrawal: “Vertrag widerrufen”, then “Widerruf bestätigen” (§ 356a BGB)."""
    return withdrawing(request)


@access(Audience.CUSTOMER, right=RIGHT, stays_open=True)
def withdraw_own(request: Request) -> HttpResponse:
    """Take a withdrawal of a customer; their programs come this way, too."""
    return withdrawing(request)


@access(Audience.PUBLIC, stays_open=True)
def cancel(request: Request) -> HttpResponse:
    """Take a notice: “Verträge hier kündigen”, then “jetzt kündigen” (§ 312k BGB)."""
    return cancelling(request)


@access(Audience.CUSTOMER, right=RIGHT, stays_open=True)
def cancel_own(request: Request) -> HttpResponse:
    """Take a notice of a customer; their programs come this way, too."""
    return cancelling(request)


def withdrawing(request: Request) -> HttpResponse:
    """Lead a withdrawal through its two steps to the receipt."""
    party = own_party(request)
    things = [(one.subject, one.label) for one in queries.own_things(party.pk)] if party else []
    form = WithdrawForm(request.POST or None, things=things, initial=known(request, party))

    def done(_confirmed: Confirmed) -> HttpResponse:
        said = said_in(request, form, party, {"extent": form.cleaned_data["extent"]})
        row = services.withdraw(actor=request.actor, at=request.now, said=said)
        return redirect("withdrawal:receipt", receipt_key=services.receipt_key(row))

    return checked(
        request, form, key="withdrawal.withdraw", subject=portal_subject(request), done=done,
        page="withdrawal/withdraw.html", title=_("Confirm your withdrawal"), submit=_("Confirm withdrawal"),
        lead=_("Nothing has been declared yet. With the button below you declare the withdrawal."),
    )  # fmt: skip


def cancelling(request: Request) -> HttpResponse:
    """Lead a notice through its two steps to the receipt."""
    party = own_party(request)
    form = CancelForm(request.POST or None, things=own_contracts(party), initial=known(request, party))

    def done(_confirmed: Confirmed) -> HttpResponse:
        given = form.cleaned_data
        wishes = {"way": given["way"], **({"reason": given["reason"]} if given["way"] == CAUSE else {})}
        said = said_in(request, form, party, wishes)
        ends_on = given["ends_on"] if given["when"] == ON_DAY else None
        row = services.cancel(actor=request.actor, at=request.now, said=said, ends_on=ends_on)
        return redirect("withdrawal:receipt", receipt_key=services.receipt_key(row))

    return checked(
        request, form, key="withdrawal.cancel", subject=portal_subject(request), done=done,
        page="withdrawal/cancel.html", title=_("Check your notice"), submit=_("cancel now"),
        lead=_("Nothing has been declared yet. With the button below you give notice."),
        context={"has_tenancies": _has_tenancies(request)},
    )  # fmt: skip


def _has_tenancies(request: Request) -> bool:
    """Tell whether somebody could mean a tenancy, which no click ends."""
    return providers.portal_of(request).policy(DeclarationFormPolicy, day_of(request.now)).end_tenancy is not None


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def receipt(request: Request, receipt_key: str) -> HttpResponse:
    """Show what was received and when; what came of it only to the customer it concerns."""
    row = declared_behind(receipt_key)
    party = own_party(request)
    mine = party is not None and row.party_id == party.pk
    context = {
        "row": row,
        "receipt_key": receipt_key,
        "content": declared.content_of(row),
        "told": declared.told(row) if mine else (),
        "is_withdrawal": row.kind == services.KIND,
    }
    return render(request, "withdrawal/receipt.html", context)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def receipt_file(request: Request, receipt_key: str) -> HttpResponse:
    """Hand out the receipt as a text to keep (§ 312k Abs. 3, § 356a Abs. 4 BGB)."""
    row = declared_behind(receipt_key)
    with override("de"):
        lines = [f"{label}: {value}" for label, value in declared.content_of(row)]
        head = _("Confirmation of receipt by %(company)s") % {"company": providers.portal_of(request).name}
        text = "\r\n".join([head, "", *lines, ""])
    name = f"Eingangsbestaetigung-{row.pk}.txt"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def form_to_print(request: Request) -> HttpResponse:
    """Hand out the model withdrawal form, addressed to the company of this portal (Anlage 2 EGBGB)."""
    entity = providers.portal_of(request).entity
    if entity is None:
        raise Http404
    town, fax = f"{entity.postcode} {entity.city}", f"Fax {entity.fax}" if entity.fax else ""
    text = model_form([entity.name, entity.street, town, fax, entity.email]).replace("\n", "\r\n")
    headers = {"Content-Disposition": content_disposition_header(True, "Muster-Widerrufsformular.txt")}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def declared_behind(key: str) -> Declaration:
    """Return the declaration of a receipt's address; everything else is 404."""
    row = services.receipt_of(key)
    if row is None:
        raise Http404
    return row


def own_party(request: Request) -> Any:
    """Return the customer who is logged in and may declare for themselves or in whole for another, else None."""
    user = request.user
    if not user.is_authenticated or user.audience != Audience.CUSTOMER or RIGHT not in user.customer_rights:
        return None
    if user.acts_for is not None and not user.acts_for.is_whole:
        return None
    return parties.party_of(user)


def own_contracts(party: Any) -> Sequence[tuple[str, str]]:
    """Return the running contracts of a customer to pick from."""
    if party is None:
        return ()
    rows = contracts.running().filter(party=party)
    return [(contracts.subject_of(row), f"{row.relationship.subject or row.relationship}".strip()) for row in rows]


def known(request: Request, party: Any) -> dict[str, str]:
    """Return what is known of whoever is logged in."""
    return {"name": str(party), "contact": request.user.email or party.email} if party else {}


def said_in(request: Request, form: Declared, party: Any, wishes: dict[str, Any]) -> Said:
    """Return what was filled in; one check page makes one declaration, however often it is sent."""
    given, token = form.cleaned_data, request.POST.get(TOKEN, "")
    entity = providers.portal_of(request).entity
    return Said(
        name=given["name"], contact=given["contact"], about=given["about"] or label_of(form), words=given["words"],
        subject=form.subject, party_id=party.pk if party else None, entity_id=entity.pk if entity else None,
        wishes=wishes, once=hashlib.sha256(token.encode()).hexdigest() if token else "",
    )  # fmt: skip


def label_of(form: Declared) -> str:
    """Return how the contract that was picked is called."""
    return next((label for name, _label, label in form.shown() if name == "thing"), "")


def portal_subject(request: Request) -> str:
    """Return how check pages name the portal: a token serves in no other one."""
    return f"providers.provider:{providers.portal_of(request).key}"
