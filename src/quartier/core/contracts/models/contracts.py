"""Contracts and the words that govern them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.parties.extension import Standing
from quartier.kit.restriction import Restrictable


class ContractState(models.TextChoices):
    """What has become of a contract."""

    RUNNING = "running", pgettext_lazy("contract", "running")
    ENDING = "ending", pgettext_lazy("contract", "ends on a known day")
    ENDED = "ended", pgettext_lazy("contract", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("contract", "withdrawn")


class Contract(Restrictable):
    """What makes a tie of a customer to a company a contract that runs, changes and ends.

    `scope` is the kind of contract that policies know (`policies.choices.Scope`); the policy in force on the day of
    conclusion decides its term. `standing` is the customer's part in this contract (§§ 13, 14 BGB) and never changes.
    `formed_by` is the event that concluded it (`policies.contract.Moment`). `instructed_at` is when the instruction on
    withdrawal was received; empty, the period has not begun. `origin` names what it came from, such as
    "orders.order:7" or "registration.application:3". `ends_on` is the last day, once it is known.
    """

    relationship = models.OneToOneField("parties.Relationship", on_delete=models.PROTECT, related_name="contract")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="contracts")
    scope = models.CharField(max_length=20)
    standing = models.CharField(max_length=10, choices=Standing)
    is_paid = models.BooleanField()
    state = models.CharField(max_length=10, choices=ContractState, default=ContractState.RUNNING)
    formed_by = models.CharField(max_length=20)
    concluded_at = models.DateTimeField()
    instructed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    performed_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-concluded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", ends_on__isnull=True) | ~Q(state="running"), name="running_without_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(state="ending") | Q(ends_on__isnull=False), name="ending_contract_names_the_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "withdrawn"), ended_at__isnull=False)
                | ~Q(state__in=("ended", "withdrawn")) & Q(ended_at__isnull=True),
                name="contract_over_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(performed_at__isnull=True) | Q(begun_at__isnull=False, begun_at__lte=F("performed_at")),
                name="performed_after_begun",
            ),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="one_contract_by_origin"),
        ]
        indexes = [
            models.Index(fields=["party", "-concluded_at"], name="contract_by_party"),
            models.Index(fields=["scope", "state"], name="contract_by_scope"),
            models.Index(fields=["-concluded_at", "-id"], name="contract_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.relationship)


class Governs(models.TextChoices):
    """Why a version governs a contract."""

    CONCLUSION = "conclusion", _("since the conclusion")
    CHANGE = "change", _("by an announced change")
    AGREEMENT = "agreement", _("by agreement")


class ContractText(models.Model):
    """A version of a legal text that governs a contract, from a day on and until another one follows (CC-01)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="texts")
    version = models.ForeignKey("terms.TextVersion", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    because = models.CharField(max_length=12, choices=Governs)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind"], condition=Q(until__isnull=True), name="one_version_governs_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="text_until_after_since"
            ),
        ]
        indexes = [models.Index(fields=["version", "contract"], name="contract_text_by_version")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"
