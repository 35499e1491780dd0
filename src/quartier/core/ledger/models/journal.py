"""The journal: entries that balance and are never changed. The database holds both, whoever writes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartier.core.ledger.models.accounts import Account


class Posting(models.Model):
    """One entry in the journal of a company, numbered without gaps by year of `booked_on`.

    `origin` names what it records ("invoices.invoice:7:issued"): nothing is booked twice. `document` is the number on
    the voucher. It names no person: items do. A wrong one is reversed by another, never changed. `parts` is how many
    lines it has, so that none can be added later.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12)
    booked_on = models.DateField()
    document = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=160)
    origin = models.CharField(max_length=100)
    parts = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["entity", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="journal_number_by_year"),
            models.UniqueConstraint(fields=["origin"], name="booked_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="journal_number_from_one"),
            models.CheckConstraint(condition=Q(parts__gte=2), name="two_lines_at_least"),
        ]
        indexes = [
            models.Index(fields=["entity", "booked_on"], name="posting_by_day"),
            models.Index(fields=["document"], name="posting_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class Line(models.Model):
    """One side of an entry: debit above zero, credit below. The lines of an entry add up to zero."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="line_of_something")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
