"""Products and their dated prices."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Product(models.Model):
    """Something a provider sells or gives away.

    `kind` is a key of `extension.product_kinds`; `scope` the kind of contract it leads to (`policies.choices.Scope`).
    `standings` says whether consumers, businesses or both may order it. `inputs` and `uploads` say what the customer
    gives, `options` what may be chosen and adds to the price; their shapes stand in `catalogue.rules`.
    """

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    scope = models.CharField(max_length=20)
    entity = models.ForeignKey("providers.LegalEntity", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    standings = ArrayField(models.CharField(max_length=10))
    needs_account = models.BooleanField(default=False)
    is_free = models.BooleanField(default=False)
    vat_rate_kind = models.CharField(max_length=12, default="standard")
    inputs = models.JSONField(default=list, blank=True)
    uploads = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_offered = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class PriceUnit(models.TextChoices):
    """What a price is for."""

    ONCE = "once", _("once")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Price(models.Model):
    """A price of a product or of one of its options, net, from a day on until the next one begins."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    option = models.CharField(max_length=40, blank=True)
    net = models.DecimalField(max_digits=10, decimal_places=2)
    unit = models.CharField(max_length=6, choices=PriceUnit, default=PriceUnit.ONCE)
    valid_from = models.DateField()

    class Meta:
        ordering = ["product", "option", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["product", "option", "unit", "valid_from"], name="one_price_from_a_day"),
            models.CheckConstraint(condition=Q(net__gte=0), name="price_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.net}"
