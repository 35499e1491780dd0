"""Jobs: what the office draws and calculates for an order, who releases it, and what the customer wants changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.modules.survey.models.surveys import Survey


class ProductOutput(models.Model):
    """What a product delivers: keys of `rules.outputs.Output`."""

    product = models.OneToOneField("catalogue.Product", on_delete=models.CASCADE, related_name="+")
    outputs = ArrayField(models.CharField(max_length=12))

    class Meta:
        ordering = ["product"]

    def __str__(self) -> str:
        return f"{self.product}"


class JobState(models.TextChoices):
    """How far a job has come. Nothing is delivered that a second person did not release."""

    CHECKING = "checking", pgettext_lazy("survey job", "documents to be checked")
    WAITING = "waiting", pgettext_lazy("survey job", "incomplete, waiting for the customer")
    READY = "ready", pgettext_lazy("survey job", "complete, not begun")
    DRAWING = "drawing", pgettext_lazy("survey job", "being drawn")
    REVIEW = "review", pgettext_lazy("survey job", "waits for a second person")
    MAKING = "making", pgettext_lazy("survey job", "released, files are being made")
    DELIVERED = "delivered", pgettext_lazy("survey job", "delivered")
    ENDED = "ended", pgettext_lazy("survey job", "ended without a result")


class Job(models.Model):
    """The work on one order: what is owed (`outputs`), on which survey, by whom, and how far it has come.

    `checklist` is what was found in the customer's documents the last time, item by item (WR-031). `drawn_key` is who
    sent it for release, `sent_back` why a second person did not release it.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="survey_job")
    survey = models.OneToOneField(Survey, null=True, on_delete=models.PROTECT, related_name="job")
    outputs = ArrayField(models.CharField(max_length=12))
    state = models.CharField(max_length=10, choices=JobState, default=JobState.CHECKING)
    worker = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    checklist = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=120, blank=True)
    drawn_by = models.CharField(max_length=120, blank=True)
    drawn_key = models.CharField(max_length=40, blank=True)
    released_by = models.CharField(max_length=120, blank=True)
    sent_back = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("making", "delivered")) | ~Q(released_by=""), name="delivered_when_released"
            ),
        ]
        indexes = [models.Index(fields=["state", "made_at"], name="survey_job_by_state")]

    def __str__(self) -> str:
        return str(self.order)


class Delivery(models.Model):
    """A result that was handed out: the first one, and each one after a change; all of them stay.

    The files stand with the order, `files` are their documents. `content` is what was drawn, to compare the next one.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    files = ArrayField(models.BigIntegerField(), default=list)
    drawn_by = models.CharField(max_length=120)
    released_by = models.CharField(max_length=120)
    delivered_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_delivery_a_number")]

    def __str__(self) -> str:
        return f"{self.job} {self.number}"


class ChangeWishState(models.TextChoices):
    """How far a wish has come; one that costs is done only after the customer has said yes to the fee."""

    ASKED = "asked", pgettext_lazy("change wish", "asked")
    QUOTED = "quoted", pgettext_lazy("change wish", "quoted, waits for the customer")
    AGREED = "agreed", pgettext_lazy("change wish", "to be done")
    DONE = "done", pgettext_lazy("change wish", "done")
    DECLINED = "declined", pgettext_lazy("change wish", "not wanted any more")


class ChangeWish(models.Model):
    """What a customer wants changed in a result (WR-075).

    How staff judged it and what it costs stands with the invoices as `change` (`invoices.LaterChange`). `gross` is the
    price that the customer was told; `work_from` is the first day on which it may be done for a consumer who can still
    withdraw from it and did not ask for an early start (§ 357a BGB). `because` is why it was declined.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="wishes")
    words = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ChangeWishState, default=ChangeWishState.ASKED)
    change = models.OneToOneField(
        "invoices.LaterChange", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gross = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    words_to = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=300, blank=True)
    work_from = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("asked", "declined")) | Q(change__isnull=False), name="wish_goes_on_when_judged"
            ),
            models.UniqueConstraint(
                fields=["job"], condition=Q(state__in=("asked", "quoted", "agreed")), name="one_open_wish_a_job"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
