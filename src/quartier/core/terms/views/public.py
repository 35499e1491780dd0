"""Legal texts for everybody: to read, download, print, compare and be sent, now and in every earlier version."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.providers import queries as providers
from quartier.core.providers.policies import JurisdictionPolicy
from quartier.core.terms import queries, services
from quartier.core.terms.forms import SendForm
from quartier.core.terms.models import TextKind, TextVersion
from quartier.core.terms.rules import Format, compare
from quartier.core.terms.services import printing
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip
from quartier.kit.pages import UNPROCESSABLE

POLICY: Final = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def texts(request: Request) -> HttpResponse:
    """List all texts with all versions that are or were in force."""
    return render(request, "terms/texts.html", {"texts": queries.public_texts()})


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def text(request: Request, text_key: str) -> HttpResponse:
    """Show a text as it is in force; German whatever the interface language (DWG-43)."""
    row = queries.current(text_key)
    if row is None:
        raise Http404
    return _page(request, row)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def price_list(request: Request) -> HttpResponse:
    """Show the price list; a provider that has none leads to what there is."""
    row = queries.current(TextKind.PRICE_LIST)
    return redirect("terms:texts") if row is None else _page(request, row)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def version(request: Request, text_version_id: int) -> HttpResponse:
    """Show one version, in force or not, such as the one that somebody accepted (DWG-26)."""
    return _page(request, public_version(text_version_id))


def _page(request: Request, row: TextVersion) -> HttpResponse:
    law = providers.portal_of(request).policy(JurisdictionPolicy, day_of(request.now))
    is_terms = row.text.kind == TextKind.TERMS
    context = {
        "version": row,
        "newer": queries.version_after(row),
        "jurisdiction": providers.jurisdiction_sentences(law) if is_terms else [],
        "is_privacy": row.text.kind == TextKind.PRIVACY,
    }
    return render(request, "terms/text.html", context)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def file(request: Request, text_version_id: int) -> HttpResponse:
    """Hand out the file of a version as it came, byte by byte (DWG-47)."""
    row = public_version(text_version_id)
    if request.user.is_authenticated and request.user.audience == Audience.CUSTOMER:
        services.note_download(actor=request.actor, at=request.now, version=row)
    return delivered(row)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def pdf(request: Request, text_version_id: int) -> HttpResponse:
    """Hand out a version as a PDF (WR-004)."""
    row = public_version(text_version_id)
    if request.user.is_authenticated and request.user.audience == Audience.CUSTOMER:
        services.note_download(actor=request.actor, at=request.now, version=row)
    made = printing.as_pdf(row)
    return _attached(made.content, Format.PDF.media_type, f"{_stem(row)}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.PUBLIC, stays_open=True)
def send(request: Request, text_version_id: int) -> HttpResponse:
    """Send a version by e-mail to whoever asks (QX-07)."""
    row = public_version(text_version_id)
    own = request.user.email if request.user.is_authenticated else ""
    form = SendForm(request.POST or None, initial={"email": own})
    if form.is_valid():
        try:
            services.send(
                actor=request.actor, at=request.now, version=row, to=form.cleaned_data["email"],
                origin=client_ip(request) or "",
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
            return render(request, "terms/send.html", {"form": form, "version": row}, status=refusal.status)
        messages.success(request, _("The text is on its way to this address."))
        return redirect("terms:version", text_version_id=row.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "terms/send.html", {"form": form, "version": row}, status=status)


@require_safe
@access(Audience.PUBLIC, stays_open=True)
def difference(request: Request, text_version_id: int, other_version_id: int) -> HttpResponse:
    """Show how two versions of a text differ, such as the one that somebody accepted and the one in force."""
    old, new = public_version(text_version_id), public_version(other_version_id)
    if old.text_id != new.text_id:
        raise Http404
    return render(request, "terms/difference.html", compared(old, new))


def compared(old: TextVersion, new: TextVersion) -> dict[str, object]:
    """Return what a page of differences is drawn from."""
    found = compare(queries.paragraphs(old), queries.paragraphs(new))
    return {"old": old, "new": new, "changes": found, "number": sum(one.kind != "same" for one in found)}


def public_version(number: int) -> TextVersion:
    """Return a version that anybody may read; 404 for a draft and for none."""
    try:
        return queries.public_version(number)
    except LookupError:
        raise Http404 from None


def delivered(row: TextVersion) -> HttpResponse:
    """Return the file of a version as a download that can do nothing in a browser."""
    return _attached(row.data, Format(row.file_format).media_type, row.file_name or f"{_stem(row)}.{row.file_format}")


def _attached(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _stem(row: TextVersion) -> str:
    return f"{row.text.key}-{row.dated_on:%Y-%m-%d}"
