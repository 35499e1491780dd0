"""Tasks of staff: set at a thread, listed by day, done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.threads import queries, services, tables
from quartier.core.threads.views.office import acted, task_form, visible_thread
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.STAFF, needs="threads.view")
def tasks(request: Request) -> HttpResponseBase:
    """List what is to be done, first due first."""
    table = tables.TASKS.bind(request, queries.tasks(request.user))
    return table.answer() or render(request, "threads/office/tasks.html", {"table": table})


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def set_task(request: Request, thread_id: int) -> HttpResponse:
    """Note something to do about a thread until a day."""
    form = task_form(visible_thread(request, thread_id), request.POST)
    return acted(request, thread_id, "task", form, services.set_task, _("The task is set."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def finish(request: Request, task_id: int) -> HttpResponse:
    """Note that a task is done."""
    row = get_object_or_404(queries.tasks(request.user), pk=task_id)
    services.finish_task(actor=request.actor, at=request.now, task_id=row.pk)
    messages.success(request, _("The task is done."))
    return redirect("threads:office_one", thread_id=row.thread_id)
