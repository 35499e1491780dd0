"""Mandates, what is collected by them, and the runs that go to a bank as one file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.mandates.rules import ACTIVE_STATES
from quartier.kit.encryption import EncryptedTextField
from quartier.kit.restriction import Restrictable


class Creditor(models.Model):
    """How a company collects and pays: its creditor identifier and account.

    `notice_days` are the days between announcement and collection; fewer than 14 need an agreement, which `agreed_in`
    names. `retries` says whether what came back for want of money is collected once more.
    """

    entity = models.OneToOneField("providers.LegalEntity", on_delete=models.PROTECT, related_name="creditor")
    identifier = models.CharField(max_length=35, blank=True)
    name = models.CharField(max_length=70)
    iban = EncryptedTextField()
    country = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    bic = models.CharField(max_length=11, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=14)
    agreed_in = models.CharField(max_length=120, blank=True)
    retries = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["entity"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_days__gte=14) | ~Q(agreed_in="") & Q(notice_days__gte=1),
                name="short_notice_is_agreed",
            )
        ]

    def __str__(self) -> str:
        return self.identifier or self.name


class Mandate(Restrictable):
    """That a company may collect from an account. The payer is `holder`, who may be somebody else than the customer.

    `account` is the customer's bank account it was given for, None for somebody else's. `words` is what the payer
    signed or confirmed. The `sent_` fields are what the payer's bank was told last: where they differ from what holds
    now, the next file says so as an amendment.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="mandates")
    reference = models.CharField(max_length=35, unique=True)
    scheme = models.CharField(max_length=4)
    source = models.CharField(max_length=6)
    state = models.CharField(max_length=8)
    is_recurring = models.BooleanField(default=True)
    holder = models.CharField(max_length=70)
    holder_city = models.CharField(max_length=80, blank=True)
    holder_country = models.CharField(max_length=2, blank=True)
    iban = EncryptedTextField()
    country = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    account = models.ForeignKey(
        "parties.BankAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="mandates"
    )
    words = models.TextField(blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    bank_confirmed_on = models.DateField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    sent_reference = models.CharField(max_length=35, blank=True)
    sent_iban = EncryptedTextField(blank=True)
    sent_identifier = models.CharField(max_length=35, blank=True)
    sent_name = models.CharField(max_length=70, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "entity"], condition=Q(state="active"), name="one_mandate_in_force"
            ),
            models.UniqueConstraint(fields=["party", "entity"], condition=Q(state="draft"), name="one_mandate_waits"),
            models.CheckConstraint(
                condition=Q(state="draft", signed_on=None) | ~Q(state="draft"), name="drafts_are_not_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(signed_on__isnull=False), name="mandate_in_force_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "active")) | Q(ended_on__isnull=False), name="ended_mandate_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["party", "-made_at"], name="mandate_by_party")]

    def __str__(self) -> str:
        return self.reference

    @property
    def masked(self) -> str:
        """Return what pages show of the account."""
        return f"{self.country}•• •••• {self.ending}"


class Run(models.Model):
    """What goes to a bank as one file: collections ("debit") or transfers ("transfer"), seen by two people."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=9)
    message_id = models.CharField(max_length=35, unique=True)
    until_on = models.DateField()
    count = models.PositiveIntegerField(default=0)
    sum = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    refused = models.JSONField(default=list)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=120)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    bank_status = models.CharField(max_length=4, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("debit", "transfer")), name="run_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "sent")) | Q(document__isnull=False), name="approved_run_has_a_file"
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="run_by_state")]

    def __str__(self) -> str:
        return self.message_id


class Collection(models.Model):
    """That a claim is collected by a mandate on a day. `payment` is what was booked for it.

    A claim has one at a time that is planned or on its way; the database refuses a second.
    """

    item = models.ForeignKey("ledger.Item", on_delete=models.PROTECT, related_name="collections")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="collections")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="collections")
    state = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    collect_on = models.DateField()
    announced_on = models.DateField(null=True)
    announced_by = models.CharField(max_length=60, blank=True)
    sequence = models.CharField(max_length=4, blank=True)
    end_to_end_id = models.CharField(max_length=35, unique=True, null=True)
    payment = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=4, blank=True)
    because = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["collect_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=[str(one) for one in ACTIVE_STATES]), name="collected_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="collects_something"),
        ]
        indexes = [
            models.Index(fields=["state", "collect_on"], name="collection_by_state"),
            models.Index(fields=["run", "state"], name="collection_by_run"),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id or f"{self.item_id}"


class Payout(models.Model):
    """A transfer to a customer. `refund` is the number of what is owed back; one that is on its way goes out once."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="payouts")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    refund = models.BigIntegerField()
    state = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    holder = models.CharField(max_length=70)
    iban = EncryptedTextField()
    country = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    purpose = models.CharField(max_length=140)
    end_to_end_id = models.CharField(max_length=35, unique=True, null=True)
    reason = models.CharField(max_length=4, blank=True)
    because = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["refund"], condition=Q(state__in=("chosen", "sent", "paid")), name="paid_back_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="pays_something"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="payout_by_run")]

    def __str__(self) -> str:
        return self.end_to_end_id or f"{self.refund}"
