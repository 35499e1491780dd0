"""What staff note about the performance of a contract: dates, the customer's part, impossibility, guarantees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.contracts import queries as contracts
from quartier.core.performance import queries, rules, services, tables
from quartier.core.performance.forms import (
    AttemptForm,
    DoneForm,
    DropForm,
    DutyForm,
    GuaranteeForm,
    KeptForm,
    ObstacleForm,
    PromiseForm,
    ReceivedForm,
)
from quartier.core.performance.views.forming import noted
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked
from quartier.law.bgb.form import Sending

BLOCK = 64 * 1024
FORM = require_http_methods(["GET", "HEAD", "POST"])


def contract_of(request: Request, contract_id: int) -> Any:
    """Return a contract that somebody of the staff may see; any other is 404."""
    return get_object_or_404(contracts.visible(request.user), pk=contract_id)


def _back(row: Any) -> str:
    return reverse("performance:contract", args=[row.contract_id])


@require_safe
@access(Audience.STAFF, needs="performance.view")
def contract(request: Request, promised_contract_id: int) -> HttpResponse:
    """Show what is promised in a contract, what stands in its way, claims and guarantees."""
    row = contract_of(request, promised_contract_id)
    context = {
        "contract": row,
        "promises": queries.promises_of(row, request.now),
        "duties": queries.duties_of(row),
        "obstacles": [(one, queries.may_withdraw(one), queries.tried(one)) for one in queries.obstacles_of(row)],
        "claims": queries.claims_of(row),
        "guarantees": queries.guarantees_of(row),
        "may": {name: f"performance.{name}" in request.user.permissions for name in ("note", "bind", "claims")},
        "subject": contracts.subject_of(row),
    }
    return render(request, "performance/contract.html", context)


@FORM
@access(Audience.STAFF, needs="performance.note")
def promise(request: Request, promised_contract_id: int) -> HttpResponse:
    """Note a date for a delivery; it is not binding."""
    row = contract_of(request, promised_contract_id)
    return noted(
        request, row, PromiseForm(request.POST or None), title=_("Note a date"), submit=_("Note the date"),
        told=_("The date is noted. It is not binding."),
        act=lambda given: services.promise(actor=request.actor, at=request.now, contract_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.bind")
def bind(request: Request, promise_id: int) -> HttpResponse:
    """Mark a date as binding, after a question (QX-19)."""
    row = get_object_or_404(queries.promises(request.user), pk=promise_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.bind(actor=request.actor, at=request.now, promise_id=row.pk)
        messages.success(request, _("The date is binding."))
        return redirect(_back(row))

    return asked(
        request, title=_("Mark the date for “%(what)s” as binding?") % {"what": row.what}, back=_back(row), done=done,
        effect=_("The customer sees it as binding. Once it passes, we are late without any reminder."),
        undo=_("This cannot be taken back; a date can only be replaced with a reason."), submit=_("Mark as binding"),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def keep(request: Request, promise_id: int) -> HttpResponse:
    """Note that something was delivered."""
    row = get_object_or_404(queries.promises(request.user), pk=promise_id)
    form = KeptForm(request.POST or None, initial={"kept_on": day_of(request.now)})
    return noted(
        request, row.contract, form, title=_("Note a delivery"), submit=_("Note the delivery"),
        told=_("The delivery is noted."),
        act=lambda given: services.keep(actor=request.actor, at=request.now, promise_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def drop(request: Request, promise_id: int) -> HttpResponse:
    """Take a date back, after a question and with a reason."""
    row = get_object_or_404(queries.promises(request.user), pk=promise_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.drop(actor=request.actor, at=request.now, promise_id=row.pk, **given)
        messages.success(request, _("The date is taken back."))
        return redirect(_back(row))

    return asked(
        request, title=_("Take the date for “%(what)s” back?") % {"what": row.what}, back=_back(row), done=done,
        effect=_("The customer sees it no longer. It stays on record with your reason."),
        undo=_("This cannot be taken back."), submit=_("Take the date back"), form=DropForm(request.POST or None),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def remind(request: Request, promise_id: int) -> HttpResponse:
    """Record a reminder that reached the office, with the day it arrived (CC-79)."""
    row = get_object_or_404(queries.promises(request.user), pk=promise_id)

    def act(given: Mapping[str, Any]) -> Any:
        channel = Sending(given["channel"])
        return services.remind(actor=request.actor, at=request.now, promise_id=row.pk, **{**given, "channel": channel})

    form = ReceivedForm(request.POST or None, initial={"received_on": day_of(request.now)})
    return noted(
        request, row.contract, form, title=_("Record a reminder"), submit=_("Record the reminder"),
        told=_("The reminder is recorded."), act=act,
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def duty(request: Request, promised_contract_id: int) -> HttpResponse:
    """Note something that the customer has to do first."""
    row = contract_of(request, promised_contract_id)
    form = DutyForm(request.POST or None, initial={"since_on": day_of(request.now)})
    return noted(
        request, row, form, title=_("Ask the customer for something first"), submit=_("Note it"),
        told=_("Noted. As long as it is open, no date of this contract is late."),
        act=lambda given: services.ask_first(actor=request.actor, at=request.now, contract_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def duty_done(request: Request, duty_id: int) -> HttpResponse:
    """Note that the customer has done it."""
    row = get_object_or_404(queries.duties(request.user), pk=duty_id)
    form = DoneForm(request.POST or None, initial={"done_on": day_of(request.now)})
    return noted(
        request, row.contract, form, title=_("The customer has done it"), submit=_("Note as done"),
        told=_("Noted as done."),
        act=lambda given: services.note_done(actor=request.actor, at=request.now, duty_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def obstacle(request: Request, promised_contract_id: int) -> HttpResponse:
    """Note that a contract cannot be performed as agreed (CC-80)."""
    row = contract_of(request, promised_contract_id)
    form = ObstacleForm(request.POST or None, initial={"found_on": day_of(request.now)})
    return noted(
        request, row, form, title=_("It cannot be performed as agreed"), submit=_("Note the obstacle"),
        told=_("Noted. First try to change the specification."),
        act=lambda given: services.note_obstacle(actor=request.actor, at=request.now, contract_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def attempt(request: Request, obstacle_id: int) -> HttpResponse:
    """Note another specification that was tried, and what came of it."""
    row = get_object_or_404(queries.obstacles(request.user), pk=obstacle_id)

    def act(given: Mapping[str, Any]) -> Any:
        outcome = rules.Attempted(given["outcome"])
        return services.note_attempt(
            actor=request.actor, at=request.now, obstacle_id=row.pk, **{**given, "outcome": outcome}
        )

    form = AttemptForm(request.POST or None, initial={"tried_on": day_of(request.now)})
    return noted(
        request, row.contract, form, title=_("Another specification was tried"), submit=_("Note the attempt"),
        told=_("The attempt is noted."), act=act,
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def withdraw(request: Request, obstacle_id: int) -> HttpResponse:
    """Withdraw from a contract that cannot be performed, once a change was tried, after a question."""
    row = get_object_or_404(queries.obstacles(request.user), pk=obstacle_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.withdraw(actor=request.actor, at=request.now, obstacle_id=row.pk)
        messages.success(request, _("The contract is over."))
        return redirect(_back(row))

    return asked(
        request, title=_("Withdraw from this contract?"), back=_back(row), done=done,
        effect=_("The contract is over today. What was paid for what is not delivered is to be paid back."),
        undo=_("This cannot be taken back."), submit=_("Withdraw from the contract"),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="performance.note")
def guarantee(request: Request, promised_contract_id: int) -> HttpResponse:
    """Enter a guarantee with its signed confirmation (QX-05)."""
    row = contract_of(request, promised_contract_id)

    def act(given: Mapping[str, Any]) -> Any:
        sent = given["paper"]
        paper = services.Paper(request.user, sent.name, sent.size, sent.chunks(BLOCK)) if sent else None
        return services.confirm_guarantee(
            actor=request.actor, at=request.now, contract_id=row.pk, **{**given, "paper": paper}
        )

    form = GuaranteeForm(request.POST or None, request.FILES or None)
    return noted(
        request, row, form, title=_("Enter a guarantee"), submit=_("Enter the guarantee"),
        told=_("The guarantee is entered."), act=act,
    )  # fmt: skip


@access(Audience.STAFF, needs="performance.view")
def reminders(request: Request) -> HttpResponseBase:
    """List the reminders of customers with the day they arrived (CC-79)."""
    table = tables.REMINDERS.bind(request, queries.reminders(request.user))
    return table.answer() or render(request, "performance/reminders.html", {"table": table})


@FORM
@access(Audience.STAFF, needs="performance.note")
def handle(request: Request, reminder_id: int) -> HttpResponse:
    """Note that somebody has looked after a reminder, after a question."""
    row = get_object_or_404(queries.reminders(request.user), pk=reminder_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.handle(actor=request.actor, at=request.now, reminder_id=row.pk)
        messages.success(request, _("The reminder is looked after."))
        return redirect("performance:reminders")

    return asked(
        request, title=_("Has this reminder been looked after?"), back=reverse("performance:reminders"), done=done,
        effect=_("It leaves the list of open work. Default that has begun stays."),
        undo=_("This cannot be taken back."), submit=_("Note as looked after"),
    )  # fmt: skip
