"""Who a provider is: legal entities, brand, data protection, published texts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntityRole(models.TextChoices):
    """How a legal entity stands to the provider's portal."""

    PRINCIPAL = "principal", _("Runs the portal")
    GROUP = "group", _("Group company")
    PARTNER = "partner", _("White-label partner")


class Arbitration(models.TextChoices):
    """What an entity declares under § 36 VSBG."""

    NOT_STATED = "", _("not stated")
    UNWILLING = "unwilling", _("neither willing nor obliged")
    WILLING = "willing", _("willing")
    OBLIGED = "obliged", _("obliged")


class LegalEntity(models.Model):
    """A company that can be a contracting party. Each contract names exactly one (DWG-01).

    `is_controller` marks an own controller under Art. 4 no. 7 GDPR with its own data scope (SBV-21).
    `issues_invoices` is False where the principal bills in this entity's stead (QX-01).
    Empty fields that the imprint needs block publishing (SBV-12).
    """

    key = models.SlugField(max_length=40, unique=True)
    role = models.CharField(max_length=12, choices=EntityRole, default=EntityRole.PRINCIPAL)
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=60)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DE")
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    represented_by = models.CharField(max_length=300, blank=True)
    responsible_person = models.CharField(max_length=200, blank=True)
    register_court = models.CharField(max_length=80, blank=True)
    register_number = models.CharField(max_length=40, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    tax_number = models.CharField(max_length=30, blank=True)
    tax_office = models.CharField(max_length=80, blank=True)
    supervisory_authority = models.CharField(max_length=300, blank=True)
    audit_association = models.CharField(max_length=300, blank=True)
    supervisory_board_chair = models.CharField(max_length=120, blank=True)
    arbitration = models.CharField(max_length=12, choices=Arbitration, blank=True, default=Arbitration.NOT_STATED)
    is_controller = models.BooleanField(default=True)
    issues_invoices = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role"], condition=Q(role="principal"), name="one_principal_per_provider")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_line(self) -> str:
        """Return name, street, place and phone in one line, as footers print it."""
        place = f"{self.postcode} {self.city}".strip()
        phone = f"Telefon {self.phone}" if self.phone else ""
        return ", ".join(part for part in (self.name, self.street, place, phone) if part)


class Branding(models.Model):
    """How the portal looks: the provider's own row (no entity) and one for each white-label partner."""

    entity = models.OneToOneField(LegalEntity, null=True, blank=True, on_delete=models.CASCADE, related_name="branding")
    name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=7)
    accent = models.CharField(max_length=7)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(entity__isnull=True), name="one_brand_of_the_provider_itself"
            ),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$", accent__regex=r"^#[0-9a-f]{6}$"), name="brand_is_rgb"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DataProtection(models.Model):
    """Data protection officer and supervisory authority (Art. 13(1)(b), 37(7) GDPR; SBV-20). One row."""

    officer_name = models.CharField(max_length=120, blank=True)
    officer_is_external = models.BooleanField(default=False)
    officer_address = models.CharField(max_length=200, blank=True)
    coordinator_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    mailbox = models.EmailField(blank=True)
    authority_name = models.CharField(max_length=200, blank=True)
    authority_address = models.CharField(max_length=200, blank=True)
    authority_email = models.EmailField(blank=True)
    processor = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), name="one_data_protection_row")]

    def __str__(self) -> str:
        return self.officer_name


class TextKind(models.TextChoices):
    """The editorial texts of a portal. The imprint is made from fields, legal texts have versions of their own."""

    WELCOME = "welcome", _("Welcome")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    DISCLAIMER = "disclaimer", _("Disclaimer")
    COPYRIGHT = "copyright", _("Copyright")
    LINKS = "links", _("External links")


class TextBlock(models.Model):
    """A published text in German Markdown. `[[…]]` marks a placeholder; one that is left blocks publishing."""

    kind = models.CharField(max_length=20, choices=TextKind, unique=True)
    body = models.TextField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_kind_display()
