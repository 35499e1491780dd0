"""Changes in the office: prepared, checked, announced, watched; what did not arrive, and objections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.changes import queries, services
from quartier.core.changes.forms import NoteForm, PriceForm, ReasonForm, ReceiptForm, ServiceForm, TextForm
from quartier.core.changes.models import Announcement, Change, ChangeState, Grade, Topic
from quartier.core.changes.tables import CHANGES, RECIPIENTS
from quartier.core.terms import queries as terms
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

EXAMPLES = 3


@require_safe
@access(Audience.STAFF, needs="changes.edit")
def listing(request: Request) -> HttpResponseBase:
    """List all changes."""
    table = CHANGES.bind(request, queries.changes())
    context = {
        "table": table,
        "undelivered": queries.undelivered(request.user).count(),
        "objections": queries.objections(request.user).count(),
    }
    return table.answer() or render(request, "changes/list.html", context)


def _form(topic: str, data: Any) -> Form:
    if topic == Topic.TEXT:
        versions = [row for text in terms.known_texts() if (row := terms.current(text.key)) is not None]
        return TextForm(data, versions=[(str(row.pk), str(row)) for row in versions])
    if topic == Topic.PRICE:
        return PriceForm(data, products=[(str(row.pk), str(row)) for row in _products()])
    return ServiceForm(data)


def _products() -> Any:
    return apps.get_model("catalogue.Product")._default_manager.filter(is_free=False)


def _given(topic: str, values: Mapping[str, Any]) -> services.Draft:
    product = values.get("product")
    return services.Draft(
        topic=topic, grade=values["grade"], title=values["title"], summary=values["summary"],
        reason=values["reason"], reasonable=values["reasonable"], effective_on=values["effective_on"],
        version_id=int(values["version"]) if values.get("version") else None,
        product=_products().get(pk=product) if product else None, old_net=values.get("old_net"),
        new_net=values.get("new_net"), old_vat=values.get("old_vat"), new_vat=values.get("new_vat"),
        scopes=values.get("scopes", ()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def new(request: Request, topic: str) -> HttpResponse:
    """Prepare a change of a text, a price or a service."""
    if topic not in Topic.values:
        raise Http404
    form = _form(topic, request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                given = _given(topic, form.cleaned_data)
                row = services.draft(actor=request.actor, at=request.now, given=given)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect("changes:one", planned_change_id=row.pk)
    return render(request, "changes/new.html", {"form": form, "topic": Topic(topic).label}, status=status)


def _change(change_id: int) -> Change:
    return get_object_or_404(queries.changes(), pk=change_id)


@require_safe
@access(Audience.STAFF, needs="changes.edit")
def one(request: Request, planned_change_id: int) -> HttpResponseBase:
    """Show a change: what it says, what stands against it, how far the announcing is, who was told and what came."""
    row = _change(planned_change_id)
    table = RECIPIENTS.bind(request, queries.announcements(row, request.user))
    if answer := table.answer():
        return answer
    is_draft = row.state == ChangeState.DRAFT
    total = queries.count_recipients(row) if row.state in (ChangeState.DRAFT, ChangeState.SENDING) else row.recipients
    context = {
        "change": row,
        "table": None if is_draft else table,
        "problems": services.problems(row, request.now) if is_draft else (),
        "total": total,
        "examples": queries.examples(row, EXAMPLES) if is_draft else (),
        "counted": _counted(row),
        "price": services.price_of(row),
        "passages": _passages(row),
        "is_minor": row.grade == Grade.MINOR,
        "stalled": bool(row.touched_at and request.now - row.touched_at >= services.STALLED_AFTER),
        "may_call_off": row.state in (ChangeState.DRAFT, ChangeState.SENDING, ChangeState.ANNOUNCED),
    }
    return render(request, "changes/one.html", context)


def _counted(row: Change) -> list[tuple[Any, int]]:
    found = queries.counted(row)
    choices: Any = Announcement._meta.get_field("state").choices or ()
    return [(label, found[key]) for key, label in choices if key in found]


def _passages(row: Change) -> Any:
    """Return how the new version differs from the one before it."""
    if row.new_version is None:
        return ()
    older = terms.versions_of(row.new_version.text).filter(published_at__lt=row.new_version.published_at)
    before = older.order_by("-published_at").first()
    return queries.passages_of(row, terms.version(before.pk)) if before else ()


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def announce(request: Request, planned_change_id: int) -> HttpResponse:
    """Ask once more, then have everybody told."""
    row = _change(planned_change_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.announce(actor=request.actor, at=request.now, change_id=row.pk)
        messages.success(request, _("The announcing has begun. You may close this page."))
        return redirect("changes:one", planned_change_id=row.pk)

    number = queries.count_recipients(row)
    return asked(
        request,
        title=_("Announce “%(title)s”?") % {"title": row.title},
        effect=_("%(n)s recipients are told by e-mail, letter or at login. It takes effect on %(day)s.")
        % {"n": number, "day": formats.day(row.effective_on)},
        undo=_("What is sent cannot be taken back; the change itself can be called off until it takes effect."),
        submit=_("Announce the change"),
        back=reverse("changes:one", args=[row.pk]),
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def publish_only(request: Request, planned_change_id: int) -> HttpResponse:
    """Let a minor change stand without telling anybody, after a question."""
    row = _change(planned_change_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.publish_only(actor=request.actor, at=request.now, change_id=row.pk)
        messages.success(request, _("The change is on record. Nobody is told."))
        return redirect("changes:one", planned_change_id=row.pk)

    return asked(
        request,
        title=_("Let “%(title)s” take effect without telling anybody?") % {"title": row.title},
        effect=_("The new words stand in public. No mail is sent, and nothing is shown at login."),
        undo=_("This cannot be taken back."),
        submit=_("Publish without announcement"),
        back=reverse("changes:one", args=[row.pk]),
        done=done,
    )


@require_POST
@access(Audience.STAFF, needs="changes.edit")
def resume(request: Request, planned_change_id: int) -> HttpResponse:
    """Go on with an announcing that stands still; nobody is told twice."""
    try:
        services.resume(actor=request.actor, at=request.now, change_id=_change(planned_change_id).pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The announcing goes on."))
    return redirect("changes:one", planned_change_id=planned_change_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def call_off(request: Request, planned_change_id: int) -> HttpResponse:
    """Call a change off before its day, after a question, with the reason."""
    row = _change(planned_change_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.call_off(actor=request.actor, at=request.now, change_id=row.pk, reason=given["reason"])
        messages.success(request, _("The change is called off. Everything stays as it is."))
        return redirect("changes:one", planned_change_id=row.pk)

    return asked(
        request,
        title=_("Call off “%(title)s”?") % {"title": row.title},
        effect=_("It takes effect for nobody. Whoever was told already sees in the portal that it is called off."),
        undo=_("This cannot be taken back; you can announce a new change."),
        submit=_("Call the change off"),
        back=reverse("changes:one", args=[row.pk]),
        done=done,
        form=ReasonForm(request.POST or None),
    )


@require_safe
@access(Audience.STAFF, needs="changes.edit")
def undelivered(request: Request) -> HttpResponseBase:
    """List what did not arrive: nothing takes effect for these recipients."""
    table = RECIPIENTS.bind(request, queries.undelivered(request.user))
    title = _("Announcements that did not arrive")
    lead = _(
        "For these recipients nothing changes. Announce it by letter and note the receipt, or settle the question."
    )
    return table.answer() or render(request, "changes/queue.html", {"table": table, "title": title, "lead": lead})


@require_safe
@access(Audience.STAFF, needs="changes.edit")
def objections(request: Request) -> HttpResponseBase:
    """List the objections that nobody has settled, with the last day of the provider's special notice."""
    table = RECIPIENTS.bind(request, queries.objections(request.user))
    title = _("Objections to changes")
    lead = _("The old terms go on. Where your terms allow special notice, its last day stands in the objection.")
    return table.answer() or render(request, "changes/queue.html", {"table": table, "title": title, "lead": lead})


def _announcement(request: Request, announcement_id: int) -> Announcement:
    return get_object_or_404(queries.visible(request.user), pk=announcement_id)


@require_safe
@access(Audience.STAFF, needs="changes.edit")
def recipient(request: Request, announcement_id: int) -> HttpResponse:
    """Show what one recipient was told, when it arrived, what they answered and what can be done."""
    row = _announcement(request, announcement_id)
    context = {
        "row": row,
        "change": row.change,
        "subject": f"parties.party:{row.party_id}",
        "may_note": row.received_on is None,
        "may_end": row.notice_until is not None and day_of(request.now) <= row.notice_until,
    }
    return render(request, "changes/recipient.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def note_receipt(request: Request, announcement_id: int) -> HttpResponse:
    """Note by hand when and how somebody received an announcement."""
    row = _announcement(request, announcement_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.note_receipt(actor=request.actor, at=request.now, announcement_id=row.pk, **given)
        messages.success(request, _("The receipt is noted. The times run from that day."))
        return redirect("changes:recipient", announcement_id=row.pk)

    return asked(
        request,
        title=_("Note the receipt by %(name)s?") % {"name": row.party},
        effect=_("Objection and effect are counted from this day."),
        undo=_("This cannot be taken back."),
        submit=_("Note the receipt"),
        back=reverse("changes:recipient", args=[row.pk]),
        done=done,
        form=ReceiptForm(request.POST or None, initial={"received_on": day_of(request.now)}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="changes.edit")
def settle(request: Request, announcement_id: int) -> HttpResponse:
    """Take an open question off the list, with a note."""
    row = _announcement(request, announcement_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.settle(actor=request.actor, at=request.now, announcement_id=row.pk, note=given["note"])
        messages.success(request, _("Settled."))
        return redirect("changes:recipient", announcement_id=row.pk)

    return asked(
        request,
        title=_("Settle the question about %(name)s?") % {"name": row.party},
        effect=_("It leaves the list of open work. Terms and prices stay as they are for this customer."),
        undo=_("The note stays in the protocol."),
        submit=_("Settle the question"),
        back=reverse("changes:recipient", args=[row.pk]),
        done=done,
        form=NoteForm(request.POST or None),
    )
