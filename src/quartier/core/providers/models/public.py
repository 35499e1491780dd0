"""Rows of the schema `public`: which providers there are and under which names they answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class ProviderState(models.TextChoices):
    """The life of a provider on this installation."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    STOPPED = "stopped", _("Stopped")


class Provider(TenantMixin):
    """One provider: a name, a schema, a state. Everything else about it lies in its own schema.

    `revision` grows with every change to what a page is drawn from; processes keep their copy until it moves.
    """

    auto_create_schema = False
    auto_drop_schema = False

    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=ProviderState, default=ProviderState.DRAFT)
    revision = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(schema_name__regex=r"^[a-z][a-z0-9_]{1,39}$"), name="provider_schema_is_plain"
            ),
            models.CheckConstraint(
                condition=~Q(schema_name__in=["public", "console", "blueprint", "information_schema"]),
                name="provider_schema_is_not_reserved",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Hostname(DomainMixin):
    """A name under which a provider answers; `entity` names the legal entity whose brand it wears."""

    tenant = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="hostnames", db_index=True)
    entity = models.SlugField(max_length=40, blank=True)

    class Meta:
        ordering = ["-is_primary", "domain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"), name="hostname_is_plain"
            )
        ]

    def __str__(self) -> str:
        return str(self.domain)
