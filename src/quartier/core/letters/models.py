"""Letters, the batches they are printed in, and each time one was printed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class LetterState(models.TextChoices):
    """How far a letter is on its way to the post."""

    WAITING = "waiting", pgettext_lazy("letter", "waits to be printed")
    BATCHED = "batched", pgettext_lazy("letter", "in a batch")
    PRINTED = "printed", pgettext_lazy("letter", "printed")
    POSTED = "posted", pgettext_lazy("letter", "posted")
    TAKEN_BACK = "taken_back", pgettext_lazy("letter", "taken back")


class Batch(models.Model):
    """Letters of one company that are printed together; the file for the printer can be made again at any time."""

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    both_sides = models.BooleanField(default=False)
    letter_count = models.PositiveIntegerField()
    page_count = models.PositiveIntegerField()
    sheet_count = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    file = models.OneToOneField("documents.Document", on_delete=models.SET_NULL, null=True, related_name="+")
    file_made_at = models.DateTimeField(null=True)
    fault_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(letter_count__gt=0), name="batch_has_letters")]

    def __str__(self) -> str:
        return f"S-{self.pk:05}"


class Letter(Restrictable):
    """One letter as it went out: to whom, at which address then, in whose name. What it says is its document."""

    number = models.CharField(max_length=20, unique=True)
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=160)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="letters")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="letter")
    address = models.TextField()
    postcode = models.CharField(max_length=10)
    sort_name = models.CharField(max_length=210)
    page_count = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="letters")
    place = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="letter_place_in_its_batch"),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, place__isnull=True, state__in=["waiting", "taken_back"])
                | Q(batch__isnull=False, place__isnull=False, state__in=["batched", "printed", "posted"]),
                name="letter_has_a_batch_when_it_is_printed",
            ),
            models.CheckConstraint(condition=Q(page_count__gt=0), name="letter_has_pages"),
        ]
        indexes = [
            models.Index(
                fields=["entity", "postcode", "sort_name"], condition=Q(state="waiting"), name="letter_waiting"
            ),
            models.Index(fields=["-written_at", "-id"], name="letter_by_time"),
            models.Index(fields=["party", "-written_at"], name="letter_by_party"),
        ]

    def __str__(self) -> str:
        return self.number


class PrintRun(models.Model):
    """One time somebody printed a batch; every time but the first has a reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField()
    printed_by = models.CharField(max_length=120)
    sheet_count = models.PositiveIntegerField()
    is_again = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=Q(is_again=False), name="batch_printed_first_once"),
            models.CheckConstraint(condition=Q(is_again=False) | ~Q(reason=""), name="printed_again_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, {self.at:%Y-%m-%d %H:%M}"
