"""Products in the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import product_kinds
from quartier.core.catalogue.models import Product
from quartier.kit.tables import Badge, Column, Table


def _state(row: Product) -> Any:
    return _t("offered") if row.is_offered else Badge(_t("not offered"), "warn")


PRODUCTS = Table(
    key="products",
    label=_("Services"),
    columns=[
        Column(
            "name", _("Name"), sort="name", href=lambda row: reverse("catalogue:one", args=[row.pk]), meta="summary"
        ),
        Column("kind", pgettext_lazy("product", "Kind"), lambda row: str(product_kinds[row.kind].label), sort="kind"),
        Column("entity", _("Contracting party"), lambda row: row.entity.name, sort="entity__name"),
        Column("state", _("State"), _state, "badge", sort="is_offered"),
    ],
    search=("name", "summary", "key"),
    default_sort="name",
    page_size=50,
    head="name",
    dense=True,
    empty_title=_("No services yet"),
    empty_text=_("What stands here can be ordered in the portal."),
)
