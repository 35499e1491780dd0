"""Where a provider keeps its own words: subjects of requests and texts for answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.threads import queries, services
from quartier.core.threads.forms import CannedTextForm, CategoryForm
from quartier.kit.access import Audience, access
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

NEW_CATEGORY = {"order": 100, "is_offered": True}


@require_safe
@access(Audience.STAFF, needs="threads.words")
def words(request: Request) -> HttpResponse:
    """List subjects and texts."""
    context = {"categories": queries.categories(), "canned_texts": queries.canned_texts(), "offers": queries.offers()}
    return render(request, "threads/office/words.html", context)


@access(Audience.STAFF, needs="threads.words")
def category(request: Request, category_id: int | None = None) -> HttpResponse:
    """Add a subject or change one."""
    row = get_object_or_404(queries.categories(), pk=category_id) if category_id else None
    first = {name: getattr(row, name) for name in CategoryForm.base_fields} if row else NEW_CATEGORY
    form = CategoryForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            services.keep_category(actor=request.actor, at=request.now, category_id=category_id, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _kept(request)
    return _page(request, form, _("Subject of requests"))


@access(Audience.STAFF, needs="threads.words")
def canned_text(request: Request, text_id: int | None = None) -> HttpResponse:
    """Add a text or change one."""
    row = get_object_or_404(queries.canned_texts(), pk=text_id) if text_id else None
    form = CannedTextForm(request.POST or None, initial={"title": row.title, "text": row.text} if row else {})
    if form.is_valid():
        try:
            services.keep_canned_text(actor=request.actor, at=request.now, text_id=text_id, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _kept(request)
    return _page(request, form, _("Text for answers"))


def _kept(request: Request) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("threads:words")


def _page(request: Request, form: Form, title: Text) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "threads/office/word.html", context, status=UNPROCESSABLE if form.errors else 200)
