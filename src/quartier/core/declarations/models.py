"""What customers declare, by which channel, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quartier.kit.restriction import Restrictable


class DeclarationState(models.TextChoices):
    """What has become of a declaration. It is never dropped: whoever declares gets an answer."""

    UNCLEAR = "unclear", pgettext_lazy("declaration", "unclear which contract is meant")
    BELOW_FORM = "below_form", pgettext_lazy("declaration", "not in the form it needs")
    LATE = "late", pgettext_lazy("declaration", "too late")
    EFFECTIVE = "effective", pgettext_lazy("declaration", "effective")
    REJECTED = "rejected", pgettext_lazy("declaration", "without effect")


class Answer(models.TextChoices):
    """How whoever declared something was told what came of it."""

    NONE = "", pgettext_lazy("answer", "not yet")
    MAIL = "mail", pgettext_lazy("answer", "by e-mail")
    LETTER_DUE = "letter_due", pgettext_lazy("answer", "a letter is due")
    LETTER = "letter", pgettext_lazy("answer", "by letter")


class Declaration(Restrictable):
    """One declaration of somebody, as received. What was declared never changes; what came of it is added.

    `kind` is a key of `extension.declaration_kinds`; `subject` what it is about, such as "contracts.contract:5", empty
    while that is unclear. `channel` is how it came (`law.bgb.form.Sending`), `form` the level it reaches, `needed` the
    level it needs. `dispatched_on` is the day of sending, where that decides (DWG-40). `wishes` is what the kind asks
    for besides, such as the day of an end. `once` is the key of the filled form it came by.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="declarations"
    )
    entity = models.ForeignKey("providers.LegalEntity", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=254, blank=True)
    about = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    wishes = models.JSONField(default=dict, blank=True)
    channel = models.CharField(max_length=20)
    form = models.CharField(max_length=20)
    needed = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    dispatched_on = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=DeclarationState, default=DeclarationState.UNCLEAR)
    outcome = models.JSONField(default=dict, blank=True)
    noted_by = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    once = models.CharField(max_length=64, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["once"], name="declaration_received_once"),
            models.CheckConstraint(
                condition=Q(state="unclear", settled_at__isnull=True) | ~Q(state="unclear"),
                name="unclear_declaration_is_open",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-received_at"], name="declaration_by_party"),
            models.Index(fields=["subject", "-received_at"], name="declaration_by_subject"),
            models.Index(fields=["received_at"], condition=Q(state="unclear"), name="declaration_unclear"),
            models.Index(fields=["-received_at", "-id"], name="declaration_by_time"),
            models.Index(fields=["received_at"], condition=Q(answer="letter_due"), name="declaration_letter_due"),
        ]

    def __str__(self) -> str:
        return _("Declaration %(number)s") % {"number": self.pk}

    @property
    def by_mail(self) -> bool:
        """Tell whether the contact given is an e-mail address."""
        return "@" in self.contact

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to say what it is about."""
        return self.state == DeclarationState.UNCLEAR
