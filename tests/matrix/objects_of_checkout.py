"""Existing products, prices, orders not sent yet and prepared orders to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from quartier.kit.clock import day_of, now
from quartier.values.actor import SYSTEM
from tests.matrix.people import party, rows


def product(user_id: int) -> int:
    """Something that can be ordered, from the company of whoever asks."""
    entity = rows("accounts.User").get(pk=user_id).entity_id if user_id else None
    company = entity or rows("providers.LegalEntity").first().pk
    number = rows("catalogue.Product").count()
    row = rows("catalogue.Product").create(
        key=f"matrix-{number}", kind="work", scope="single_order", entity_id=company,
        name=f"Grundriss {number}", standings=["consumer", "business"],
    )  # fmt: skip
    row.prices.create(net=Decimal("100.00"), valid_from=day_of(now()))
    return int(row.pk)


def product_slug(user_id: int) -> str:
    """What stands in the address of a product."""
    return str(rows("catalogue.Product").get(pk=product(user_id)).key)


def price(user_id: int) -> int:
    """A price that has not begun, of the product that was made last."""
    last = rows("catalogue.Product").order_by("-pk")[0]
    return int(last.prices.create(net=Decimal("120.00"), valid_from=day_of(now()) + timedelta(days=30)).pk)


def _begun(user_id: int, *, own: bool) -> tuple[Any, str]:
    from quartier.core.catalogue.queries import Choice  # noqa: PLC0415 – models load late
    from quartier.core.checkout import services  # noqa: PLC0415 – models load late

    owner = rows("accounts.User").get(pk=user_id) if own else None
    draft, token = services.begin(at=now(), choices=[Choice(product(user_id))], user=owner)
    services.answer(draft_id=draft.pk, inputs={}, note="")
    services.identify(
        draft_id=draft.pk, person={"standing": "business", "name": "Rabe"}, standings=["business"], known=True
    )
    services.pay_by(draft_id=draft.pk, method="invoice")
    return draft, token


def draft(user_id: int) -> str:
    """The secret of an order that is filled in, of nobody."""
    return _begun(user_id, own=False)[1]


def own_draft(user_id: int) -> str:
    """The secret of an order that somebody has filled in with their account."""
    return _begun(user_id, own=True)[1]


def offer(user_id: int) -> int:
    """An order that staff prepared for a customer."""
    return _offered(user_id)[0]


def offer_secret(user_id: int) -> str:
    """The secret of an order that staff prepared."""
    return _offered(user_id)[1]


def _offered(user_id: int) -> tuple[int, str]:
    from quartier.core.catalogue.queries import Choice  # noqa: PLC0415 – models load late
    from quartier.core.checkout import services  # noqa: PLC0415 – models load late

    made, secret = services.offer(
        actor=SYSTEM, at=now(), choices=[Choice(product(user_id))], inputs={}, label="Wohnung 9"
    )
    return int(made.pk), secret


def link(user_id: int) -> int:
    """An order that this customer prepared for somebody else."""
    number = offer(user_id)
    rows("checkout.OrderLink").filter(pk=number).update(party_id=party(user_id))
    return number


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"link_id": link, "price_id": price, "product_id": product}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("checkout:product", "slug"): product_slug,
    ("checkout:take_back", "link_id"): offer,
    ("checkout:linked", "token"): offer_secret,
    ("checkout:hand_on", "token"): own_draft,
    **{(f"checkout:{step}", "token"): draft for step in ("basket", "details", "person", "payment", "review", "thanks")},
}
