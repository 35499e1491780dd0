"""Files of banks, the statements in them, and every entry on those."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.banking.models.accounts import OwnAccount


class FileState(models.TextChoices):
    """How far the work on a file is."""

    BOOKING = "booking", _("is being booked")
    DONE = "done", pgettext_lazy("bank file", "done")


class StatementFile(models.Model):
    """A file as the bank gave it out, compressed, kept as the law asks; the same bytes come in once.

    `position` is the last entry that was looked at by the run that books. `told` are sentences about what was left out.
    """

    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=40)
    size = models.BigIntegerField()
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=FileState, default=FileState.BOOKING)
    position = models.BigIntegerField(default=0)
    statements = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    told = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class StatementKind(models.TextChoices):
    """What a statement is: booked for good, a look at the day, or details of what is booked elsewhere."""

    BOOKED = "booked", _("statement of account")
    PREVIEW = "preview", _("look at the day")
    NOTICE = "notice", _("details of batches")


class Statement(models.Model):
    """One statement of one own account. A booked one has both balances, and its entries lead from one to the other.

    `twin` is the statement that told the same before, in another format or a second time; its entries are not repeated.
    `gap` is by how much its opening balance differs from the closing balance before it.
    """

    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="parts")
    account = models.ForeignKey(OwnAccount, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=8, choices=StatementKind)
    ident = models.CharField(max_length=70, blank=True)
    number = models.PositiveIntegerField(null=True)
    from_on = models.DateField()
    to_on = models.DateField()
    opening = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    closing = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    entries = models.PositiveIntegerField(default=0)
    gap = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    twin = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="twins")

    class Meta:
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="booked") | Q(opening__isnull=False, closing__isnull=False),
                name="booked_statement_has_balances",
            )
        ]
        indexes = [models.Index(fields=["account", "kind", "to_on"], name="statement_by_day")]

    def __str__(self) -> str:
        return f"{self.ident or self.number or ''} {self.to_on}".strip()


class EntryState(models.TextChoices):
    """What has become of an entry: `new` until the run has looked at it, `open` waits for somebody."""

    NEW = "new", _("not looked at yet")
    OPEN = "open", _("to be assigned")
    BOOKED = "booked", pgettext_lazy("bank entry", "booked")
    SHOWN = "shown", _("only shown")


class Meaning(models.TextChoices):
    """What an entry was: decided by the run where that is sure, else by somebody."""

    UNKNOWN = "", _("not known")
    PAYMENT = "payment", _("payment of a customer")
    COLLECTION = "collection", _("our collections")
    RETURNED = "returned", _("returned payment")
    REFUND = "refund", _("our payment back")
    TRANSFER = "transfer", _("own transfer")
    BANK_FEE = "bank_fee", _("fee of the bank")
    THIRD_PARTY = "third_party", _("money of others")
    SPLIT = "split", _("split")
    FOREIGN = "foreign", _("foreign currency")


class Entry(models.Model):
    """One entry on a statement, or one transaction of a batch (`parent`). Money in is above zero, money out below.

    Of the other side's account only a keyed hash and the last signs are kept; the bank's file has the rest.
    `fingerprint` and `occurrence` tell whether an entry came in before, whatever the format. `proposals` are at most
    three guesses with their reasons; `points` and `reasons` are those of what was booked.
    """

    account = models.ForeignKey(OwnAccount, on_delete=models.PROTECT, related_name="entries")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="details")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=StatementKind)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    name = models.CharField(max_length=140, blank=True)
    iban_hash = models.CharField(max_length=32, blank=True)
    ending = models.CharField(max_length=4, blank=True)
    purpose = models.CharField(max_length=700, blank=True)
    end_to_end = models.CharField(max_length=70, blank=True)
    mandate = models.CharField(max_length=70, blank=True)
    bank_reference = models.CharField(max_length=70, blank=True)
    batch = models.CharField(max_length=70, blank=True)
    batch_size = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=10, blank=True)
    charges = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    fingerprint = models.CharField(max_length=32)
    occurrence = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=EntryState, default=EntryState.NEW)
    meaning = models.CharField(max_length=12, choices=Meaning, default=Meaning.UNKNOWN, blank=True)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="bank_entries")
    points = models.PositiveSmallIntegerField(default=0)
    reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    proposals = models.JSONField(default=list, blank=True)
    booked_as = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-booked_on", "-pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "fingerprint", "occurrence"],
                condition=Q(parent__isnull=True, kind="booked"),
                name="bank_entry_once",
            ),
        ]
        indexes = [
            models.Index(fields=["statement", "number"], name="entry_by_statement"),
            models.Index(fields=["account", "booked_on"], name="entry_by_day"),
            models.Index(fields=["state", "booked_on"], condition=Q(state__in=("new", "open")), name="entry_open"),
            models.Index(fields=["party"], condition=Q(party__isnull=False), name="entry_by_party"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="entry_by_batch"),
            models.Index(fields=["ending"], condition=~Q(ending=""), name="entry_by_ending"),
            models.Index(fields=["end_to_end"], condition=~Q(end_to_end=""), name="entry_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount}"
