"""What should not stand there: who said so, what became of it, and what follows for whoever put it there (QX-46)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.models.conversation import Author, Message


class Ground(models.TextChoices):
    """Why something may not stand there."""

    UNLAWFUL = "unlawful", _("unlawful")
    INSULT = "insult", _("insulting")
    VIOLENCE = "violence", _("glorifies violence or threatens")
    RACISM = "racism", _("racist or discriminating")
    PORNOGRAPHY = "pornography", _("pornographic")
    MINORS = "minors", _("harmful to minors")
    NAME = "name", _("offensive or ambiguous name")


class CaseState(models.TextChoices):
    """Where a case stands."""

    REPORTED = "reported", pgettext_lazy("case", "reported")
    HIDDEN = "hidden", pgettext_lazy("case", "hidden")
    RESTORED = "restored", pgettext_lazy("case", "shown again")
    LEFT = "left", pgettext_lazy("case", "left as it is")


OPEN_CASES = (CaseState.REPORTED, CaseState.HIDDEN)


class Case(models.Model):
    """One thing that should not stand there. `kind` and `number` name it as its app has registered it.

    `shown` keeps words that a neutral label has taken the place of; `party` is who put it there, `thread` where they
    were told. While a case is open there is no second one about the same thing.
    """

    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()
    shown = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="cases")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    thread = models.ForeignKey("threads.Thread", on_delete=models.SET_NULL, null=True, related_name="cases")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.REPORTED)
    ground = models.CharField(max_length=12, choices=Ground, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=Q(state__in=["reported", "hidden"]), name="one_open_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | (~Q(ground="") & ~Q(reason="")), name="hiding_says_ground_and_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class SanctionKind(models.TextChoices):
    """What follows for whoever put it there."""

    WARNING = "warning", _("Warning")
    BLOCK = "block", _("No messages until a day")


class Sanction(models.Model):
    """What follows from a case; a block ends with its last day, or when staff lift it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=SanctionKind)
    last_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    imposed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["imposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="block", last_on__isnull=False) | Q(kind="warning", last_on__isnull=True),
                name="only_a_block_has_a_last_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class ContentReport(models.Model):
    """Somebody says that a thing should not stand there; open until staff hide it or leave it.

    `message` is set where the thing is a message, so that threads show the report beside it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="reports")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="reports")
    reporter = models.CharField(max_length=10, choices=Author)
    reporter_key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(message__isnull=False), name="report_is_about_something"
            )
        ]
        indexes = [models.Index(fields=["message"], condition=Q(settled_at__isnull=True), name="content_report_open")]

    def __str__(self) -> str:
        return self.reason
