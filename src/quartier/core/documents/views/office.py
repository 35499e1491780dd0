"""What staff do with documents: find, open, publish for one customer, hide, show again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.accounts import queries as accounts
from quartier.core.documents import queries, services, tables
from quartier.core.documents.forms import PublishForm, ReasonForm, VersionForm
from quartier.core.documents.models import Document
from quartier.core.documents.services.publishing import publish, publish_version
from quartier.core.documents.views.blocks import sent_file
from quartier.core.documents.views.delivery import delivered
from quartier.core.documents.views.portal import SEE_OTHER
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


def _visible(request: Request, document_id: int) -> Document:
    found = queries.visible_document(request.user, document_id)
    if found is None:
        raise Http404
    return found


def _openable(request: Request, document_id: int) -> Document:
    found = _visible(request, document_id)
    if not queries.may_open(request.user, found):
        raise Http404
    return found


@require_safe
@access(Audience.STAFF, needs="documents.view")
def documents(request: Request) -> HttpResponseBase:
    """List the documents this person may know of."""
    table = tables.DOCUMENTS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "documents/office_list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="documents.view")
def document(request: Request, document_id: int) -> HttpResponse:
    """Show one document: what it is, its versions, and who did what with it and when (QX-41)."""
    row = _visible(request, document_id)
    context = {
        "document": row,
        "label": queries.label_of(row),
        "roles": accounts.role_names(row.roles),
        "may_open": queries.may_open(request.user, row),
        "kept_until": queries.kept_until(row),
        "versions": queries.versions(row),
        "subject": queries.subject_of(row),
        "may_hide": "documents.hide" in request.user.permissions,
        "may_correct": queries.may_correct(request.user, row),
    }
    return render(request, "documents/office_document.html", context)


@require_POST
@access(Audience.STAFF, needs="documents.view")
def open_any(request: Request, document_id: int) -> HttpResponse:
    """Write down who opens a document and lead to the file."""
    row = _openable(request, document_id)
    token = services.open_document(actor=request.actor, at=request.now, document=row, reader=request.user)
    answer = redirect("documents:office_link", token=token)
    answer.status_code = SEE_OTHER
    return answer


@require_safe
@access(Audience.STAFF, needs="documents.view")
def link(request: Request, token: str) -> HttpResponseBase:
    """Hand out the file of a link that works for this account, if it may still open the document."""
    return delivered(request, _openable(request, services.linked_document(token, request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="documents.publish")
def customer(request: Request, party_id: int) -> HttpResponse:
    """Show one customer's documents and publish another one for them."""
    party = parties.visible_parties(request.user).filter(pk=party_id).first()
    if party is None:
        raise Http404
    bound = parties.visible_relationships(request.user, party)
    entities = list({row.legal_entity_id: row.legal_entity.name for row in bound}.items())
    page = PublishForm(request.POST or None, request.FILES or None, entities=entities)
    if page.is_valid():
        try:
            _publish(request, party, page.cleaned_data)
        except Refused as refusal:
            page.refuse(refusal)
        else:
            messages.success(request, _("The document is published; the customer is told by e-mail."))
            return redirect("documents:office_customer", party_id=party.pk)
    table = tables.OF_A_CUSTOMER.bind(request, queries.visible(request.user).filter(party=party))
    context = {"form": page, "party": party, "table": table, "entities": entities}
    return render(request, "documents/office_customer.html", context, status=UNPROCESSABLE if page.errors else 200)


def _publish(request: Request, party: Any, values: dict[str, Any]) -> None:
    name, size, blocks = sent_file(values["file"])
    given = services.Given(
        kind=values["kind"], title=queries.titled(values["title"], values["kind"], values["year"]),
        year=values["year"], party=party, entity_id=values["legal_entity"],
        is_confidential=values["is_confidential"] or None, tell=True,
    )  # fmt: skip
    publish(
        actor=request.actor, at=request.now, owner=request.user, file_name=name, size=size, blocks=blocks, given=given
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="documents.publish")
def correct(request: Request, document_id: int) -> HttpResponse:
    """Publish a corrected version of a document: the earlier ones stay, and its customer is told."""
    row = _visible(request, document_id)
    if not queries.may_correct(request.user, row):
        raise Http404
    page = VersionForm(request.POST or None, request.FILES or None, initial={"title": row.title})
    if page.is_valid():
        name, size, blocks = sent_file(page.cleaned_data["file"])
        given = {"file_name": name, "size": size, "blocks": blocks, "title": page.cleaned_data["title"]}
        try:
            new = publish_version(actor=request.actor, at=request.now, owner=request.user, document_id=row.pk, **given)
        except Refused as refusal:
            page.refuse(refusal)
        else:
            messages.success(request, _("The corrected version is published."))
            return redirect("documents:office_document", document_id=new.pk)
    context = {"form": page, "document": row}
    return render(request, "documents/office_version.html", context, status=UNPROCESSABLE if page.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="documents.hide")
def hide(request: Request, document_id: int) -> HttpResponse:
    """Hide a document from everybody but those who keep evidence, or show it again (DWG-37)."""
    row = _visible(request, document_id)
    back = reverse("documents:office_document", args=[row.pk])
    is_hidden = row.hidden_at is not None

    def done(values: Any) -> HttpResponse:
        act = services.show_again if is_hidden else services.hide
        act(actor=request.actor, at=request.now, document_id=row.pk, reason=values["reason"])
        messages.success(request, _("Saved."))
        return redirect(back)

    words = _words_to_show(row) if is_hidden else _words_to_hide(row)
    return asked(request, **words, back=back, done=done, form=ReasonForm(request.POST or None))


def _words_to_hide(row: Document) -> dict[str, str]:
    return {
        "title": _("Hide “%(title)s”?") % {"title": row.title},
        "effect": _("Nobody but its sender and those who keep evidence opens it then. The sender is told why."),
        "undo": _("You can show it again at any time."),
        "submit": _("Hide document"),
    }


def _words_to_show(row: Document) -> dict[str, str]:
    return {
        "title": _("Show “%(title)s” again?") % {"title": row.title},
        "effect": _("Everybody who could open it before can open it again."),
        "undo": _("You can hide it again at any time."),
        "submit": _("Show document"),
    }
