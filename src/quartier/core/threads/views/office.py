"""What staff do: the queue, one thread, answers, notes, who takes care of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.charges import queries as charges
from quartier.core.threads import queries, services, tables
from quartier.core.threads.forms import AnswerForm, CareForm, ConfirmForm, NoteForm, ReductionForm, TaskForm, TimeForm
from quartier.core.threads.models import Thread
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def visible_thread(request: Request, thread_id: int) -> Thread:
    """Return a thread that this person may see; others are 404."""
    return get_object_or_404(queries.visible(request.user), pk=thread_id)


@access(Audience.STAFF, needs="threads.view")
def listing(request: Request) -> HttpResponseBase:
    """List the threads this person may see: what is urgent and waits longest stands first."""
    table = tables.THREADS.bind(request, queries.visible(request.user))

    def exported(rows: int) -> None:
        services.note_export(actor=request.actor, at=request.now, rows=rows)

    return table.answer(exported) or render(request, "threads/office/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="threads.view")
def one(request: Request, thread_id: int) -> HttpResponse:
    """Show one thread with everything in it and what can be done."""
    thread = visible_thread(request, thread_id)
    text = queries.canned_text(request.GET.get("baustein", ""))
    return page(request, thread, answer=answer_form(thread, initial={"text": text}))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def answer(request: Request, thread_id: int) -> HttpResponse:
    """Write to the customer."""
    form = answer_form(visible_thread(request, thread_id), request.POST)
    return acted(request, thread_id, "answer", form, services.answer, _("The answer is out."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def note(request: Request, thread_id: int) -> HttpResponse:
    """Write down what only staff read."""
    return acted(request, thread_id, "note", NoteForm(request.POST), services.add_note, _("The note is kept."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def care(request: Request, thread_id: int) -> HttpResponse:
    """Say who takes care of a thread and how soon."""
    form = care_form(visible_thread(request, thread_id), request.POST)
    return acted(request, thread_id, "care", form, services.take_care, _("Saved."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def change(request: Request, thread_id: int, step: str) -> HttpResponse:
    """Close or reopen a thread, or note that somebody has looked at what was recognised."""
    if step not in STEPS:
        raise Http404
    return acted(request, thread_id, "", Form(request.POST), STEPS[step], _("Saved."))


STEPS: dict[str, Callable[..., object]] = {
    "close": services.close,
    "reopen": services.reopen,
    "looked": services.look_at_flag,
    "begin": services.begin_work,
}


def answer_form(thread: Thread, data: Any = None, **given: Any) -> AnswerForm:
    """Return the form for an answer, with the documents that can go with it."""
    return AnswerForm(data, documents=queries.documents_of(thread.party), **given)


def care_form(thread: Thread, data: Any = None) -> CareForm:
    """Return the form for who takes care of a thread."""
    staff = [(person.pk, str(person)) for person in queries.carers(thread)]
    first = {"assignee": thread.assignee_id, "priority": thread.priority, "area": thread.area}
    return CareForm(data, staff=staff, initial=first)


def task_form(thread: Thread, data: Any = None) -> TaskForm:
    """Return the form for something to do about a thread."""
    return TaskForm(data, staff=[(person.pk, str(person)) for person in queries.carers(thread, thread.area)])


def acted(
    request: Request, thread_id: int, name: str, form: Form, act: Callable[..., object], words: str
) -> HttpResponse:
    """Do one thing with a thread and show it again; what is wrong stands at the field."""
    thread = visible_thread(request, thread_id)
    if not form.is_valid():
        return page(request, thread, **{name: form})
    try:
        act(actor=request.actor, at=request.now, thread_id=thread.pk, **form.cleaned_data)
    except Refused as refusal:
        if not name:
            raise
        form.refuse(refusal)
        return page(request, thread, **{name: form})
    messages.success(request, words)
    if not queries.visible(request.user).filter(pk=thread.pk).exists():
        return redirect("threads:office")
    return redirect("threads:office_one", thread_id=thread.pk)


def page(request: Request, thread: Thread, **forms: Form) -> HttpResponse:
    """Draw a thread for staff; `forms` are those that were sent."""
    faulty = [form for form in forms.values() if form.errors]
    drawn = {**_fresh_forms(request, thread), **forms, "form": next(iter(faulty), None)}
    context = {**_told(request, thread), **drawn}
    return render(request, "threads/office/one.html", context, status=UNPROCESSABLE if faulty else 200)


def _fresh_forms(request: Request, thread: Thread) -> dict[str, Form]:
    return {
        "answer": answer_form(thread),
        "note": NoteForm(),
        "care": care_form(thread),
        "reduction": ReductionForm(),
        "confirm": ConfirmForm(),
        "time": TimeForm(initial={"worked_on": day_of(request.now)}),
        "task": task_form(thread),
    }


def _told(request: Request, thread: Thread) -> dict[str, Any]:
    permissions = request.user.permissions
    return {
        "thread": thread,
        "said": queries.read_by_staff(thread),
        "subject": queries.subject_of(thread),
        "canned_texts": queries.canned_texts(),
        "may_edit": "threads.edit" in permissions,
        "may_hide": "threads.hide" in permissions,
        "call": queries.call_of(thread),
        "due": queries.answer_due(thread),
        "tasks": queries.tasks(request.user).filter(thread=thread),
        "time_entries": charges.time_about(queries.subject_of(thread)),
        "minutes": queries.minutes_of(thread),
        "fault": queries.fault_of(thread),
    }
