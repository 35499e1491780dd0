"""A customer's own addresses for events: listed, set up, looked at, changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.webhooks import queries, services
from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.forms import EventsForm, HookForm
from quartier.core.webhooks.models import Delivery, Hook
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked

RIGHT = "programs"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access(Audience.CUSTOMER, right=RIGHT)
def own(request: Request) -> HttpResponse:
    """List a customer's addresses, and what there is to be told of."""
    rows = [(row, queries.told_of(row), queries.standing_of(row)) for row in queries.hooks_of(request.user)]
    return render(request, "webhooks/own.html", {"rows": rows, "kinds": list(event_kinds)})


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def new(request: Request) -> HttpResponse:
    """Set an address up, with the check step and the password once more, and show its secret this one time."""
    form = HookForm(request.POST or None)
    if form.is_valid() and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired

    def done(confirmed: Confirmed) -> HttpResponse:
        hook, secret = services.add(actor=request.actor, at=request.now, user=request.user, **confirmed.values)
        return render(request, "webhooks/once.html", {"hook": hook, "secret": secret})

    return checked(
        request, form, key="webhooks.new", subject=f"accounts.user:{request.user.pk}", page="webhooks/new.html",
        done=done, submit=_("Set up the address"),
        lead=_("The address gets the number and state of your orders from now on, until you remove it."),
    )  # fmt: skip


@require_safe
@access(Audience.CUSTOMER, right=RIGHT)
def one(request: Request, hook_id: int) -> HttpResponse:
    """Show an address: how it stands, and what it was told in the last 30 days."""
    hook = own_hook(request, hook_id)
    context = {
        "hook": hook, "told_of": queries.told_of(hook), "standing": queries.standing_of(hook), "now": request.now,
        "log": queries.log_of(hook), "most": queries.LOGGED,
    }  # fmt: skip
    return render(request, "webhooks/one.html", context)


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def choose(request: Request, hook_id: int) -> HttpResponse:
    """Choose what an address is told of."""
    hook = own_hook(request, hook_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.choose(actor=request.actor, at=request.now, hook_id=hook.pk, **confirmed.values)
        messages.success(request, _("Saved. It counts from the next event on."))
        return redirect("webhooks:one", hook_id=hook.pk)

    return checked(
        request, EventsForm(request.POST or None, initial={"events": hook.events}), key="webhooks.choose",
        subject=queries.subject_of(hook), page="webhooks/choose.html", done=done, context={"hook": hook},
    )  # fmt: skip


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def rotate(request: Request, hook_id: int) -> HttpResponse:
    """Give an address a new secret, after a question, and show it this one time."""
    hook = own_hook(request, hook_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        found, secret = services.rotate(actor=request.actor, at=request.now, hook_id=hook.pk)
        return render(request, "webhooks/once.html", {"hook": found, "secret": secret})

    return asked(
        request, title=_("Change the secret of this address?"), submit=_("Change the secret"), done=done,
        effect=_("You get a new secret. For 24 hours we sign with both, so that you can change your program."),
        undo=_("This cannot be taken back; you can change the secret again."),
        back=reverse("webhooks:one", args=[hook.pk]),
    )  # fmt: skip


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def pause(request: Request, hook_id: int) -> HttpResponse:
    """Pause an address, after a question."""
    return _acted(
        request, own_hook(request, hook_id), services.pause, title=_("Pause this address?"),
        submit=_("Pause the address"), effect=_("We send nothing. What happens meanwhile is kept for 30 days."),
        undo=_("You can let it go on at any time; it hears then what has happened."), told=_("The address is paused."),
    )  # fmt: skip


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def resume(request: Request, hook_id: int) -> HttpResponse:
    """Let an address go on, after a question."""
    return _acted(
        request, own_hook(request, hook_id), services.resume, title=_("Let this address go on?"),
        submit=_("Let the address go on"), effect=_("We send first what was held back, then what happens."),
        undo=_("You can pause it again at any time."), told=_("The address goes on."),
    )  # fmt: skip


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def ping(request: Request, hook_id: int) -> HttpResponse:
    """Send an address a test, after a question."""
    return _acted(
        request, own_hook(request, hook_id), services.ping, title=_("Send this address a test?"),
        submit=_("Send a test"), effect=_("We send a message of the type webhooks.test, signed like every other one."),
        undo=_("A test changes nothing."), told=_("The test is on its way. Load the page again to see the answer."),
    )  # fmt: skip


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def remove(request: Request, hook_id: int) -> HttpResponse:
    """Remove an address, after a question."""
    return _acted(
        request, own_hook(request, hook_id), services.remove, title=_("Remove this address?"),
        submit=_("Remove the address"), undo=_("This cannot be taken back; you can set the address up again."),
        effect=_("It hears nothing any more, and the list of what it was told is erased."),
        told=_("The address is removed."), to="webhooks:own",
    )  # fmt: skip


@require_safe
@access(Audience.CUSTOMER, right=RIGHT)
def delivery(request: Request, hook_delivery_id: int) -> HttpResponse:
    """Show one message: its content, and every try."""
    row = own_delivery(request, hook_delivery_id)
    content = json.dumps(json.loads(services.content_of(row.event)), ensure_ascii=False, indent=2)
    context = {
        "row": row, "content": content, "label": queries.label_of(row.event.kind),
        "tries": queries.tries_told(row), "may_resend": queries.may_resend(row),
    }  # fmt: skip
    return render(request, "webhooks/delivery.html", context)


@FORM
@access(Audience.CUSTOMER, right=RIGHT)
def resend(request: Request, hook_delivery_id: int) -> HttpResponse:
    """Send one message again, after a question."""
    row = own_delivery(request, hook_delivery_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.resend(actor=request.actor, at=request.now, delivery_id=row.pk)
        messages.success(request, _("The message is on its way again."))
        return redirect("webhooks:delivery", hook_delivery_id=row.pk)

    return asked(
        request, title=_("Send this message again?"), submit=_("Send the message again"), done=done,
        effect=_("It has the same number, so that your program knows whether it has heard it before."),
        undo=_("What was sent cannot be taken back."), back=reverse("webhooks:delivery", args=[row.pk]),
    )  # fmt: skip


def own_hook(request: Request, hook_id: int) -> Hook:
    """Return an address of the customer; any other is 404."""
    return get_object_or_404(queries.hooks_of(request.user), pk=hook_id)


def own_delivery(request: Request, hook_delivery_id: int) -> Delivery:
    """Return a message to an address of the customer; any other is 404."""
    return get_object_or_404(queries.deliveries_of(request.user), pk=hook_delivery_id)


def _acted(
    request: Request, hook: Hook, act: Callable[..., object], *, title: str, submit: str, effect: str, undo: str,
    told: str, to: str = "",
) -> HttpResponse:  # fmt: skip
    """Ask, then do one thing to an address and go back to it."""
    back = reverse("webhooks:one", args=[hook.pk])

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        act(actor=request.actor, at=request.now, hook_id=hook.pk)
        messages.success(request, told)
        return redirect(to or back)

    return asked(request, title=title, effect=f"{hook.url}: {effect}", undo=undo, submit=submit, back=back, done=done)
