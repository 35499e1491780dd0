"""Keys of programs and tokens of people. What a secret is, only its owner knows: here lies its hash."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from quartier.kit.access import Access, Audience
from quartier.kit.api import ACCOUNT, OWN, READ
from quartier.kit.components.markup import Text
from quartier.values.actor import Actor, ActorKind, Way

HASH_LENGTH = 64


class ApiKey(models.Model):
    """A key under which one program calls the API. It is nobody's: its name is the program's.

    `ending` are the last signs of the key, to tell it from others. The key before works until `previous_until`.
    `calls` counts those since `window_at`.
    """

    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=40))
    digest = models.CharField(max_length=HASH_LENGTH, unique=True)
    ending = models.CharField(max_length=4)
    previous = models.CharField(max_length=HASH_LENGTH, blank=True, db_index=True)
    previous_until = models.DateTimeField(null=True)
    issued_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    window_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(revoked_at__isnull=True), name="key_name_once_while_it_works"
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="key_may_do_something"),
            models.CheckConstraint(
                condition=Q(previous="") | Q(previous_until__isnull=False), name="key_before_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authenticated(self) -> bool:
        """Tell that somebody is there: a key that was recognised."""
        return True

    @property
    def audience(self) -> str:
        """Return which endpoints are made for it."""
        return Audience.PROGRAM.value

    @property
    def permissions(self) -> frozenset[str]:
        """Return what it may do."""
        return frozenset(self.scopes)

    @property
    def actor(self) -> Actor:
        """Return who acts: a program, by its name."""
        return Actor(ActorKind.SYSTEM, f"api:{self.pk}", self.name, via=Way.API)

    @property
    def user(self) -> None:
        """Return the person who acts: none, a key is nobody's."""

    def kept_out(self, rule: Access) -> str:
        """Return why it may not call now: nothing keeps a key out but revoking it."""
        return ""


class PersonalToken(models.Model):
    """What lets a program of a customer do in the portal what the customer may do, or less, until a day.

    Revoked tokens are gone; the history keeps that they were. `ending` are the last signs, to tell them apart. `calls`
    counts those since `window_at`.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=40))
    digest = models.CharField(max_length=HASH_LENGTH, unique=True)
    ending = models.CharField(max_length=4)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    window_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_may_do_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("issued_at")), name="token_has_an_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authenticated(self) -> bool:
        """Tell that somebody is there: a token that was recognised."""
        return True

    @property
    def audience(self) -> str:
        """Return which endpoints are made for it."""
        return Audience.CUSTOMER.value

    @property
    def permissions(self) -> frozenset[str]:
        """Return what it may do: what was allowed, as far as the person still may."""
        person: Any = self.user
        return frozenset(self.scopes) & {READ, ACCOUNT, *(OWN + right for right in person.customer_rights)}

    @property
    def actor(self) -> Actor:
        """Return who acts: the person, through the API."""
        person: Any = self.user
        return Actor(ActorKind.CUSTOMER, str(person.pk), person.name, via=Way.API)

    def kept_out(self, rule: Access) -> Text:
        """Return why the person may not call this now: what is blocked on pages is blocked here."""
        barred = frozenset(self.user.barred)
        if barred & {"all", "personal"}:
            return _("Your access is blocked. Please contact us.")
        if rule.feature and f"service:{rule.feature}" in barred:
            return _("This service is blocked for you. Everything else is open as before. Please contact us.")
        return ""
