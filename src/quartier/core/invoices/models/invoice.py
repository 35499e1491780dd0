"""Invoices and their lines, as they were issued: the database keeps them as they are."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.parties.extension import Standing
from quartier.kit.restriction import Restrictable


class Invoice(Restrictable):
    """One issued invoice, credit note or cancellation (`kind`, an `InvoiceKind`). It never changes.

    Sums of credit notes and cancellations are above zero, as on the paper: they go to the customer. `payable` is
    `gross` less what was `prepaid`. `key` names what is billed ("order:7:1", "schedule:3:2026-11-01"): nothing is
    billed twice under one. `record` is the invoice in the terms of EN 16931 (`en16931.from_json`), `digest` its
    SHA-256. `corrects` is the invoice that a credit note or cancellation is about. `remarks` are what staff are
    told about it. `document` is the paper, pressed after issuing. `parts` is how many lines there are, so that none
    can be added later.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="invoices")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    order = models.ForeignKey("orders.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="invoices")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    key = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=160)
    standing = models.CharField(max_length=10, choices=Standing)
    issued_on = models.DateField()
    supply_from = models.DateField()
    supply_to = models.DateField()
    due_on = models.DateField()
    payment_method = models.CharField(max_length=20, blank=True)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    prepaid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    payable = models.DecimalField(max_digits=12, decimal_places=2)
    parts = models.PositiveSmallIntegerField()
    record = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    remarks = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    because = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="invoice_number_by_entity"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(kind=InvoiceKind.CANCELLATION.value), name="cancelled_once"
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, prepaid__gte=0, payable__gte=0, gross=F("net") + F("vat"))
                & Q(payable=F("gross") - F("prepaid")),
                name="invoice_sums_add_up",
            ),
            models.CheckConstraint(condition=Q(supply_to__gte=F("supply_from")), name="supply_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(kind__in=("credit_note", "cancellation"), corrects__isnull=False)
                | Q(kind__in=("invoice", "partial", "final"), corrects__isnull=True)
                | Q(kind="credit_note", corrects__isnull=True),
                name="corrections_say_of_what",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-issued_on"], name="invoice_by_party"),
            models.Index(fields=["-issued_on", "-id"], name="invoice_by_day"),
            models.Index(fields=["contract"], condition=Q(contract__isnull=False), name="invoice_by_contract"),
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="invoice_by_order"),
            models.Index(fields=["id"], condition=Q(document__isnull=True), name="invoice_without_paper"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit(self) -> bool:
        """Tell whether its sums go to the customer."""
        return self.kind in (InvoiceKind.CREDIT_NOTE, InvoiceKind.CANCELLATION)

    @property
    def subject(self) -> str:
        """Return how other apps and the ledger name it."""
        return f"invoices.invoice:{self.pk}"


class InvoiceLine(models.Model):
    """One line: `net` is quantity × `unit_net` in cents, `vat` its share of the tax on the sum of its rate.

    `source` names what is billed ("charges.charge:5", "orders.orderline:3"). `credits` is the line that a line of a
    credit note takes back.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    credits = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="credited_by")
    source = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=4)
    unit = models.CharField(max_length=3)
    unit_net = models.DecimalField(max_digits=14, decimal_places=4)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2)
    vat_category = models.CharField(max_length=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    supply_from = models.DateField()
    supply_to = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(supply_to__gte=F("supply_from")), name="line_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["source"], condition=~Q(source=""), name="invoice_line_by_source")]

    def __str__(self) -> str:
        return self.title
