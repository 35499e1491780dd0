"""The API of addresses for events: the same as on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartier.core.webhooks import queries, services
from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.forms import EventsForm
from quartier.core.webhooks.models import URL_LENGTH, Hook
from quartier.core.webhooks.rules import MOST_HOOKS
from quartier.core.webhooks.views import portal
from quartier.kit.api import (
    CONFIRM,
    COUNT,
    INSTANT,
    INSTANT_IF_ANY,
    TEXT,
    YES,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    acts,
    endpoint,
)

MANY: Final = 200
HOOK: Final = Parts(
    Part("number", COUNT, _("Find the address")),
    Part("url", TEXT, _("Say where it is told")),
    Part("events", Listing(TEXT, MANY), _("Say what it is told of")),
    Part("state", TEXT, _("Say whether it is active, paused, or failing")),
    Part("made_at", INSTANT, _("Say when it was set up")),
    Part("previous_until", INSTANT_IF_ANY, _("Say until when the secret before still signs")),
)
KIND: Final = Parts(
    Part("key", TEXT, _("Name the event in messages and when it is chosen")),
    Part("label", TEXT, _("Name it as people read it")),
    Part("description", TEXT, _("Say when it happens")),
)
HOOKS: Final = Parts(
    Part("hooks", Listing(HOOK, MOST_HOOKS), _("List the addresses")),
    Part("events", Listing(KIND, MANY), _("List what there is to be told of")),
)
MESSAGE: Final = Parts(
    Part("number", COUNT, _("Find the message")),
    Part("id", TEXT, _("Name the event, as the header Webhook-Id does")),
    Part("type", TEXT, _("Say what happened")),
    Part("at", INSTANT, _("Say when it happened")),
    Part("state", TEXT, _("Say how far telling it has come: waiting, held, done or failed")),
    Part("tries", COUNT, _("Say how often it was tried")),
    Part("next_at", INSTANT_IF_ANY, _("Say when it is tried next, if it is")),
)
ONE: Final = Parts(
    Part("hook", HOOK, _("The address itself")),
    Part("messages", Listing(MESSAGE, queries.LOGGED), _("What it was told, the latest first")),
)
TRIED: Final = Parts(
    Part("at", INSTANT, _("Say when it was tried")),
    Part("status", Plain("integer", empty=True), _("Tell the HTTP status of the answer, if there was one")),
    Part("took_ms", COUNT, _("Say how long it took, in thousandths of a second")),
    Part("fault", TEXT, _("Say why it did not succeed, in words; empty if it did")),
    Part("said", TEXT, _("Show the beginning of the answer")),
)
TOLD: Final = Parts(
    Part("message", MESSAGE, _("The message itself")),
    Part("content", TEXT, _("Show the body as it is sent")),
    Part("tries", Listing(TRIED, 10_000), _("Every try, the latest first")),
)
ADDING: Final = Parts(
    Part("url", Plain("string", longest=URL_LENGTH), _("Say where your program listens")),
    Part("events", Listing(Plain("string", longest=60), MANY), _("Choose what it is told of")),
    CONFIRM,
)
SECRET: Final = Parts(
    Part("done", YES, _("Tell what was done from what would be done")),
    Part("said", Listing(TEXT, MANY), _("Say what has happened, or what will, and what follows")),
    Part("number", Plain("integer", empty=True), _("Find what was made or changed, where it has a number")),
    Part("secret", Plain("string", empty=True), _("The secret that signs; it is told this one time")),
)


@endpoint("GET", like=portal.own, summary=_("List your addresses for events"), gives=HOOKS,
          stands_for=("webhooks:own",))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """Tell the customer's addresses, never a secret, and what there is to be told of."""
    kinds = [{"key": one.key, "label": one.label, "description": one.description} for one in event_kinds]
    return {"hooks": [_hook(row) for row in queries.hooks_of(request.user)], "events": kinds}


@endpoint("POST", like=portal.new, summary=_("Set up an address for events"), takes=ADDING, gives=SECRET,
          stands_for=("webhooks:new",))  # fmt: skip
def add(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Set an address up and tell its secret; without `confirmed` only tell whether that would be possible."""
    if not body["confirmed"]:
        services.check_address(body["url"])
        services.known_events(body["events"])
        return _secret(False, _now("The address gets the number and state of your orders from now on, until you"
                                   " remove it."))  # fmt: skip
    hook, secret = services.add(
        actor=request.actor, at=request.now, user=request.user, url=body["url"], events=body["events"]
    )
    return _secret(True, _now("The address is set up."), hook.pk, secret)


@endpoint("GET", like=portal.one, summary=_("Read one address for events and what it was told"), gives=ONE,
          stands_for=("webhooks:one",))  # fmt: skip
def one(request: Call, hook_id: int) -> Mapping[str, Any]:
    """Tell an address and its messages."""
    hook = portal.own_hook(request, hook_id)
    return {"hook": _hook(hook), "messages": [_message(line) for line in queries.log_of(hook)]}


@endpoint("POST", like=portal.rotate, summary=_("Change the secret of an address for events"), takes=Parts(CONFIRM),
          gives=SECRET, stands_for=("webhooks:rotate",))  # fmt: skip
def rotate(request: Call, body: Mapping[str, Any], hook_id: int) -> Mapping[str, Any]:
    """Change the secret and tell the new one; without `confirmed` only tell what would follow."""
    hook = portal.own_hook(request, hook_id)
    words = _now("You get a new secret. For 24 hours we sign with both, so that you can change your program.")
    if not body["confirmed"]:
        return _secret(False, words)
    _changed, secret = services.rotate(actor=request.actor, at=request.now, hook_id=hook.pk)
    return _secret(True, words, hook.pk, secret)


@endpoint("GET", like=portal.delivery, summary=_("Read one message with every try"), gives=TOLD,
          stands_for=("webhooks:delivery",))  # fmt: skip
def delivery(request: Call, hook_delivery_id: int) -> Mapping[str, Any]:
    """Tell a message: its content, and every try."""
    row = portal.own_delivery(request, hook_delivery_id)
    tries = [TRIED.of(one, fault=words) for one, words in queries.tries_told(row)]
    content = services.content_of(row.event).decode()
    return {"message": _message(queries.line_of(row)), "content": content, "tries": tries}


choose = acts(portal.choose, EventsForm, summary=_("Choose what an address is told of"),
              stands_for=("webhooks:choose",))  # fmt: skip
pause = acts(portal.pause, summary=_("Pause an address for events"), stands_for=("webhooks:pause",))
resume = acts(portal.resume, summary=_("Let an address for events go on"), stands_for=("webhooks:resume",))
ping = acts(portal.ping, summary=_("Send an address for events a test"), stands_for=("webhooks:ping",))
remove = acts(portal.remove, summary=_("Remove an address for events"), stands_for=("webhooks:remove",))
resend = acts(portal.resend, summary=_("Send a message again"), stands_for=("webhooks:resend",))


def _hook(row: Hook) -> Mapping[str, Any]:
    return HOOK.of(row, number=row.pk)


def _message(line: queries.Line) -> Mapping[str, Any]:
    row, event = line.row, line.row.event
    return {
        "number": row.pk, "id": event.number, "type": event.kind, "at": event.at, "state": row.state,
        "tries": row.tries, "next_at": line.next_at,
    }  # fmt: skip


def _secret(done: bool, words: str, number: int | None = None, secret: str | None = None) -> Mapping[str, Any]:
    return {"done": done, "said": [words], "number": number, "secret": secret}
