"""The operator console: providers, their states, their names. Never their customers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tenants.utils import schema_context

from quartier.core.audit import queries as audit
from quartier.core.providers import queries, services
from quartier.core.providers.forms import DeleteForm, HostnameForm, NewProviderForm
from quartier.core.providers.models import Provider
from quartier.core.providers.tables.console import PROVIDERS
from quartier.core.providers.views.office import saved
from quartier.kit.access import Audience, access
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

operator_page = access(Audience.OPERATOR)


@require_safe
@access(Audience.PUBLIC)
def home(request: Request) -> HttpResponse:
    """Show what this installation is; operators go on to the console."""
    if request.user.is_authenticated:
        return redirect("providers:console")
    return render(request, "providers/console/home.html", {"portals": queries.published()})


@require_safe
@access(Audience.PUBLIC)
def console_imprint(request: Request) -> HttpResponse:
    """Say who answers here: the operator of this installation, not a provider."""
    return render(request, "providers/console/imprint.html")


@require_safe
@operator_page
def providers(request: Request) -> HttpResponseBase:
    """List all providers with state, hostnames and number of accounts."""
    table = PROVIDERS.bind(request, queries.providers())
    rows, _page, _total = table.view
    sizes = queries.sizes(row.schema_name for row in rows)
    for row in rows:
        row.size = sizes[row.schema_name]
    context = {"table": table, "numbers": queries.provider_numbers()}
    return table.answer() or render(request, "providers/console/providers.html", context)


@operator_page
def provider_new(request: Request) -> HttpResponse:
    """Create a provider."""
    form = NewProviderForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: services.create_provider(  # noqa: E731
            actor=request.actor, at=request.now, key=given["key"], name=given["name"], hostnames=[given["hostname"]]
        )
        if saved(request, form, act):
            return redirect("providers:console_provider", key=given["key"])
    return render(request, "providers/console/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@operator_page
def provider(request: Request, key: str) -> HttpResponse:
    """Show one provider: state, what is missing, hostnames, history; add a hostname."""
    row = _provider(key)
    form = HostnameForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["hostname"]
        act = lambda: services.add_hostname(actor=request.actor, at=request.now, key=key, hostname=name)  # noqa: E731
        if saved(request, form, act):
            return redirect("providers:console_provider", key=key)
    with schema_context(key):
        missing, facts = queries.missing_details(), audit.about(f"providers.provider:{key}")
    context = {"row": row, "form": form, "missing": missing, "facts": facts, "hostnames": row.hostnames.all()}
    return render(request, "providers/console/provider.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@operator_page
def publish(request: Request, key: str) -> HttpResponse:
    """Publish or resume a provider; shows what is missing when it cannot be."""
    _provider(key)
    services.publish_provider(actor=request.actor, at=request.now, key=key)
    messages.success(request, _("The portal is open."))
    return redirect("providers:console_provider", key=key)


@require_POST
@operator_page
def stop(request: Request, key: str) -> HttpResponse:
    """Stop a provider at once."""
    _provider(key)
    services.stop_provider(actor=request.actor, at=request.now, key=key)
    messages.success(request, _("The portal is stopped."))
    return redirect("providers:console_provider", key=key)


@require_POST
@operator_page
def hostname_remove(request: Request, key: str, hostname: str) -> HttpResponse:
    """Take a hostname away."""
    _provider(key)
    services.remove_hostname(actor=request.actor, at=request.now, key=key, hostname=hostname)
    messages.success(request, _("The hostname is removed."))
    return redirect("providers:console_provider", key=key)


@require_POST
@operator_page
def export(request: Request, key: str) -> HttpResponseBase:
    """Hand over the whole schema of a provider as SQL, without the request log."""
    _provider(key)
    with tempfile.TemporaryDirectory() as folder:
        path = services.export_provider(actor=request.actor, at=request.now, key=key, path=Path(folder) / f"{key}.sql")
        file = path.open("rb")
    return FileResponse(file, as_attachment=True, filename=f"{key}.sql", content_type="application/sql")


@operator_page
def delete(request: Request, key: str) -> HttpResponse:
    """Delete a provider for good, after its key has been typed."""
    row = _provider(key)
    form = DeleteForm(request.POST or None)
    if form.is_valid():
        confirm = form.cleaned_data["confirm"]
        act = lambda: services.delete_provider(actor=request.actor, at=request.now, key=key, confirm=confirm)  # noqa: E731
        if saved(request, form, act):
            return redirect("providers:console")
    return render(
        request,
        "providers/console/delete.html",
        {"row": row, "form": form},
        status=UNPROCESSABLE if form.errors else 200,
    )


@require_safe
@operator_page
def protocol(request: Request) -> HttpResponse:
    """Show what operators have done."""
    return render(request, "providers/console/protocol.html", {"facts": audit.latest(200)})


def _provider(key: str) -> Provider:
    row = queries.provider_named(key)
    if row is None:
        raise Http404
    return row
