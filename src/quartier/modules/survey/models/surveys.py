"""A survey: what was measured, in the format of `aufmass`, with its versions and the pictures beneath the drawing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from quartier.kit.encryption import EncryptedTextField
from quartier.kit.restriction import Restrictable


class Origin(models.TextChoices):
    """Who draws a survey: a customer in the express calculator, or the office for an order."""

    EXPRESS = "express", pgettext_lazy("survey", "Express calculation")
    OFFICE = "office", pgettext_lazy("survey", "Drawn by us")


class SurveyState(models.TextChoices):
    """How far a survey has come. Finished ones are never changed (WR-011)."""

    OPEN = "open", pgettext_lazy("survey", "in work")
    FINISHING = "finishing", pgettext_lazy("survey", "result is being made")
    FINISHED = "finished", pgettext_lazy("survey", "finished")


class Survey(Restrictable):
    """Measured rooms and what stands on their sheet.

    `content` is a survey in the format of `aufmass`, readable always and free of faults only when it is finished;
    `number` counts what was saved, so that two tabs never overwrite each other. `token` is the secret in the address
    of an express calculation, sealed, and `token_digest` its hash; one with a `user` is theirs alone. `ordering` is
    the key of the order that somebody began for it (`orders.Order.key`), `order` what became of that: one order, one
    calculation (WR-011). `author`, `recipient`, `purpose` and `address` are printed. `photo` names a held file.
    """

    origin = models.CharField(max_length=10, choices=Origin)
    state = models.CharField(max_length=10, choices=SurveyState, default=SurveyState.OPEN)
    title = models.CharField(max_length=120)
    content = models.JSONField()
    number = models.PositiveIntegerField(default=1)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    token = EncryptedTextField(blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    ordering = models.CharField(max_length=64, blank=True)
    order = models.OneToOneField("orders.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="survey")
    author = models.CharField(max_length=120, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    photo = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_digest"], condition=~Q(token_digest=""), name="survey_by_token"),
            models.UniqueConstraint(fields=["ordering"], condition=~Q(ordering=""), name="survey_of_one_order"),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False) | ~Q(state="finished"),
                name="survey_finished_with_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-touched_at"], name="survey_by_user"),
            models.Index(fields=["expires_at"], name="survey_by_end", condition=Q(expires_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A survey as it was at a number. `is_aside` marks one that another tab or a device had meanwhile."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    is_aside = models.BooleanField(default=False)
    client = models.CharField(max_length=40, blank=True)
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], condition=Q(is_aside=False), name="one_version_a_number"
            ),
            # The same edit that is sent again after a broken line is stored once.
            models.UniqueConstraint(fields=["survey", "client"], condition=~Q(client=""), name="one_version_a_client"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"


class Underlay(models.Model):
    """A photo or a page of a plan beneath the drawing of a storey.

    The bytes lie with documents: held under `upload_key` for visitors, or as the `document` of an order. `placing` is
    two points of the picture with the distance between them in mm, turn, place of its corner, and a second distance
    that was checked.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="underlays")
    storey = models.CharField(max_length=40)
    upload_key = models.UUIDField(null=True, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    page = models.PositiveSmallIntegerField(default=1)
    file_name = models.CharField(max_length=150)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    placing = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["storey", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(upload_key__isnull=False, document__isnull=True)
                | Q(upload_key__isnull=True, document__isnull=False),
                name="underlay_of_one_file",
            ),
            models.UniqueConstraint(fields=["survey", "storey"], name="one_underlay_a_storey"),
        ]

    def __str__(self) -> str:
        return self.file_name
