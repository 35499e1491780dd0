"""The letting team's pages: all flats, one flat and its states, projects, lists from files."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.modules.lettings import queries, services, tables
from quartier.modules.lettings.forms import FILE_COLUMNS, FileForm, ProjectForm, StateForm
from quartier.modules.lettings.models import Flat, Project


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="lettings.view", feature="lettings", area="letting")
def flats(request: Request) -> HttpResponseBase:
    """List all flats of all projects; POST exports the list."""
    day = day_of(request.now)
    table = tables.OFFICE_FLATS.bind(request, queries.every_flat(day))

    def exported(rows: int) -> None:
        services.note_export(actor=request.actor, at=request.now, rows=rows)

    if answer := table.answer(exported):
        return answer
    views = [queries.project_view(project, day) for project in queries.every_project()]
    return render(request, "lettings/office/flats.html", {"table": table, "views": views})


@require_safe
@access(Audience.STAFF, needs="lettings.view", feature="lettings", area="letting")
def project(request: Request, project: str) -> HttpResponse:
    """Show one project: its state, and where its announcement and its flats differ."""
    row = _project(project)
    view = queries.project_view(row, day_of(request.now))
    return render(request, "lettings/office/project.html", {"project": row, "view": view})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="lettings.edit", feature="lettings", area="letting")
def open_project(request: Request) -> HttpResponse:
    """Open a project as a draft."""
    form = ProjectForm(request.POST or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        houses = values.pop("houses")
        try:
            row = services.open_project(actor=request.actor, at=request.now, values=values, houses=houses)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is open as a draft. List its flats next.") % {"name": row.name})
            return redirect("lettings:office_list", row.key)
    return render(request, "lettings/office/open.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="lettings.edit", feature="lettings", area="letting")
def visibility(request: Request, project: str) -> HttpResponse:
    """Publish a project or take it back, after saying what follows."""
    row = _project(project)
    if request.method != "POST":
        return render(request, "lettings/office/visibility.html", {"project": row})
    act = services.withdraw_project if row.published_at else services.publish_project
    try:
        act(actor=request.actor, at=request.now, project=project)
    except Refused as refusal:
        return render(request, "lettings/office/visibility.html", {"project": row, "refusal": refusal}, status=409)
    said = _("%(name)s is a draft again.") if row.published_at else _("%(name)s is public now.")
    messages.success(request, said % {"name": row.name})
    return redirect("lettings:office_project", project)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="lettings.edit", feature="lettings", area="letting")
def list_flats(request: Request, project: str) -> HttpResponse:
    """Take over flats from a file, all or nothing, with a sentence for each wrong row."""
    row = _project(project)
    form = FileForm(request.POST or None, request.FILES or None, initial={"on": day_of(request.now)})
    context = {"form": form, "project": row, "columns": FILE_COLUMNS}
    if form.is_valid():
        try:
            listed = _list(request, project, form.cleaned_data["file"], form)
        except services.FlatsRefused as refusal:
            form.refuse(refusal)
            context["problems"] = refusal.problems
        else:
            said = _("%(created)s flats added, %(changed)s changed, %(unchanged)s as before.")
            counts = {"created": listed.created, "changed": listed.changed, "unchanged": listed.unchanged}
            messages.success(request, said % counts)
            return redirect("lettings:office_project", project)
    return render(request, "lettings/office/list.html", context, status=422 if "problems" in context else 200)


def _list(request: Request, project: str, file: UploadedFile[bytes], form: FileForm) -> services.Listed:
    return services.list_flats(
        actor=request.actor,
        at=request.now,
        on=form.cleaned_data["on"],
        project=project,
        name=file.name or "",
        content=file.read(),
    )


@require_safe
@access(Audience.STAFF, needs="lettings.view", feature="lettings", area="letting")
def flat(request: Request, project: str, flat: str) -> HttpResponse:
    """Show one flat with the history of its states."""
    row = _flat(request, project, flat)
    context = {"flat": row, "changes": queries.history(row), "today": day_of(request.now)}
    return render(request, "lettings/office/flat.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="lettings.edit", feature="lettings", area="letting")
def state(request: Request, project: str, flat: str) -> HttpResponse:
    """Change the state of a flat, with a day and a reason."""
    row = _flat(request, project, flat)
    form = StateForm(request.POST or None, initial={"on": day_of(request.now)})
    if form.is_valid():
        try:
            change = services.change_state(actor=request.actor, at=request.now, flat_id=row.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = {"flat": row.name, "state": change.get_state_display(), "day": formats.day(change.effective_on)}
            messages.success(request, _("Flat %(flat)s: “%(state)s” from %(day)s.") % words)
            return redirect("lettings:office_flat", project, flat)
    return render(request, "lettings/office/state.html", {"flat": row, "form": form})


def _project(key: str) -> Project:
    row = queries.project_named(key)
    if row is None:
        raise Http404
    return row


def _flat(request: Request, project: str, name: str) -> Flat:
    row = queries.flat_named(_project(project), name, day_of(request.now))
    if row is None:
        raise Http404
    return row
