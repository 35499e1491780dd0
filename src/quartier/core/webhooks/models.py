"""Addresses that are told of events, the events, and every try to tell them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.encryption import EncryptedTextField

URL_LENGTH = 500
ANSWER_LENGTH = 500


class HookState(models.TextChoices):
    """Whether an address is told of events."""

    ACTIVE = "active", pgettext_lazy("webhook", "active")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    FAILING = "failing", pgettext_lazy("webhook", "paused, it did not answer")


class Hook(models.Model):
    """An address of a customer's program, with the events it is told of.

    `user` set it up and hears of trouble. `secret` signs what is sent; the one before signs too until
    `previous_until`, so that a receiver can be changed meanwhile. Both are sealed and shown once.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.CharField(max_length=URL_LENGTH)
    events = ArrayField(models.CharField(max_length=60))
    secret = EncryptedTextField()
    previous = EncryptedTextField(blank=True)
    previous_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=HookState, default=HookState.ACTIVE)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "url"], name="hook_address_once"),
            models.CheckConstraint(condition=~Q(events=[]), name="hook_hears_something"),
        ]

    def __str__(self) -> str:
        return self.url


class Event(models.Model):
    """Something that happened to a thing of a customer, as their programs are told.

    `key` is the caller's and makes it happen once; `number` goes out with every try, so that a receiver knows what it
    has heard. The primary key goes out as `sequence`: of two events of one thing the later has the higher one.
    """

    number = models.CharField(max_length=32, unique=True)
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["party", "key"], name="event_once")]
        indexes = [models.Index(fields=["at"], name="event_by_time")]

    def __str__(self) -> str:
        return self.number


class DeliveryState(models.TextChoices):
    """How far telling one address of one event has come."""

    WAITING = "waiting", pgettext_lazy("webhook", "on its way")
    HELD = "held", pgettext_lazy("webhook", "held back while paused")
    DONE = "done", pgettext_lazy("webhook", "arrived")
    FAILED = "failed", pgettext_lazy("webhook", "given up")


class Delivery(models.Model):
    """One event for one address. `tries` counts those of this round; `tried_at` says when the running one began.

    `tries` is also the token by which a worker owns a try: one that was overtaken finds another number and stops.
    """

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    allowed = models.PositiveIntegerField()
    next_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | ~Q(state="waiting") & Q(next_at__isnull=True),
                name="delivery_waits_for_a_time",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"


class Fault(models.TextChoices):
    """Why a try did not succeed."""

    REFUSED = "refused", _("The address answered that it does not take it.")
    GONE = "gone", _("The address answered that it is gone for good.")
    NO_NAME = "no_name", _("The name of the address leads nowhere.")
    FORBIDDEN = "forbidden", _("The name of the address leads into a network that we do not call.")
    NO_LINE = "no_line", _("Nobody answered at the address.")
    INSECURE = "insecure", _("The certificate of the address is not valid.")
    TOO_SLOW = "too_slow", _("The address took longer than ten seconds.")
    BROKEN = "broken", _("The answer could not be read.")
    LOST = "lost", _("We were interrupted; whether it arrived is not known.")


class Try(models.Model):
    """One try: when, how long it took, what was answered. Of the answer the first 500 characters are kept."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=12, choices=Fault, blank=True)
    said = models.CharField(max_length=ANSWER_LENGTH, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="try_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.status or self.fault}"
