"""Who is kept out of what: warnings, blocks with their grounds, and what staff should look at."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASON = 500


class Way(models.TextChoices):
    """How a customer was told."""

    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")


class ScopeChoice(models.TextChoices):
    """What a block reaches."""

    ALL = "all", _("everything")
    PERSONAL = "personal", _("the personal area alone")
    SERVICES = "services", _("single services")


class TermChoice(models.TextChoices):
    """How long a block lasts."""

    DAY = "day", _("until the end of a day")
    GROUNDS = "grounds", _("until its grounds are gone")
    PERMANENT = "permanent", _("permanently")


class Warned(models.Model):
    """A warning: what for, in which words, until when the customer can put it right, and how they were told."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="warnings")
    grounds = ArrayField(models.CharField(max_length=60))
    text = models.TextField()
    mend_by = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=6, choices=Way)
    warned_at = models.DateTimeField()
    warned_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-warned_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(grounds=[]) & ~Q(text=""), name="warning_says_what_for")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.warned_at:%Y-%m-%d}"


class Block(models.Model):
    """A block in force until it is lifted. Its contracts and debts go on as if it were not there.

    `services` are keys of functions, for a block of single ones. `urgency` says why no warning went before. Where the
    customer is `not_responsible`, nothing is owed for the time of the block (§ 326 Abs. 1 BGB, QX-38).
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="blocks")
    scope = models.CharField(max_length=10, choices=ScopeChoice)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    term = models.CharField(max_length=10, choices=TermChoice)
    last_on = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=REASON, blank=True)
    urgency = models.CharField(max_length=REASON, blank=True)
    not_responsible = models.BooleanField(default=False)
    warning = models.ForeignKey(Warned, on_delete=models.PROTECT, null=True, related_name="blocks")
    imposed_at = models.DateTimeField()
    imposed_by = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=120, blank=True)
    lifted_because = models.CharField(max_length=REASON, blank=True)

    class Meta:
        ordering = ["-imposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="services") & ~Q(services=[]) | ~Q(scope="services") & Q(services=[]),
                name="block_of_services_names_them",
            ),
            models.CheckConstraint(
                condition=Q(term="day", last_on__isnull=False) | ~Q(term="day") & Q(last_on__isnull=True),
                name="block_until_a_day_names_it",
            ),
        ]
        indexes = [models.Index(fields=["party"], condition=Q(lifted_at__isnull=True), name="block_in_force")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.scope}"


class BlockGround(models.Model):
    """One ground of a block, from the catalogue; it may end before the block. `item` names what it hangs on."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="grounds")
    ground = models.CharField(max_length=60)
    item = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=REASON, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["block", "ground", "item"], name="block_ground_once")]

    def __str__(self) -> str:
        return self.ground


class CandidateState(models.TextChoices):
    """What has become of a candidate."""

    OPEN = "open", pgettext_lazy("candidate", "open")
    BLOCKED = "blocked", pgettext_lazy("candidate", "led to a block")
    DISMISSED = "dismissed", pgettext_lazy("candidate", "dismissed")
    GONE = "gone", pgettext_lazy("candidate", "its cause is gone")


class Candidate(models.Model):
    """Something that could be a ground for a block: a person decides. `item` is what it hangs on, as in facts."""

    kind = models.CharField(max_length=60)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="block_candidates")
    item = models.CharField(max_length=80, blank=True)
    ground = models.CharField(max_length=60)
    text = models.CharField(max_length=REASON)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "party", "item"], condition=Q(state="open"), name="block_candidate_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="block_candidate_decided_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}"
