"""The lists of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from quartier.core.parties.models import AddressState, Party, PartyKind
from quartier.kit.tables import Badge, Column, Pick, Table


def _post(party: Party) -> Any:
    if party.address_state == AddressState.KNOWN:
        return _("reaches")
    return Badge(party.get_address_state_display(), "warn")


CUSTOMERS = Table(
    key="customers",
    label=_l("Customers"),
    columns=[
        Column(
            "name",
            _l("Name"),
            str,
            sort="sort_name",
            href=lambda p: reverse("parties:customer", args=[p.pk]),
            meta="email",
        ),
        Column("kind", _l("Kind"), lambda p: p.get_kind_display(), sort="kind"),
        Column("street", _l("Street"), sort="street"),
        Column("city", _l("City"), lambda p: f"{p.postcode} {p.city}", sort=("postcode", "city")),
        Column("phone", _l("Phone")),
        Column("post", _l("Post"), _post, "badge", sort="address_state"),
        Column("portal", _l("Portal"), lambda p: p.user_id is not None, "yes", sort="user"),
    ],
    filters=[
        Pick("kind", _l("Kind"), PartyKind.choices),
        Pick("post", _l("Post"), AddressState.choices, "address_state"),
    ],
    search=("sort_name", "name", "email", "street", "relationships__number"),
    default_sort="name",
    page_size=50,
    export="kundschaft",
    dense=True,
    of_people=True,
    empty_title=_l("Nobody here yet"),
    empty_text=_l("Here stand the people and firms that have a contract with you."),
)
