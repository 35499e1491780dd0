"""What everybody may see: projects, their flats, and the module's part of the start page."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.modules.lettings import queries, rules
from quartier.modules.lettings.models import Project
from quartier.modules.lettings.tables import flat_table

SHOWN_ON_START = 2


@require_safe
@access(Audience.PUBLIC, feature="lettings")
def projects(request: Request) -> HttpResponse:
    """Show all published projects and how many of their flats are free."""
    day = day_of(request.now)
    views = [queries.project_view(project, day) for project in queries.published()]
    return render(request, "lettings/projects.html", {"views": views})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.PUBLIC, feature="lettings")
def project(request: Request, project: str) -> HttpResponseBase:
    """Show a project: what is free, the houses, the flat list, which can be taken away as CSV by POST."""
    row = _visible(request, project)
    day = day_of(request.now)
    view = queries.project_view(row, day)
    table = flat_table(view).bind(request, queries.flats_of(row, day))
    if answer := table.answer():
        return answer
    context = {"view": view, "project": row, "table": table, "day": day, "equipment": row.equipment.all()}
    return render(request, "lettings/project.html", context)


@require_safe
@access(Audience.PUBLIC, feature="lettings")
def flat(request: Request, project: str, flat: str) -> HttpResponse:
    """Show one flat: size, costs, energy, equipment, and whom to ask."""
    row = _visible(request, project)
    view = queries.project_view(row, day_of(request.now))
    shown = next((candidate for candidate in view.flats if candidate.name == flat), None)
    if shown is None:
        raise Http404
    context = {
        "view": view,
        "project": row,
        "flat": shown,
        "house": view.only(shown.house),
        "others": [other for other in view.free if other.pk != shown.pk],
        "equipment": queries.equipment_of(shown),
        "deposit": rules.deposit_limit(shown.base_rent),
    }
    return render(request, "lettings/flat.html", context)


def start_part(request: Request) -> SafeString:
    """Return the newest projects for the start page, nothing while none is published."""
    day = day_of(request.now)
    views = [queries.project_view(row, day) for row in queries.published()[:SHOWN_ON_START]]
    return render_to_string("lettings/start_part.html", {"views": views}, request)


def _visible(request: Request, key: str) -> Project:
    """Return a published project; those who keep flats see drafts too, everybody else gets 404."""
    row = queries.project_named(key)
    if row is None or (row.published_at is None and not _keeps_flats(request)):
        raise Http404
    return row


def _keeps_flats(request: Request) -> bool:
    return request.user.is_authenticated and "lettings.view" in request.user.permissions
