"""The office: start page and settings of the provider."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.audit import queries as audit
from quartier.core.providers import queries, services
from quartier.core.providers.extension import open_work
from quartier.core.providers.forms import BrandForm, EntityForm, NewEntityForm, ProtectionForm, TextForm
from quartier.core.providers.models import Branding, DataProtection, LegalEntity, TextBlock
from quartier.core.providers.models.identity import TextKind
from quartier.kit.access import Audience, access
from quartier.kit.components.markup import Text
from quartier.kit.counting import counts
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

settings_page = access(Audience.STAFF, needs="providers.settings")


def saved(request: Request, form: Form, act: Callable[[], object]) -> bool:
    """Run a service; on a refusal put its sentence into the form and return False."""
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Saved."))
    return True


@require_safe
@access(Audience.STAFF)
def start(request: Request) -> HttpResponse:
    """Show what needs a look: missing details, running stops, current notices, latest facts."""
    portal = queries.portal_of(request)
    context = {
        "missing": queries.missing_details() if portal.state == "draft" else [],
        "stop": portal.stop(request.now),
        "state": portal.state,
        "facts": audit.latest(8) if "audit.view" in request.user.permissions else [],
        "work": _open_work(request),
    }
    return render(request, "providers/office/start.html", context)


def _open_work(request: Request) -> list[tuple[str, str, str]]:
    """Return icon, sentence and address of everything that waits for this person."""
    lines = sorted((w for w in open_work if w.needs in request.user.permissions), key=lambda w: w.order)
    numbers = counts([work.count(request) for work in lines])
    return [(work.icon, work.label(n), work.address()) for work, n in zip(lines, numbers, strict=True) if n]


@require_safe
@settings_page
def entities(request: Request) -> HttpResponse:
    """List the legal entities."""
    return render(request, "providers/office/entities.html", {"entities": LegalEntity.objects.all()})


@settings_page
def entity_new(request: Request) -> HttpResponse:
    """Add a legal entity."""
    form = NewEntityForm(request.POST or None)
    if form.is_valid() and saved(
        request, form, lambda: services.add_entity(actor=request.actor, at=request.now, values=form.cleaned_data)
    ):
        return redirect("providers:office_entities")
    return _form(request, form, _("Add a legal entity"), "providers:office_entities")


@settings_page
def entity(request: Request, key: str) -> HttpResponse:
    """Change a legal entity."""
    row = get_object_or_404(LegalEntity, key=key)
    form = EntityForm(request.POST or None, initial=model_to_dict(row))
    if form.is_valid() and saved(
        request,
        form,
        lambda: services.change_entity(actor=request.actor, at=request.now, key=key, values=form.cleaned_data),
    ):
        return redirect("providers:office_entities")
    return _form(request, form, row.name, "providers:office_entities")


@settings_page
def brand(request: Request) -> HttpResponse:
    """Change name, colours and logo; the page itself shows the result."""
    row = Branding.objects.filter(entity__isnull=True).first()
    first = {f: getattr(row, f) for f in ("name", "tagline", "colour", "accent")} if row else {}
    form = BrandForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        values = {f: form.cleaned_data[f] for f in ("name", "tagline", "colour", "accent")}
        upload = form.cleaned_data["logo"]
        logo = upload.read() if upload else None

        def act() -> None:
            services.change_brand(actor=request.actor, at=request.now, values=values, logo=logo)
            if form.cleaned_data["without_logo"]:
                services.remove_logo(actor=request.actor, at=request.now)

        if saved(request, form, act):
            return redirect("providers:office_brand")
    return _form(request, form, _("Brand"), "providers:office", template="providers/office/brand.html")


@settings_page
def protection(request: Request) -> HttpResponse:
    """Change data protection officer and authority (SBV-20)."""
    row = DataProtection.objects.first()
    form = ProtectionForm(request.POST or None, initial=model_to_dict(row) if row else {})
    if form.is_valid() and saved(
        request,
        form,
        lambda: services.change_data_protection(actor=request.actor, at=request.now, values=form.cleaned_data),
    ):
        return redirect("providers:office_protection")
    return _form(request, form, _("Data protection"), "providers:office")


@require_safe
@settings_page
def texts(request: Request) -> HttpResponse:
    """List the published texts and what is missing in them."""
    rows = {row.kind: row for row in TextBlock.objects.all()}
    lines = [(kind, rows.get(kind.value)) for kind in TextKind]
    return render(request, "providers/office/texts.html", {"lines": lines, "missing": queries.missing_details()})


@settings_page
def text(request: Request, kind: str) -> HttpResponse:
    """Change one published text."""
    row = TextBlock.objects.filter(kind=kind).first()
    form = TextForm(request.POST or None, initial={"body": row.body if row else ""})
    if form.is_valid():
        body = form.cleaned_data["body"]
        act = lambda: services.change_text(actor=request.actor, at=request.now, kind=kind, body=body)  # noqa: E731
        if saved(request, form, act):
            return redirect("providers:office_texts")
    return _form(request, form, TextKind(kind).label, "providers:office_texts")


def _form(
    request: Request, form: Form, title: Text, back: str, template: str = "providers/office/form.html"
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
