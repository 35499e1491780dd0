"""What customers owe and are owed: every line on the account of claims is one item, and what settles it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quartier.core.ledger.models.journal import Line
from quartier.kit.restriction import Restrictable


class Item(Restrictable):
    """An open item: a claim above zero or a credit below, on the account of one customer with one company.

    It belongs to exactly one line, so open items and the ledger cannot differ. `open` is kept by the database from
    the allocations; nobody writes it. `subject` names the paper it comes from ("invoices.invoice:7"), `document` its
    number, `cause` the claim that costs and interest are about. `due_on` is when a claim is due.
    """

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="item")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="items")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    nature = models.CharField(max_length=10)
    subject = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=160)
    booked_on = models.DateField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    open = models.DecimalField(max_digits=14, decimal_places=2)
    cause = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="consequences")

    class Meta:
        ordering = ["booked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, open__gte=0, open__lte=F("amount"))
                | Q(amount__lt=0, open__lte=0, open__gte=F("amount")),
                name="open_within_the_amount",
            ),
            models.CheckConstraint(
                condition=Q(nature="credit", amount__lt=0) | ~Q(nature="credit") & Q(amount__gt=0),
                name="credits_are_below_zero",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "booked_on"], name="item_by_party"),
            models.Index(fields=["entity", "due_on"], condition=~Q(open=0), name="item_open"),
            models.Index(fields=["party"], condition=~Q(open=0), name="item_open_by_party"),
            models.Index(fields=["contract"], condition=Q(contract__isnull=False), name="item_by_contract"),
            models.Index(fields=["subject"], name="item_by_subject"),
            models.Index(fields=["document"], name="item_by_document"),
            models.Index(fields=["cause"], condition=Q(cause__isnull=False), name="item_by_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.document or self.text} {self.amount}"


class Allocation(models.Model):
    """So much of a credit settles a claim, from a day on; undoing one is a row of its own, below zero."""

    claim = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="settled_by")
    credit = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="settles")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    because = models.CharField(max_length=160)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, undoes__isnull=True) | Q(amount__lt=0, undoes__isnull=False),
                name="allocation_or_its_undoing",
            )
        ]
        indexes = [
            models.Index(fields=["claim", "on"], name="allocation_by_claim"),
            models.Index(fields=["credit", "on"], name="allocation_by_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} → {self.claim_id} {self.amount}"
