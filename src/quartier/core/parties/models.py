"""People and organisations, and what ties them to a legal entity of the provider."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartier.kit.restriction import Restrictable


class PartyKind(models.TextChoices):
    """A human being or an organisation."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class AddressState(models.TextChoices):
    """Whether post reaches the party (DWG-44: matters for the venue)."""

    KNOWN = "known", _("known")
    UNKNOWN = "unknown", _("unknown")
    ABROAD = "abroad", _("abroad")


class Party(Restrictable):
    """A person or organisation the provider deals with; `name` is the family or firm name.

    A restricted one is met by no clerk and gets no mailing; the person still reaches their own pages.
    """

    kind = models.CharField(max_length=12, choices=PartyKind, default=PartyKind.PERSON)
    salutation = models.CharField(max_length=20, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=210, db_index=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    address_state = models.CharField(max_length=10, choices=AddressState, default=AddressState.KNOWN)
    address_state_since = models.DateField(null=True, blank=True)
    user = models.OneToOneField("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="party")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(address_state="known") | Q(address_state_since__isnull=False),
                name="lost_address_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.name}".strip()


class RelationshipKind(models.TextChoices):
    """Why somebody is a customer."""

    TENANCY = "tenancy", _("Tenancy")
    MEMBERSHIP = "membership", _("Membership")
    SAVINGS = "savings", _("Savings")
    SERVICE = "service", _("Service contract")
    PORTAL = "portal", _("Portal use")


class Relationship(models.Model):
    """A contractual tie to exactly one legal entity; the platform's operator is never one (DWG-01, DWG-13)."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relationships")
    legal_entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=12, choices=RelationshipKind)
    number = models.CharField(max_length=30)
    subject = models.CharField(max_length=160, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "number"], name="relationship_number_per_entity"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="relationship_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
