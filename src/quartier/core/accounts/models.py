"""Users: people who can log in – customers, staff, and in the schema `console` the operators."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.rules import LOGIN_LENGTH, NAME_LENGTH
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
                condition=Q(audience="staff") | Q(roles=[], entity__isnull=True), name="only_staff_have_roles"
            ),
            models.CheckConstraint(condition=Q(audience="staff") | Q(areas=[]), name="only_staff_have_areas"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Return the permissions that this person's roles grant."""
        if self.audience != Audience.STAFF:
            return frozenset()
        granted = permissions_of(StaffRole(role) for role in self.roles)
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

    def get_full_name(self) -> str:
        """Return the name, as allauth's and Django's pages ask for it."""
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether a permission of ours is granted."""
        return perm in self.permissions
