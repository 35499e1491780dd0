"""What runs and what does not: function switches, stops, notices."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FeatureSwitch(models.Model):
    """One dated decision to switch a function on or off (DWG-10). Append-only; the latest effective one counts."""

    feature = models.CharField(max_length=60)
    is_on = models.BooleanField()
    effective_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["effective_at", "pk"]
        indexes = [models.Index(fields=["feature", "effective_at"], name="switch_by_feature")]

    def __str__(self) -> str:
        return f"{self.feature} {'on' if self.is_on else 'off'} from {self.effective_at:%Y-%m-%d %H:%M}"


class Stop(models.Model):
    """The portal, or one function of it, is stopped from a set time, for good or until an end (DWG-14).

    `feature` is "" for the whole portal. No reason is required. `lifted_at` ends it early.
    """

    feature = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="stop_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature or 'portal'} from {self.starts_at:%Y-%m-%d %H:%M}"


class NoticeKind(models.TextChoices):
    """What a notice is about; decides its tone."""

    MAINTENANCE = "maintenance", _("Maintenance")
    FAULT = "fault", _("Fault")
    NEWS = "news", _("News")


class Notice(models.Model):
    """A maintenance or fault notice, shown before and after login while it is current (DWG-27)."""

    kind = models.CharField(max_length=12, choices=NoticeKind, default=NoticeKind.MAINTENANCE)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=600, blank=True)
    features = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="notice_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title
