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

from quartier.kit.access import Audience
from quartier.kit.roles import SCOPED, StaffRole, areas_granted, permissions_of


class AudienceChoice(models.TextChoices):
    """The three kinds of users."""

    CUSTOMER = Audience.CUSTOMER.value, _("Customer")
    STAFF = Audience.STAFF.value, _("Staff")
    OPERATOR = Audience.OPERATOR.value, _("Operator")


class UserRows(BaseUserManager["User"]):
    """The user table; `get_by_natural_key` finds addresses whatever their case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of an e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can log in. The e-mail address is unique within a schema, whatever its case.

    `roles` and `areas` count for staff only: what somebody does, and with whose data (SBV-27). `entity` limits a
    partner's staff to the accounts of that legal entity (QX-01).
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    audience = models.CharField(max_length=12, choices=AudienceChoice)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    entity = models.ForeignKey(
        "providers.LegalEntity", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserRows] = UserRows()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
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

    def get_full_name(self) -> str:
        """Return the name, as allauth's and Django's pages ask for it."""
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether a permission of ours is granted."""
        return perm in self.permissions
