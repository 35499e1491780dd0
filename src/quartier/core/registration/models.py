"""Codes that came by post, and how somebody gets from the first form to an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.encryption import EncryptedTextField


class Part(models.TextChoices):
    """In which part somebody registers (§§ 13, 14 BGB)."""

    CONSUMER = "consumer", _("Consumer")
    BUSINESS = "business", _("Business")


class CodeKey(models.Model):
    """The secret with which this provider's codes and links are hashed; without it a dump of them opens nothing."""

    secret = EncryptedTextField()

    def __str__(self) -> str:
        return f"{self.pk}"


class Occasion(models.TextChoices):
    """Why codes were issued."""

    FIRST = "first", pgettext_lazy("code", "first code")
    AGAIN = "again", pgettext_lazy("code", "new code")
    REMINDER = "reminder", pgettext_lazy("code", "reminder with a new code")


class CodeRun(models.Model):
    """Codes of one company that were issued together, and the letters that bring them.

    `file` holds the letters, encrypted, from their making until they are in the post; then nobody can read a code
    again. `set_count` says how far the making has come.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120)
    code_count = models.PositiveIntegerField()
    set_count = models.PositiveIntegerField(default=0)
    left_out_count = models.PositiveIntegerField(default=0)
    file = EncryptedTextField(null=True)
    made_at = models.DateTimeField(null=True)
    fault_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    printed_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(code_count__gt=0), name="run_has_codes"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(file__isnull=True), name="closed_run_shows_no_code"
            ),
        ]

    def __str__(self) -> str:
        return f"Z-{self.pk:05}"


class InvitationCode(models.Model):
    """A code for one customer, used once (DWG-16). Only its hash is kept; `sealed` until its letter has been set.

    `tries` counts wrong names and days of birth with this very code: who does not have it can lock nothing (SBV-79).
    """

    run = models.ForeignKey(CodeRun, on_delete=models.PROTECT, related_name="codes")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    sealed = EncryptedTextField(null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(used_at__isnull=True, revoked_at__isnull=True), name="one_code_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="used_code_is_not_revoked"
            ),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="code_by_time")]

    def __str__(self) -> str:
        return f"{self.run}/{self.pk}"


class ApplicationState(models.TextChoices):
    """How far somebody has come on the way to an account."""

    SUBMITTED = "submitted", _("waits for the confirmation of the e-mail address")
    CONFIRMED = "confirmed", _("waits for our decision")
    ACCEPTED = "accepted", _("accepted, waits for the activation")
    ACTIVE = "active", pgettext_lazy("application", "active")
    DECLINED = "declined", pgettext_lazy("application", "declined")


UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.CONFIRMED, ApplicationState.ACCEPTED)


class Application(models.Model):
    """What somebody sent to get an account; there is none before the activation (DWG-18).

    `password` is the hash of what was typed, kept until there is a user. `accepted` are kind and digest of the texts
    that were ticked. An activated application is the record of the portal's contract (DWG-19): `activated_at` is the
    instant at which it came about; what only the way there needed has been erased from it.
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    email = models.EmailField(blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    customer_type = models.CharField(max_length=20, blank=True)
    standing = models.CharField(max_length=10, choices=Part, blank=True)
    business_proof = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    account_name = models.CharField(max_length=40, blank=True)
    user_name = models.CharField(max_length=40, blank=True)
    password = models.CharField(max_length=200, blank=True)
    accepted = models.JSONField(default=list)
    address = EncryptedTextField(blank=True)
    code = models.ForeignKey(InvitationCode, null=True, on_delete=models.SET_NULL, related_name="applications")
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    noted_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_locked_until = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("account_name"),
                condition=Q(state__in=UNDECIDED) & ~Q(account_name=""),
                name="account_name_asked_once",
            ),
            models.UniqueConstraint(fields=["code"], condition=Q(state="submitted"), name="one_application_by_code"),
            models.CheckConstraint(
                condition=Q(state="active", activated_at__isnull=False)
                | ~Q(state="active") & Q(activated_at__isnull=True),
                name="activated_with_a_time",
            ),
            models.CheckConstraint(condition=~Q(state="active") | Q(password=""), name="active_keeps_no_password"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(note="") & Q(confirmed_at__isnull=False) | Q(decided_by=""),
                name="accepted_by_staff_with_a_note",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="application_by_state")]

    def __str__(self) -> str:
        return f"A-{self.pk:05}"

    @property
    def applicant(self) -> str:
        """Return who applies, as people call them."""
        return self.organisation or f"{self.given_name} {self.name}".strip() or str(self.party or self)


class Link(models.Model):
    """A secret address that was sent to an applicant; only its hash is kept. A used one does nothing."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application}"


class Evidence(models.Model):
    """When and from which IP address somebody registered, where that is kept; goes with the account (SBV-80)."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    registered_at = models.DateTimeField()
    address = EncryptedTextField()

    def __str__(self) -> str:
        return f"{self.registered_at:%Y-%m-%d}"
