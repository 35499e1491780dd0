"""Legal texts in the office: versions, drafts, what is wrong in them, publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.terms import queries, services
from quartier.core.terms.forms import DraftForm, ImportForm, NamingForm, PublishForm, TextForm
from quartier.core.terms.models import FileFormat, LegalText, TextVersion
from quartier.core.terms.rules import Unreadable, read, suggested
from quartier.core.terms.views.public import compared, delivered
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

VERBS: Final = ["GET", "HEAD", "POST"]
EDITABLE: Final = (FileFormat.MARKDOWN, FileFormat.TEXT)


@require_safe
@access(Audience.STAFF, needs="terms.edit")
def texts(request: Request) -> HttpResponse:
    """List the texts, what waits as a draft, and what is unfinished though it is in force."""
    shown = [(text, queries.current(text.key)) for text in queries.known_texts()]
    context = {"texts": shown, "drafts": queries.drafts(), "flagged": queries.flagged()}
    return render(request, "terms/office/texts.html", context)


@require_http_methods(VERBS)
@access(Audience.STAFF, needs="terms.edit")
def add(request: Request) -> HttpResponse:
    """Add a text of another kind, or special terms."""
    form = TextForm(request.POST or None)
    if form.is_valid():
        try:
            row = services.add_text(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("terms:office_import", text_key=row.key)
    return _form(request, form, _("New text"), _("Go on to the first version"), reverse("terms:office_texts"))


@require_safe
@access(Audience.STAFF, needs="terms.edit")
def text(request: Request, text_key: str) -> HttpResponse:
    """Show all versions of a text."""
    row = _text(text_key)
    return render(request, "terms/office/text.html", {"text": row, "versions": queries.versions_of(row)})


@require_http_methods(VERBS)
@access(Audience.STAFF, needs="terms.edit")
def import_file(request: Request, text_key: str) -> HttpResponse:
    """Take a file in as a draft; what it says of its name and day is taken over."""
    row = _text(text_key)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = _imported(request, row, dict(form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The file is taken in. Please look at it before you publish it."))
            return redirect("terms:office_version", text_version_id=made.pk)
    back = reverse("terms:office_text", args=[row.key])
    return _form(request, form, _("Take in a file: %(text)s") % {"text": row.title}, _("Take in"), back)


def _imported(request: Request, text: LegalText, given: dict[str, Any]) -> TextVersion:
    sent = given.pop("file")
    data, name = sent.read(), str(sent.name)
    try:
        own_name, own_day = suggested(read(data, name).body)
    except Unreadable:
        raise services.FileNotRead from None
    # A name of a contract text is German whatever the interface (DWG-43).
    number = text.versions.count() + 1
    given["name"] = given["name"] or own_name or f"Fassung {number}"
    given["dated_on"] = given["dated_on"] or own_day or day_of(request.now)
    return services.import_version(
        actor=request.actor, at=request.now, text_id=text.pk, data=data, file_name=name, **given
    )


@require_safe
@access(Audience.STAFF, needs="terms.edit")
def version(request: Request, text_version_id: int) -> HttpResponse:
    """Show a version with what is unfinished in it and what the law says against it."""
    row = _version(text_version_id)
    before = queries.current(row.text.key)
    context = {
        "version": row,
        "defects": queries.checked(row),
        "clauses": queries.clauses(row, day_of(request.now)),
        "blocked": queries.obstacles(row) if row.is_draft else [],
        "in_force": before if before is not None and before.pk != row.pk else None,
    }
    return render(request, "terms/office/version.html", context)


@require_http_methods(VERBS)
@access(Audience.STAFF, needs="terms.edit")
def change(request: Request, text_version_id: int) -> HttpResponse:
    """Change a draft: name and day, and the words where they were typed."""
    row = _version(text_version_id)
    known = {"name": row.name, "dated_on": row.dated_on, "body": row.body}
    kind: type[NamingForm] = DraftForm if row.file_format in EDITABLE else NamingForm
    form = kind(request.POST or None, initial=known)
    if form.is_valid():
        try:
            services.change_draft(actor=request.actor, at=request.now, version_id=row.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("terms:office_version", text_version_id=row.pk)
    back = reverse("terms:office_version", args=[row.pk])
    return _form(request, form, _("Change the draft: %(text)s") % {"text": row.title}, _("Save"), back)


@require_http_methods(VERBS)
@access(Audience.STAFF, needs="terms.publish")
def publish(request: Request, text_version_id: int) -> HttpResponse:
    """Publish a draft, after a question."""
    row = _version(text_version_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.publish(actor=request.actor, at=request.now, version_id=row.pk, **given)
        messages.success(request, _("The version is published."))
        return redirect("terms:office_version", text_version_id=row.pk)

    return asked(
        request, title=_("Publish “%(version)s”?") % {"version": row},
        effect=_(
            "Whoever becomes a customer or orders from now on gets this version. Who accepted an earlier one stays "
            "with it until the change has been announced to them."
        ),
        undo=_("A published version never changes again. You can publish another one."),
        submit=_("Publish the version"), back=reverse("terms:office_version", args=[row.pk]), done=done,
        form=PublishForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@require_http_methods(VERBS)
@access(Audience.STAFF, needs="terms.edit")
def withdraw(request: Request, text_version_id: int) -> HttpResponse:
    """Delete a draft, after a question."""
    row = _version(text_version_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.withdraw_draft(actor=request.actor, at=request.now, version_id=row.pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("terms:office_text", text_key=row.text.key)

    return asked(
        request, title=_("Delete the draft “%(version)s”?") % {"version": row},
        effect=_("The draft and its file are gone. Nobody outside has seen it."),
        undo=_("This cannot be undone."), submit=_("Delete the draft"),
        back=reverse("terms:office_version", args=[row.pk]), done=done,
    )  # fmt: skip


@require_safe
@access(Audience.STAFF, needs="terms.edit")
def file(request: Request, text_version_id: int) -> HttpResponse:
    """Hand out the file of a version, of a draft too."""
    return delivered(_version(text_version_id))


@require_safe
@access(Audience.STAFF, needs="terms.edit")
def difference(request: Request, text_version_id: int, other_version_id: int) -> HttpResponse:
    """Show how two versions differ, drafts too."""
    old, new = _version(text_version_id), _version(other_version_id)
    if old.text_id != new.text_id:
        raise Http404
    return render(request, "terms/office/difference.html", compared(old, new))


def _text(key: str) -> LegalText:
    try:
        return queries.text_keyed(key)
    except LookupError:
        raise Http404 from None


def _version(number: int) -> TextVersion:
    try:
        return queries.version(number)
    except LookupError:
        raise Http404 from None


def _form(request: Request, form: Any, title: str, submit: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back": back}
    return render(request, "terms/office/form.html", context, status=UNPROCESSABLE if form.errors else 200)
