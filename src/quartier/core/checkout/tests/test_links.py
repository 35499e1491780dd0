"""One prepares an order, another one places it and is the customer; whoever prepared it sees what became of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from quartier.core.catalogue import queries as catalogue
from quartier.core.catalogue import services as keeping
from quartier.core.checkout import queries, services
from quartier.core.checkout.models import Draft, DraftFile, OrderLink
from quartier.core.checkout.tests.counter import GUEST, OBJECT, Buyer, hidden_of, open_shop, plan
from quartier.core.documents.models import Document, Upload
from quartier.core.inbox.models import OutgoingMail
from quartier.core.orders.models import Order
from quartier.core.parties import services as parties
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, VISITOR, Actor, ActorKind
from tests.matrix.test_api_of_people import token_of
from tests.plugins.world import row_hashes

CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")
BROKER = Actor(ActorKind.CUSTOMER, "7", "Ida Blum")
FIRM = {**GUEST, "standing": "business", "organisation": "Kontor Süd GmbH"}


def chosen(slug: str) -> list[catalogue.Choice]:
    """One service."""
    row = catalogue.product_keyed(slug)
    assert row is not None
    return [catalogue.Choice(row.pk)]


def prepared(slug: str = "wohnflaeche", *, with_files: bool = True) -> tuple[OrderLink, str]:
    """An order that a broker filled in and handed on."""
    broker = parties.add_party(actor=SYSTEM, at=now(), kind="person", name="Blum", email="blum@posthaus.example")
    draft, _token = services.begin(at=now(), choices=chosen(slug))
    inputs = {name.removeprefix("entry_"): value for name, value in OBJECT.items()}
    services.answer(draft_id=draft.pk, inputs=inputs, note="")
    if with_files:
        sent = plan()
        services.attach(
            at=now(), draft_id=draft.pk, key="plans", file_name="plan.pdf", size=sent.size or 0, blocks=sent.chunks(),
            keys=["plans"],
        )  # fmt: skip
    return services.hand_on(actor=BROKER, at=now(), draft_id=draft.pk, party=broker, label="Speicherstraße 9")


def go_on(buyer: Buyer, secret: str, person: dict[str, str] | None = None) -> Any:
    """Open a link, enter the own data and come to the last page."""
    answer = buyer.post(f"/vorbereitet/{secret}/")
    buyer.token = answer.headers["Location"].split("/")[2]
    assert buyer.post("person", person or GUEST).status_code == 302
    assert buyer.post("zahlung", {"method": "invoice"}).status_code == 302
    return buyer.get("pruefen")


@pytest.mark.req("WR-025")
def test_the_page_behind_the_link_says_who_what_how_much_and_under_which_texts_before_it_asks(alpha: Any) -> None:
    open_shop()
    _link, secret = prepared()
    page = Buyer().get(f"/vorbereitet/{secret}/")
    text = page.content.decode().replace("\u00a0", " ")
    assert not re.search(r'<(input|select|textarea)(?![^>]*type="hidden")', text.split("<main")[1].split("</main>")[0])
    for element in (
        "Planmaß GmbH", "Marktgasse 4", "HRB 90417",  # who
        "Nutzungsbedingungen", "Vertragssprache ist Deutsch.",  # terms
        "Datenschutzhinweise", "Welche Daten wir verarbeiten",  # privacy
        "Wohnflächenberechnung nach WoFlV", "Speicherstraße 9, 19399 Lübzin",  # scope
        "89,00 €", "Gesamtpreis inkl. MwSt.",  # cost
    ):  # fmt: skip
        assert element in text, element
    assert not Draft.objects.exists()


@pytest.mark.req("WR-026")
def test_the_third_person_is_the_customer_and_whoever_prepared_it_sees_the_state_alone(alpha: Any) -> None:
    open_shop()
    link, secret = prepared()
    buyer = Buyer()
    page = go_on(buyer, secret)
    assert ">zahlungspflichtig bestellen</button>" in page.content.decode()
    OutgoingMail.objects.all().delete()
    assert buyer.click(page, privacy="on").status_code == 422
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    order = Order.objects.get()
    assert (str(order.party), order.party.email, order.scope) == ("Mara Öztürk", GUEST["email"], "order_link")
    assert order.inputs["address"] == OBJECT["entry_address"]
    assert Document.objects.get().party == order.party
    assert {mail.to_address for mail in OutgoingMail.objects.exclude(to_address__contains="planmass")} == {
        GUEST["email"]
    }
    link.refresh_from_db()
    assert not Order.objects.filter(party=link.party).exists()
    assert queries.state_of(link, now()) == "used"
    told = [queries.state_told(row, now()) for row in queries.links_of(link.party)]
    assert told == ["bestellt"]


def by_page(client: Any, slug: str) -> str:
    """Prepare an order on the page; returns the secret of its link, which is shown once."""
    begun = client.post(reverse("checkout:product", args=[slug]))
    token = begun.headers["Location"].split("/")[2]
    client.post(f"/bestellen/{token}/angaben/", {"entry_house": "Halle 3", "_do": "next"})
    assert client.get(reverse("checkout:hand_on", args=[token])).status_code == 200
    assert client.post(reverse("checkout:hand_on", args=[token]), {"label": "Halle 3"}).status_code == 302
    shown = client.get(reverse("checkout:links")).content.decode()
    secret = re.search(r"/vorbereitet/([\w-]{40,})/", shown)
    assert secret is not None
    assert "Halle 3" in shown
    assert secret[1] not in client.get(reverse("checkout:links")).content.decode()
    return secret[1]


def by_app(world: Any, slug: str) -> str:
    """Prepare an order with a program of the customer; returns the address of its link."""
    token = token_of("raumhafen", world.people["raumhafen"]["customer"])
    given = {"HTTP_AUTHORIZATION": f"Bearer {token}", "content_type": "application/json"}
    body = {"label": "Halle 4", "services": [{"service": slug}], "entries": [{"key": "house", "value": "Halle 4"}]}
    answer = world.client("raumhafen", "visitor").post(reverse("checkout:api_prepare"), body, **given)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["address"]).split("localhost")[1]


@pytest.mark.req("WR-024")
def test_a_link_from_the_page_and_from_the_app_holds_what_was_prepared_and_can_be_taken_back(world: Any) -> None:
    enter_schema("raumhafen")
    row = next(one.product for one in catalogue.offers(day_of(now())) if one.is_open)
    house = {"needs_account": False, "inputs": [{"key": "house", "label": "Haus"}]}
    keeping.change(actor=SYSTEM, at=now(), product_id=row.pk, values=house)
    client = world.client("raumhafen", "customer")
    secret, address = by_page(client, row.key), by_app(world, row.key)
    enter_schema("raumhafen")
    links = list(OrderLink.objects.order_by("pk"))
    quote = catalogue.quote([catalogue.Choice(row.pk)], day_of(now()))
    for link, said in zip(links, ("Halle 3", "Halle 4"), strict=True):
        assert link.lines == [{"product": row.pk, "options": [], "quantity": 1}]
        assert (link.inputs, link.gross, len(link.token_digest)) == ({"house": said}, quote.sums.gross, 64)
    assert len(secret) >= 43
    assert secret not in {link.token_digest for link in links}
    assert world.client("raumhafen", "visitor").get(address).status_code == 200
    for number in (link.pk for link in links):
        for role in ("other customer", "administrator"):
            assert world.client("raumhafen", role).post(reverse("checkout:revoke", args=[number])).status_code == 404
    assert client.post(reverse("checkout:revoke", args=[links[0].pk])).status_code == 302
    assert client.get(f"/vorbereitet/{secret}/").status_code == 410


@pytest.mark.req("WR-024")
def test_a_link_serves_once_expires_and_can_be_taken_back(alpha: Any) -> None:
    open_shop()
    link, secret = prepared()
    first, second = Buyer(), Buyer()
    late, page = go_on(second, secret), go_on(first, secret)
    assert first.click(page, terms="on", privacy="on").status_code == 302
    before = row_hashes("planmass")
    answer = second.click(late, terms="on", privacy="on")
    assert answer.status_code == 410
    assert {table for table, said in row_hashes("planmass").items() if said != before[table]} == set()
    enter_schema("planmass")
    assert Order.objects.count() == 1
    assert Buyer().get(f"/vorbereitet/{secret}/").status_code == 410
    with pytest.raises(services.LinkOver):
        services.revoke(actor=SYSTEM, at=now(), link_id=link.pk)
    other, secret = prepared()
    services.revoke(actor=BROKER, at=now(), link_id=other.pk)
    assert not DraftFile.objects.filter(link=other).exists()
    assert Buyer().get(f"/vorbereitet/{secret}/").status_code == 410
    third, secret = prepared()
    assert queries.state_of(third, third.expires_at - timedelta(seconds=1)) == "open"
    assert queries.state_of(third, third.expires_at) == "expired"
    with pytest.raises(services.LinkOver):
        services.begin_linked(at=third.expires_at, link=third)
    assert Buyer().get(f"/vorbereitet/{secret}x/").status_code == 404


def test_a_link_holds_the_price_of_its_day(alpha: Any) -> None:
    open_shop()
    link, secret = prepared()
    row = catalogue.product_keyed("wohnflaeche")
    assert row is not None
    row.prices.create(net="200.00", valid_from=day_of(now()))
    OrderLink.objects.filter(pk=link.pk).update(priced_on=day_of(now()) - timedelta(days=1))
    buyer = Buyer()
    page = go_on(buyer, secret)
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    assert Order.objects.get().gross == link.gross
    assert catalogue.quote([catalogue.Choice(row.pk)], day_of(now())).sums.gross != link.gross


def test_what_was_prepared_stands_still_and_businesses_may_order_it(alpha: Any) -> None:
    open_shop()
    _link, secret = prepared()
    buyer = Buyer()
    page = go_on(buyer, secret, FIRM)
    for step in ("", "angaben"):
        assert buyer.get(step).headers["Location"].endswith("/person/")
    draft = Draft.objects.get()
    with pytest.raises(services.StandsStill):
        services.choose(at=now(), draft_id=draft.pk, choices=chosen("schnitt"))
    with pytest.raises(services.StandsStill):
        services.hand_on(actor=VISITOR, at=now(), draft_id=draft.pk, party=None, label="Weiter")
    sent = hidden_of(page)
    assert buyer.post("pruefen", {**sent, "gross": "1.00", "terms": "on", "privacy": "on"}).status_code == 409
    assert not Order.objects.exists()
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    assert Order.objects.get().party.name == "Kontor Süd GmbH"


def test_files_of_a_link_are_held_as_long_as_the_link(alpha: Any) -> None:
    open_shop()
    link, _secret = prepared()
    assert Upload.objects.get().held_until == link.expires_at
    assert not queries.links_due(OrderLink.objects.all(), link.expires_at).exists()
    services.let_links_go(queries.links_due(OrderLink.objects.all(), link.made_at + timedelta(days=90)), now())
    assert (OrderLink.objects.count(), DraftFile.objects.count(), Upload.objects.count()) == (0, 0, 0)


def test_staff_offer_by_a_link_for_their_own_company(world: Any) -> None:
    clerk = world.client("raumhafen", "clerk")
    enter_schema("raumhafen")
    row = next(one.product for one in catalogue.offers(day_of(now())) if one.is_open)
    given = {"label": "Angebot Halle", "product": str(row.pk), "quantity": "2"}
    shown = clerk.post(reverse("checkout:offer"), given)
    answer = clerk.post(reverse("checkout:offer"), {**given, "_step": "confirm", "_shown": shown.context["token"]})
    assert answer.status_code == 302
    page = clerk.get(reverse("checkout:offers")).content.decode()
    assert "Angebot Halle" in page
    assert "/vorbereitet/" in page
    enter_schema("raumhafen")
    link = OrderLink.objects.get()
    assert (link.party, link.lines[0]["quantity"]) == (None, 2)
    assert world.client("raumhafen", "hotline").get(reverse("checkout:offers")).status_code == 403
    assert world.client("raumhafen", "partner").get(reverse("checkout:take_back", args=[link.pk])).status_code == 404
    assert clerk.post(reverse("checkout:take_back", args=[link.pk])).status_code == 302
    enter_schema("raumhafen")
    assert queries.state_of(OrderLink.objects.get(), now()) == "revoked"
