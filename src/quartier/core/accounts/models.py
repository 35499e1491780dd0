"""Users: people who can log in – customers, staff, and in the schema `console` the operators."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.rules import LOGIN_LENGTH, NAME_LENGTH, composed
from quartier.kit.access import Audience
from quartier.kit.roles import SCOPED, SHARED, StaffRole, areas_granted, customer_rights, permissions_of


class AudienceChoice(models.TextChoices):
    """The three kinds of users."""

    CUSTOMER = Audience.CUSTOMER.value, _("Customer")
    STAFF = Audience.STAFF.value, _("Staff")
    OPERATOR = Audience.OPERATOR.value, _("Operator")


class CustomerAccount(models.Model):
    """An account that several users of one customer share (QX-12); all of them name it when they log in."""

    name = models.CharField(max_length=NAME_LENGTH)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="account_name_whatever_case")]

    def __str__(self) -> str:
        return self.name


class UserRows(BaseUserManager["User"]):
    """The user table; `get_by_natural_key` finds logins whatever their case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of a login."""
        return self.get(login=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who can log in: under `login`, which is unique within a schema and made by `rules`.

    Without an account the e-mail address is nobody else's either. Users of different accounts may share one, and
    nobody learns of it. `roles` and `areas` count for staff only: what somebody does, and with whose data (SBV-27).
    `more` and `less` are the permissions by which that differs from what roles come with, where the provider has
    decided so (`RolePermission`); kept here because every request asks.
    `entity` limits a partner's staff to the accounts of that legal entity (QX-01). `rights` are what the account's
    administrator has granted; `barred` are the scopes of the blocks in force, kept here because every request asks.
    """

    login = models.CharField(max_length=LOGIN_LENGTH, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    account = models.ForeignKey(CustomerAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    user_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    rights = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    barred = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=12, choices=AudienceChoice)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    more = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    less = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    entity = models.ForeignKey(
        "providers.LegalEntity", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserRows] = UserRows()

    # Whom this person acts for in this request, and with which rights; put here by whoever owns mandates.
    acts_for: ClassVar[Any] = None

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(account__isnull=True), name="email_once_among_personal_users"
            ),
            models.CheckConstraint(
                condition=Q(audience="customer") | Q(account__isnull=True, rights=[], barred=[]),
                name="only_customers_have_accounts",
            ),
            models.CheckConstraint(condition=Q(account__isnull=False) | Q(rights=[]), name="rights_are_of_an_account"),
            models.CheckConstraint(
                condition=Q(audience="staff") | Q(roles=[], more=[], less=[], entity__isnull=True),
                name="only_staff_have_roles",
            ),
            models.CheckConstraint(condition=Q(audience="staff") | Q(areas=[]), name="only_staff_have_areas"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Return the permissions that this person's roles grant at this provider."""
        if self.audience != Audience.STAFF:
            return frozenset()
        granted = permissions_of(StaffRole(role) for role in self.roles).union(self.more).difference(self.less)
        return granted if self.entity_id is None else granted & SCOPED

    @cached_property
    def data_areas(self) -> frozenset[str]:
        """Return the data areas this person works in."""
        if self.audience != Audience.STAFF:
            return frozenset()
        return areas_granted((StaffRole(role) for role in self.roles), self.areas)

    @property
    def customer_rights(self) -> frozenset[str]:
        """Return what this person may do as a customer: for themselves everything, else what was granted."""
        if self.audience != Audience.CUSTOMER:
            return frozenset()
        if self.acts_for is not None:
            return frozenset(self.acts_for.rights)
        known = frozenset(customer_rights.keys())
        return known - SHARED if self.account_id is None else known & frozenset(self.rights)

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash of a password in its composed form; None makes it unusable."""
        super().set_password(raw_password if raw_password is None else composed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether this is the password, however its letters were put together."""
        return super().check_password(raw_password if raw_password is None else composed(raw_password))

    def get_full_name(self) -> str:
        """Return the name, as allauth's and Django's pages ask for it."""
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether a permission of ours is granted."""
        return perm in self.permissions


class RolePermission(models.Model):
    """Where a provider decides otherwise than roles come: a permission more or less for one role."""

    role = models.CharField(max_length=20)
    permission = models.CharField(max_length=40)
    is_granted = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "permission"]
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_permission_once"),
            models.CheckConstraint(condition=~Q(role="lead"), name="lead_stays_as_it_is"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.permission}"


class Session(AbstractBaseSession):
    """A login on one device. `expire_date` is when it ends unless somebody comes back (`rules.ends_at`).

    `device` is a short name such as “Firefox, Windows”; no address is kept.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    audience = models.CharField(max_length=12, blank=True)
    device = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the engine that reads these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Device(models.Model):
    """A browser in which somebody has logged in: guesses made elsewhere do not count against it.

    Its cookie holds a random key, of which only the hash is kept. Until `trusted_until` it needs no second factor.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    key_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    trusted_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("key_hash", "user", name="device_once_per_user")]

    def __str__(self) -> str:
        return self.name


class Attempts(models.Model):
    """Failures counted within one window, under the keyed hash of what they have in common."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class Purpose(models.TextChoices):
    """What a link in a mail is for."""

    RESET = "reset", _("Choose a new password")
    FIRST = "first", _("Choose the first password")
    ADDRESS = "address", _("Confirm an e-mail address")


class MailLink(models.Model):
    """A link that was or will be mailed: works once, until it expires, in this schema only; its key is kept hashed.

    Without a user somebody asked for a login that nobody has; then no mail leaves.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    key_hash = models.CharField(max_length=64, blank=True, db_index=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_purpose_display()
