"""How contracts end: notices with their day, the dates of invoices that notice counts from, and what staff decide."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.core.contracts.models.contracts import Contract
from quartier.kit.restriction import Restrictable


class Ending(Restrictable):
    """A notice that counts, by one side, with the day it arrived and the day that follows from it.

    `side` and `way` are `rules.Side` and `rules.Way`. `refund_hint` tells billing that money was paid beyond the end.
    `declaration` is what the customer declared, `document` the letter as it came or went. A notice is taken back by
    agreement alone: `revoked_at` and `revoked_because` say when and how both sides agreed; it stays on record.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="endings")
    side = models.CharField(max_length=10)
    way = models.CharField(max_length=12)
    received_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField(blank=True)
    refund_hint = models.BooleanField(default=False)
    derivation = models.JSONField(default=list, blank=True)
    declaration = models.ForeignKey(
        "declarations.Declaration", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(revoked_at__isnull=True), name="one_ending_in_force"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""), name="ending_revoked_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.ends_on}"


class InvoiceDate(models.Model):
    """The date of the invoice for one contract year: from it the time for notice is counted (CC-82)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="invoice_dates")
    year_begins_on = models.DateField()
    invoiced_on = models.DateField()
    number = models.CharField(max_length=40, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["year_begins_on"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "year_begins_on"], name="one_invoice_date_a_contract_year")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.invoiced_on}"


class CandidateState(models.TextChoices):
    """What has become of a question to staff."""

    OPEN = "open", pgettext_lazy("candidate", "to decide")
    USED = "used", pgettext_lazy("candidate", "used")
    DISMISSED = "dismissed", pgettext_lazy("candidate", "not used")
    GONE = "gone", pgettext_lazy("candidate", "settled meanwhile")


class Candidate(Restrictable):
    """Something about a contract that a person has to decide: a right to end it, or a term nobody has billed.

    `ground` is a `rules.Ground`, `seen` what it was found from. A program finds it or staff note it (`found_by`); only
    staff decide (CC-76, CC-82, CC-83).
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="candidates")
    ground = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.OPEN)
    seen = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "ground"], condition=Q(state="open"), name="one_open_candidate_by_ground"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="candidate_decided_with_a_time",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], condition=Q(state="open"), name="candidate_open")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.ground}"
