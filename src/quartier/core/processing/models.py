"""Recipients with their contracts, what was disclosed to them, and the register that somebody approved."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Recipient(models.Model):
    """A company or authority that gets data of people from one controller, for named purposes and categories.

    `ground` is on what a transfer outside the EU and the EEA rests, `ground_note` its proof.
    """

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    task = models.CharField(max_length=200)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    purposes = ArrayField(models.CharField(max_length=40))
    categories = ArrayField(models.CharField(max_length=40))
    country = models.CharField(max_length=2, default="DE")
    ground = models.CharField(max_length=16, blank=True)
    ground_note = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="recipient_country_is_a_sign")
        ]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A contract with a processor or joint controller; both days are included. `document` is the signed paper."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="processing_contract_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class SubProcessor(models.Model):
    """Whom a processor engages itself (Art. 28(2) and (4) GDPR)."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="sub_processors")
    name = models.CharField(max_length=160)
    task = models.CharField(max_length=200)
    country = models.CharField(max_length=2, default="DE")
    ground = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="sub_processor_country_is_a_sign")
        ]

    def __str__(self) -> str:
        return self.name


class Disclosure(models.Model):
    """That data of one person went to a recipient. Append-only: the database lets the person be taken out, no more.

    `batch` joins the people of one hand-over, `sha256` is the hash of the file that was handed over, if there was one.
    `reference`, `requested_on` and `decided_by` belong to the request of an authority, a court or an agency.
    """

    at = models.DateTimeField()
    batch = models.UUIDField()
    party = models.ForeignKey("parties.Party", on_delete=models.SET_NULL, null=True, related_name="disclosures")
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="disclosures")
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=12)
    categories = ArrayField(models.CharField(max_length=40))
    country = models.CharField(max_length=2)
    ground = models.CharField(max_length=16, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    requested_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    handed_by = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["party", "-at"], name="disclosure_by_party"),
            models.Index(fields=["-at"], name="disclosure_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.at:%Y-%m-%d}"


class RegisterVersion(models.Model):
    """The register of one controller as somebody approved it, whole. Append-only.

    `ground` says on what a changed purpose rests (Art. 6(4) GDPR).
    """

    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    ground = models.TextField(blank=True)

    class Meta:
        ordering = ["-approved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.approved_at:%Y-%m-%d}"


class LegalText(models.Model):
    """One version of the agreement with customers who are controllers, or of its annex of measures. Append-only."""

    kind = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="legal_text_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Agreement(models.Model):
    """That a customer concluded the agreement on processing, in which version, with which annex (Art. 28(3) GDPR)."""

    party = models.ForeignKey("parties.Party", on_delete=models.SET_NULL, null=True, related_name="agreements")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="+")
    annex = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(max_length=120, blank=True)
    concluded_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-concluded_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["party", "text", "annex"], name="agreement_once_per_version")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.text_id}"


class Instruction(models.Model):
    """That somebody of the staff was instructed on data protection; it is current until the end of a day."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="instructions")
    topic = models.CharField(max_length=200)
    instructed_on = models.DateField()
    current_until = models.DateField()
    instructed_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-instructed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(current_until__gte=F("instructed_on")), name="instruction_is_current_for_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.instructed_on}"
