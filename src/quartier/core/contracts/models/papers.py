"""What both sides agreed in writing besides the texts: amendments, individual agreements, terms of the customer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.contracts.models.contracts import Contract
from quartier.kit.restriction import Restrictable


class Amendment(Restrictable):
    """A written change of a contract, numbered (QX-54). Without the signed file it is a draft and never effective."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    words = models.TextField()
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="amendment_number_by_contract"),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(document__isnull=False, signed_on__isnull=False),
                name="no_effect_without_a_signed_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"


class AgreementKind(models.TextChoices):
    """What was agreed in writing."""

    OWN_TERMS = "own_terms", _("The customer's own terms apply")
    INDIVIDUAL = "individual", _("Individual agreement")


class Agreement(Restrictable):
    """A dated agreement in writing about a contract or an order: it goes before the terms (§ 305b BGB; WR-003, CC-03).

    `subject` is "contracts.contract:5" or what a contract comes from, such as "orders.order:7". The document is its
    evidence; there is none without.
    """

    subject = models.CharField(max_length=60)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AgreementKind)
    words = models.TextField(blank=True)
    agreed_on = models.DateField()
    channel = models.CharField(max_length=20)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["agreed_on", "pk"]
        indexes = [models.Index(fields=["subject"], name="agreement_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind}"
