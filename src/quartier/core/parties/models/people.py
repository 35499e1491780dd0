"""People and organisations, and what ties them to a legal entity of the provider."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.rules import ActsFor
from quartier.kit.restriction import Restrictable


class PartyKind(models.TextChoices):
    """Whom the law sees in a party; data protection is about all but legal persons (SBV-22)."""

    PERSON = "person", _("Person")
    SOLE_TRADER = "sole_trader", _("Sole trader or one-person company")
    CONTACT = "contact", _("Contact person of a legal person")
    ORGANISATION = "organisation", _("Organisation")


class Standing(models.TextChoices):
    """In which part somebody concludes contracts (§§ 13, 14 BGB)."""

    CONSUMER = "consumer", _("Consumer")
    BUSINESS = "business", _("Business")


class LetterLanguage(models.TextChoices):
    """The language of covering letters; contracts themselves are always German."""

    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")


class AddressState(models.TextChoices):
    """Whether post reaches the party (DWG-44: matters for the venue)."""

    KNOWN = "known", _("known")
    UNKNOWN = "unknown", _("unknown")
    ABROAD = "abroad", _("abroad")


class Party(Restrictable):
    """A person or organisation the provider deals with; `name` is the family or firm name.

    `number` is what the back office calls the party; `sent` is what it said last about the fields that customers change
    themselves, so that repeating it does not undo their changes. Without a billing address the postal one counts.
    A restricted party is met by no clerk and gets no mailing; the person still reaches their own pages. One that was
    `merged_into` another is restricted too, until that is undone.
    """

    number = models.CharField(max_length=30, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=12, choices=PartyKind, default=PartyKind.PERSON)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.CONSUMER)
    salutation = models.CharField(max_length=20, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=210, db_index=True)
    born_on = models.DateField(null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DE")
    billing_name = models.CharField(max_length=120, blank=True)
    billing_street = models.CharField(max_length=120, blank=True)
    billing_postcode = models.CharField(max_length=10, blank=True)
    billing_city = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=LetterLanguage, default=LetterLanguage.GERMAN)
    address_state = models.CharField(max_length=10, choices=AddressState, default=AddressState.KNOWN)
    address_state_since = models.DateField(null=True, blank=True)
    user = models.OneToOneField("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="party")
    account = models.OneToOneField(
        "accounts.CustomerAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="party"
    )
    sent = models.JSONField(default=dict, blank=True, editable=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="twins_gone")
    created_at = models.DateTimeField()

    # How far somebody may look who acts for the party in this request; None for everybody else.
    looked_at_by: ClassVar[ActsFor | None] = None

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

    @property
    def is_legal(self) -> bool:
        """Tell whether this is a legal person: the GDPR protects its contact persons alone (SBV-22)."""
        return self.kind == PartyKind.ORGANISATION


class RelationshipKind(models.TextChoices):
    """Why somebody is a customer."""

    TENANCY = "tenancy", _("Tenancy")
    MEMBERSHIP = "membership", _("Membership")
    SAVINGS = "savings", _("Savings")
    SERVICE = "service", _("Service contract")
    SUPPLIER = "supplier", _("Supplier")
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
