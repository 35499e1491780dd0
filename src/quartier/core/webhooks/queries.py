"""What others may read about addresses for events and what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.models import Delivery, DeliveryState, Event, Hook, HookState, Try
from quartier.core.webhooks.rules import KEPT, TEST, TRIES
from quartier.kit.components.markup import Text

# Blocks of everything, and of all that is personal, stop what is told as well.
STOPPING: Final = ["all", "personal"]
SHOWN_HOSTS: Final = 5
LOGGED: Final = 50


class Addressee(NamedTuple):
    """Who hears of trouble."""

    name: str
    email: str


def subject_of(hook: Hook) -> str:
    """Return how facts name an address."""
    return f"webhooks.hook:{hook.pk}"


def hooks_of(user: Any) -> QuerySet[Hook]:
    """Return the addresses of the customer for whom somebody acts."""
    party = parties.party_of(user)
    return Hook.objects.filter(party=party) if party else Hook.objects.none()


def deliveries_of(user: Any) -> QuerySet[Delivery]:
    """Return what the addresses of a customer were told, the latest first."""
    return Delivery.objects.filter(hook__in=hooks_of(user)).select_related("hook", "event")


def locked(hook_id: int) -> Hook | None:
    """Return an address, kept from others until the transaction ends."""
    return Hook.objects.select_for_update(no_key=True).filter(pk=hook_id).first()


def secrets_of(hook: Hook, at: datetime) -> list[str]:
    """Return the secrets that sign now: the one in force, and for a day the one before."""
    before = hook.previous_until is not None and hook.previous_until > at
    return [hook.secret, *([hook.previous] if before and hook.previous else [])]


def may_hear(hook: Hook) -> bool:
    """Tell whether a customer's programs may be told: the customer can come in, is not blocked and not restricted."""
    party = hook.party
    if party.restricted_at is not None:
        return False
    users = accounts.customers()
    mine = Q(pk=party.user_id) | Q(account_id=party.account_id, account__isnull=False, account__closed_at__isnull=True)
    return users.filter(mine).exclude(barred__overlap=STOPPING).exists()


def addressee_of(hook: Hook) -> Addressee | None:
    """Return who hears of trouble with an address: whoever set it up, or the customer."""
    if hook.user is not None and hook.user.is_active:
        return Addressee(hook.user.name, hook.user.email)
    return Addressee(str(hook.party), hook.party.email) if hook.party.email else None


def freed() -> list[Delivery]:
    """Return what was held back at addresses that go on: after a pause, or once a customer's block has ended."""
    rows = Delivery.objects.filter(state=DeliveryState.HELD, hook__state=HookState.ACTIVE).select_related("hook__party")
    may: dict[int, bool] = {}
    for row in (found := list(rows.order_by("pk"))):
        may.setdefault(row.hook_id, may_hear(row.hook))
    return [row for row in found if may[row.hook_id]]


def overdue(before: datetime) -> QuerySet[Delivery]:
    """Return deliveries that should have been tried long ago."""
    return Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lt=before).order_by("pk")


def tries_of_round(row: Delivery) -> int:
    """Return how often a delivery was tried since it was last asked for."""
    return row.tries - (row.allowed - TRIES)


def past_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return those of some events that are kept no longer."""
    return rows.filter(at__lt=at - KEPT)


def kept_until(event: Event) -> datetime:
    """Return until when an event is kept."""
    return event.at + KEPT


def hosts() -> str:
    """Return the hosts that are told of events at present, a few by name; "" where there is none."""
    found = sorted({urlsplit(url).hostname or "" for url in Hook.objects.values_list("url", flat=True)})
    more = len(found) - SHOWN_HOSTS
    return ", ".join(found[:SHOWN_HOSTS]) + (f" + {more}" if more > 0 else "")


class EventWords:
    """How events are called by people."""

    def get(self, key: str, /) -> Text | None:
        """Return the word for an event, None for one that nobody tells of any more."""
        return label_of(key) if key in event_kinds or key == TEST else None


def label_of(kind: str) -> Text:
    """Return how people call an event."""
    if kind == TEST:
        return _("Test")
    found = event_kinds.get(kind)
    return found.label if found else kind


def told_of(hook: Hook) -> list[Text]:
    """Return what an address is told of, in words."""
    return [label_of(kind) for kind in hook.events]


class Standing(NamedTuple):
    """How something stands: a word, and its tone where somebody should look."""

    label: str
    tone: str


TONES: Final[Mapping[str, str]] = {
    HookState.PAUSED: "info", HookState.FAILING: "bad", DeliveryState.HELD: "info", DeliveryState.FAILED: "bad",
    DeliveryState.WAITING: "warn",
}  # fmt: skip


def standing_of(row: Hook | Delivery) -> Standing:
    """Return how an address or a message stands."""
    return Standing(str(row.get_state_display()), TONES.get(row.state, "") if row.state != HookState.ACTIVE else "")


class Line(NamedTuple):
    """One message in the list of an address."""

    row: Delivery
    label: Text
    standing: Standing
    last: Try | None
    next_at: datetime | None


def log_of(hook: Hook) -> list[Line]:
    """Return what an address was told, the latest first, as far as the list goes."""
    rows = hook.deliveries.select_related("event").prefetch_related("log").order_by("-pk")[:LOGGED]
    return [line_of(row) for row in rows]


def line_of(row: Delivery) -> Line:
    """Return one message as a list shows it."""
    tries = list(row.log.all())
    last = tries[-1] if tries else None
    waits = row.state == DeliveryState.WAITING and row.busy_until is None and row.tries > 0
    return Line(row, label_of(row.event.kind), standing_of(row), last, row.next_at if waits else None)


def tries_told(row: Delivery) -> list[tuple[Try, str]]:
    """Return every try of a message, the latest first, with what came of it in words."""
    return [(one, str(one.get_fault_display())) for one in row.log.order_by("-number")]


def may_resend(row: Delivery) -> bool:
    """Tell whether a message can be sent again now."""
    over = row.state in (DeliveryState.DONE, DeliveryState.FAILED)
    return over and row.hook.state == HookState.ACTIVE
