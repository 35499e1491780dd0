"""One click, one order: also when the button is pressed fifty times at once, or by somebody who may not."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.models import Draft
from quartier.core.checkout.tests.counter import GUEST, open_shop
from quartier.core.inbox.models import OutgoingMail
from quartier.core.orders import services as orders
from quartier.core.orders.models import Order
from quartier.core.parties.models import Party
from quartier.kit.clock import day_of, now
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import VISITOR, Actor, ActorKind

KEY = "planmass"


def filled(slug: str = "wohnflaeche-express", user: Any = None, **person: str) -> Draft:
    """An order that waits for the click."""
    row = catalogue.product_keyed(slug)
    assert row is not None
    draft, _token = services.begin(at=now(), choices=[catalogue.Choice(row.pk)], user=user)
    services.answer(draft_id=draft.pk, inputs={}, note="")
    known = {**GUEST, **person}
    services.identify(draft_id=draft.pk, person=known, standings=row.standings, known=user is not None)
    return services.pay_by(draft_id=draft.pk, method="invoice")


def click_on(draft: Draft) -> services.Click:
    """What the last page sends."""
    quote = queries.quoted(draft, now())
    label = "Jetzt kostenpflichtig bestellen"
    return services.Click(button=label, gross=quote.sums.gross, texts=queries.texts_of(quote.products).ticked)


def test_fifty_clicks_at_once_are_one_order(committed_db: None) -> None:
    open_shop()
    draft, at, found = filled(), now(), []
    click = click_on(draft)

    def press(_number: int) -> None:
        with schema_context(KEY):
            found.append(services.place(actor=VISITOR, at=at, draft_id=draft.pk, click=click).pk)
        connections.close_all()

    threads = [threading.Thread(target=press, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema(KEY)
    assert len(found) == 50
    assert Order.objects.count() == len({*found}) == 1
    assert Party.objects.filter(email=GUEST["email"]).count() == 1
    assert OutgoingMail.objects.filter(to_address=GUEST["email"]).count() == 1


def test_what_does_not_fit_the_last_page_is_refused_and_nothing_is_left_behind(alpha: Any) -> None:
    open_shop()
    draft = filled()
    click = click_on(draft)
    wrong: list[tuple[services.Click, type[Refused]]] = [
        (replace(click, gross=Decimal("1.00")), orders.PriceChanged),
        (replace(click, button="bestellen"), orders.WrongButton),
        (replace(click, texts=()), orders.TermsMissing),
        (replace(click, texts=click.texts[:1]), orders.TermsMissing),
    ]
    before = Party.objects.count()
    for one, reason in wrong:
        with pytest.raises(reason):
            services.place(actor=VISITOR, at=now(), draft_id=draft.pk, click=one)
        assert (Order.objects.count(), Party.objects.count()) == (0, before)
    for missing in ("details", "person", "payment"):
        Draft.objects.filter(pk=draft.pk).update(done=[step for step in draft.done if step != missing])
        with pytest.raises(services.StepMissing):
            services.place(actor=VISITOR, at=now(), draft_id=draft.pk, click=click)
    Draft.objects.filter(pk=draft.pk).update(done=draft.done)
    assert services.place(actor=VISITOR, at=now(), draft_id=draft.pk, click=click).gross == click.gross


def test_what_needs_an_account_is_not_ordered_without_one(alpha: Any) -> None:
    open_shop()
    draft = filled("mehr-projekte")
    with pytest.raises(services.AccountNeeded):
        services.place(actor=VISITOR, at=now(), draft_id=draft.pk, click=click_on(draft))
    assert not Order.objects.exists()


def test_a_user_without_the_right_to_cause_costs_orders_nothing_that_costs(world: Any) -> None:
    enter_schema("raumhafen")
    row = next(one.product for one in catalogue.offers(day_of(now())) if one.is_open)
    for role, allowed in (("reader", False), ("administrator", True)):
        user = User.objects.get(pk=world.people["raumhafen"][role])
        draft = filled(row.key, user=user, standing="business")
        quote = queries.quoted(draft, now())
        click = services.Click(
            button="Bestellschein zahlungspflichtig bestätigen", gross=quote.sums.gross,
            texts=queries.texts_of(quote.products).ticked,
        )  # fmt: skip
        actor = Actor(ActorKind.CUSTOMER, str(user.pk), user.name)
        if allowed:
            order = services.place(actor=actor, at=now(), draft_id=draft.pk, click=click)
            assert (order.user_id, order.party.account_id) == (user.pk, user.account_id)
        else:
            with pytest.raises(services.MayNotOrder):
                services.place(actor=actor, at=now(), draft_id=draft.pk, click=click)
    assert Order.objects.count() == 1


def test_a_visitor_who_logs_in_on_the_way_keeps_everything(world: Any) -> None:
    enter_schema("raumhafen")
    row = next(one.product for one in catalogue.offers(day_of(now())) if one.is_open)
    visitor = world.client("raumhafen", "visitor")
    token = visitor.post(f"/leistungen/{row.key}/").headers["Location"].split("/")[2]
    visitor.post(f"/bestellen/{token}/angaben/", {"note": "Bitte ab Montag.", "_do": "next"})
    customer = world.client("raumhafen", "customer")
    page = customer.get(f"/bestellen/{token}/person/")
    assert page.status_code == 200
    assert "Paula" in page.content.decode()
    enter_schema("raumhafen")
    assert Draft.objects.get().user_id is None, "looking writes nothing"
    customer.post(f"/bestellen/{token}/person/", {})
    enter_schema("raumhafen")
    draft = Draft.objects.get()
    assert (draft.user_id, draft.note) == (world.people["raumhafen"]["customer"], "Bitte ab Montag.")
    assert visitor.get(f"/bestellen/{token}/person/").status_code == 404
