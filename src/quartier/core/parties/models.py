"""People and organisations, and what ties them to a legal entity of the provider."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    A restricted party is met by no clerk and gets no mailing; the person still reaches their own pages.
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


class IntakeState(models.TextChoices):
    """How far an import has come."""

    CHECKING = "checking", _("is being checked")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    APPLYING = "applying", _("is being taken over")
    DONE = "done", pgettext_lazy("import", "taken over")
    STOPPED = "stopped", pgettext_lazy("import", "stopped")
    DISCARDED = "discarded", pgettext_lazy("import", "discarded")


class IntakeMode(models.TextChoices):
    """What happens to an import of which some rows do not fit."""

    WHOLE = "whole", _("All rows or none")
    ROWS = "rows", _("Every row that fits")


class Verdict(models.TextChoices):
    """What a row of an import does or would do."""

    NEW = "new", pgettext_lazy("row", "new")
    CHANGED = "changed", pgettext_lazy("row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
    REFUSED = "refused", pgettext_lazy("row", "refused")


class Intake(models.Model):
    """One file of master data from the back office: checked first, then taken over or discarded.

    `position` is the number of the last row that is through in the step that runs; `headings` are the columns that were
    used, `left_out` those of which nothing was stored. `stopped_in` is the step in which somebody stopped it.
    """

    file_name = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=120)
    actor_key = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="de")
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.CHECKING)
    stopped_in = models.CharField(max_length=10, choices=IntakeState, blank=True)
    mode = models.CharField(max_length=10, choices=IntakeMode, blank=True)
    headings = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["applying", "done"]) | ~Q(mode=""), name="intake_is_taken_over_in_a_mode"
            ),
            models.CheckConstraint(condition=~Q(state="stopped") | ~Q(stopped_in=""), name="stopped_intake_has_a_step"),
        ]

    def __str__(self) -> str:
        return self.file_name


class IntakeRow(models.Model):
    """One row of an import: permitted fields only. Once it is taken over, only what was said about it is left.

    `changes` gives old and new value by field, `kept` what stays because the customer has changed it since.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    customer_number = models.CharField(max_length=200, blank=True)
    values = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    faults = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_once")]
        indexes = [
            models.Index(fields=["intake", "customer_number", "number"], name="intake_row_by_customer"),
            models.Index(fields=["intake", "verdict", "number"], name="intake_row_by_verdict"),
            models.Index(fields=["customer_number"], name="intake_row_about"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class IntakeColumn(models.Model):
    """Which field a column of the back office's files means; "" stands for a column that is left out."""

    heading = models.CharField(max_length=80, unique=True)
    shown = models.CharField(max_length=80)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["heading"]

    def __str__(self) -> str:
        return self.shown
