"""Bank accounts: encrypted, with what was before, and what waits for a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models.people import Party
from quartier.core.parties.rules import masked
from quartier.kit.encryption import EncryptedTextField


class NoticeState(models.TextChoices):
    """How the owner of the account before was told of a new one."""

    MAIL = "mail", _("told by e-mail")
    LETTER_DUE = "letter_due", _("a letter has to be written")
    LETTER = "letter", _("told by letter")


class BankAccount(models.Model):
    """An account of a party at a bank; those before stay with their last day (SBV-81).

    `valid_until` is the first day on which it does not count any more. `told_to` are the addresses that were told of
    it: the next change is announced there too, whatever address stands in the master data by then.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(max_length=120)
    iban = EncryptedTextField()
    country = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    by_customer = models.BooleanField()
    notice = models.CharField(max_length=10, choices=NoticeState)
    told_to = models.JSONField(default=list)
    letter_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="bank_account_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(valid_until__isnull=True), name="one_bank_account_in_force"
            ),
            models.CheckConstraint(
                condition=Q(notice="letter", letter_on__isnull=False) | (~Q(notice="letter") & Q(letter_on=None)),
                name="letter_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """Return what pages show of the number."""
        return masked(self.country, self.ending)


class BankProposal(models.Model):
    """Bank details that a member of staff has typed in and that wait for a second person; gone once that is decided."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="bank_proposal")
    holder = models.CharField(max_length=120)
    iban = EncryptedTextField()
    country = models.CharField(max_length=2)
    ending = models.CharField(max_length=4)
    evidence = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """Return what pages show of the number."""
        return masked(self.country, self.ending)
