"""Changes of texts, prices and services, and who was told of them, how, when, and what came of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class Topic(models.TextChoices):
    """What changes."""

    TEXT = "text", _("a legal text")
    PRICE = "price", _("a price")
    SERVICE = "service", _("a service")


class Grade(models.TextChoices):
    """How far a change goes; the class decides the procedure (CC-89, SBV-100, QX-20)."""

    FAVOURABLE = "favourable", _("favourable or neutral for customers")
    ADVERSE = "adverse", _("adverse, for an important reason")
    FAR_REACHING = "far_reaching", _("far-reaching")
    MATERIAL = "material", _("material for customers")
    MINOR = "minor", _("minor: published only")


class ChangeState(models.TextChoices):
    """Where a change is."""

    DRAFT = "draft", pgettext_lazy("change", "draft")
    SENDING = "sending", pgettext_lazy("change", "is being announced")
    ANNOUNCED = "announced", pgettext_lazy("change", "announced")
    DONE = "done", pgettext_lazy("change", "in effect")
    CANCELLED = "cancelled", pgettext_lazy("change", "called off")


class Change(models.Model):
    """A change for people who have a contract already; new customers get the new words or prices by themselves.

    `summary` is what customers read, in German; `reason` is the grave reason outside of our influence (WR-095) and
    `reasonable` why customers can be expected to bear it (DWG-42), for the record. `position` is how far the announcing
    has come, `recipients` how many there are. Amounts are net; the rates of VAT are percentages. `scopes` are the kinds
    of contract that a service belongs to.
    """

    topic = models.CharField(max_length=8, choices=Topic)
    grade = models.CharField(max_length=12, choices=Grade)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    reason = models.TextField()
    reasonable = models.TextField()
    new_version = models.ForeignKey("terms.TextVersion", null=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalogue.Product", null=True, on_delete=models.PROTECT, related_name="+")
    old_net = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    new_net = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    old_vat = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    new_vat = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    scopes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    announced_at = models.DateTimeField(null=True)
    announced_by = models.CharField(max_length=120, blank=True)
    position = models.BigIntegerField(default=0)
    in_users = models.BooleanField(default=False)
    recipients = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(topic="text") | Q(new_version__isnull=False), name="change_of_a_text_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(topic="price")
                | Q(product__isnull=False, old_net__gte=0, new_net__gte=0, old_vat__gte=0, new_vat__gte=0),
                name="change_of_a_price_names_both",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(reasonable=""), name="change_has_its_reasons"),
            models.UniqueConstraint(
                fields=["new_version"], condition=~Q(state="cancelled"), name="version_is_announced_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Road(models.TextChoices):
    """How somebody is told."""

    LOGIN = "login", _("notice at login")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    NONE = "none", pgettext_lazy("announcement", "no way")


class Binding(models.TextChoices):
    """What makes a change bind somebody."""

    INFORM = "inform", _("the announcement itself")
    SILENCE = "silence", _("silence after the announcement")
    CONSENT = "consent", _("active consent")


class AnnouncementState(models.TextChoices):
    """What has become of an announcement; nothing takes effect without receipt (QX-06, CC-89)."""

    SENT = "sent", pgettext_lazy("announcement", "on its way")
    UNDELIVERED = "undelivered", pgettext_lazy("announcement", "not delivered")
    RECEIVED = "received", pgettext_lazy("announcement", "received")
    APPROVED = "approved", pgettext_lazy("announcement", "approved by silence")
    CONSENTED = "consented", pgettext_lazy("announcement", "consent given")
    OBJECTED = "objected", pgettext_lazy("announcement", "objected")
    IN_FORCE = "in_force", pgettext_lazy("announcement", "in effect")
    STAYS = "stays", pgettext_lazy("announcement", "the old stays in force")


class Announcement(Restrictable):
    """One change as one recipient was told of it: for a contract, or for a login where there is no contract.

    `received_on` is the day of receipt and `receipt` how it is known; days computed from it stand beside. `seen_at` is
    when the notice at login was read. `notice_until` is until when the provider may give notice after an objection.
    """

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="announcements")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="announcements")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, on_delete=models.CASCADE, related_name="announcements"
    )
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="announcements")
    old_version = models.ForeignKey("terms.TextVersion", null=True, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10)
    road = models.CharField(max_length=8, choices=Road)
    at_login = models.BooleanField(default=False)
    binding = models.CharField(max_length=8, choices=Binding)
    address = models.CharField(max_length=254, blank=True)
    mail = models.ForeignKey("inbox.OutgoingMail", null=True, on_delete=models.SET_NULL, related_name="+")
    letter = models.ForeignKey("letters.Letter", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=AnnouncementState)
    sent_at = models.DateTimeField()
    received_on = models.DateField(null=True)
    receipt = models.CharField(max_length=200, blank=True)
    effective_on = models.DateField(null=True)
    objection_until = models.DateField(null=True)
    special_notice_until = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    notice_given_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "contract"], condition=Q(contract__isnull=False), name="contract_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["change", "user"], condition=Q(contract__isnull=True), name="login_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("sent", "undelivered", "stays", "objected", "consented"))
                | Q(received_on__isnull=False),
                name="no_effect_without_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-sent_at"], name="announcement_by_party"),
            models.Index(fields=["change", "state"], name="announcement_by_state"),
            models.Index(
                fields=["party"], condition=Q(at_login=True, seen_at__isnull=True), name="announcement_to_show"
            ),
            models.Index(fields=["change", "id"], condition=Q(state="sent"), name="announcement_on_its_way"),
            models.Index(fields=["contract", "-effective_on"], name="announcement_by_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.party}"
