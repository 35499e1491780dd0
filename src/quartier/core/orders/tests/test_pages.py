"""Pages of orders: the customer's own, a guest's by a secret, the office's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django_tenants.utils import schema_context

from quartier.core.orders import services
from quartier.core.orders.services import Choice
from quartier.core.orders.tests import shop
from quartier.core.terms import queries as terms
from quartier.kit import clock
from tests.plugins.world import World

KEY, OTHER = "raumhafen", "emscher"


def order_in(world: World, role: str = "", **values: Any) -> Any:
    """An order of something free, a guest's or that of a customer with an account."""
    with schema_context(KEY):
        entity = shop.rows("providers.LegalEntity").order_by("pk").first()
        made = shop.product(entity, "free", is_free=True)
        who = {"user_id": world.people[KEY][role]} if role else {}
        if role:
            values["party"] = shop.rows("parties.Party").get(user_id=who["user_id"])
        given = {"texts": terms.current_documents(), "lines": [Choice(made.pk)], "gross": Decimal("0.00"), **who}
        return shop.placed(made, at=clock.now(), **{**given, **values})


def again(order: Any) -> Any:
    """The order as it is stored."""
    with schema_context(KEY):
        return shop.rows("orders.Order").get(pk=order.pk)


def test_a_guest_reads_and_answers_by_the_secret_alone(world: World) -> None:
    order = order_in(world)
    page, visitor = reverse("orders:guest", args=[order.token]), world.client(KEY, "visitor")
    answer = visitor.get(page)
    assert answer.status_code == 200
    assert "noch nicht angenommen" in answer.content.decode()
    assert visitor.get(reverse("orders:guest", args=["x" * 43])).status_code == 404
    assert world.client(OTHER, "visitor").get(page).status_code == 404
    where, said = reverse("orders:guest_answer", args=[order.token]), {"words": "Kommt."}
    assert visitor.post(where, {"words": ""}).status_code == 422
    shown = visitor.post(where, said).content.decode().split('name="_shown" value="')[1].split('"')[0]
    assert again(order).flags == []
    assert visitor.post(where, {**said, "_shown": shown, "_step": "confirm"}).status_code == 302
    assert again(order).flags == ["answered"]


def test_customers_see_their_own_orders_and_nobody_elses(world: World) -> None:
    order = order_in(world, "customer")
    page = reverse("orders:own_one", args=[order.pk])
    assert world.client(KEY, "customer").get(page).status_code == 200
    assert order.number in world.client(KEY, "customer").get(reverse("orders:own")).content.decode()
    assert world.client(KEY, "other customer").get(page).status_code == 404
    assert world.client(KEY, "customer").get(f"/auftrag/{order.token or 'x'}/").status_code == 404


@pytest.mark.req("QX-03")
def test_a_remark_about_own_terms_is_flagged_and_excluded(world: World) -> None:
    order = order_in(world, note="Es gelten unsere AGB.")
    assert order.flags == ["own_terms"]
    clerk = world.client(KEY, "clerk")
    queue = clerk.get(f"{reverse('orders:orders')}?stand=flagged").content.decode()
    assert order.number in queue
    assert clerk.post(reverse("orders:act", args=[order.pk, "annehmen"])).status_code == 302
    with schema_context(KEY):
        said = shop.rows("inbox.OutgoingMail").get(template="orders.accepted", about=f"orders.order:{order.pk}")
    assert "Eigene Bedingungen von Ihnen werden nicht Vertragsbestandteil" in said.text


@pytest.mark.req("CC-08")
def test_credit_checks_are_for_the_finance_role_alone(world: World) -> None:
    order = order_in(world)
    page, note = reverse("orders:one", args=[order.pk]), reverse("orders:credit", args=[order.pk])
    given = {"source": "Auskunftei Nord", "checked_on": "02.01.2026", "result": "bad", "words": ""}
    assert world.client(KEY, "clerk").post(note, given).status_code == 403
    with schema_context(KEY):
        services.note_credit_check(
            actor=shop.CLERK, at=clock.now(), order_id=order.pk, source="Auskunftei Nord", result="bad",
            checked_on=shop.AT.date(),
        )  # fmt: skip
    assert "Auskunftei" not in world.client(KEY, "clerk").get(page).content.decode()
    assert "Auskunftei Nord" in world.client(KEY, "bookkeeper").get(page).content.decode()


def test_a_refusal_of_the_service_is_shown_with_the_question(world: World) -> None:
    order = order_in(world)
    answer = world.client(KEY, "clerk").post(
        reverse("orders:act", args=[order.pk, "schliessen"]), {"reason": "unreachable"}
    )
    assert answer.status_code == 409
    assert "sehen ein solches Schließen nicht vor" in answer.content.decode()
    assert again(order).state == "offered"
