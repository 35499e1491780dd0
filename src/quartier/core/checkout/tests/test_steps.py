"""The way to an order: step by step, nothing lost on the way back, the total above the exact words on the button."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartier.core.accounts.models import User
from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services
from quartier.core.checkout.models import Draft, DraftFile
from quartier.core.checkout.tests.counter import GUEST, OBJECT, Buyer, boxes_of, hidden_of, open_shop, plan
from quartier.core.documents.models import Document, Upload
from quartier.core.inbox.models import OutgoingMail
from quartier.core.orders.models import Order
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.services import policy
from quartier.kit.clock import day_of, now
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

FIRM = {**GUEST, "standing": "business", "organisation": "Kontor Süd GmbH", "given_name": "", "name": ""}
STEPS = ("", "angaben", "person", "zahlung", "pruefen")
MOST_STATEMENTS = 15
UNJUDGED = "Zahlungspflichtig loslegen"


def with_file() -> dict[str, Any]:
    """What the document services ask for."""
    return {**OBJECT, "file_plans": plan()}


@pytest.mark.req("WR-001")
def test_every_service_of_the_catalogue_is_ordered_alone_and_all_in_one_basket(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    shop = buyer.get("/leistungen/").content.decode()
    for price in ("49,00", "89,00", "119,00", "79,00", "99,00", "499,00"):
        assert f"{price}\u00a0€" in shop
    for slug in ("wohnflaeche", "grundriss", "kubatur", "schnitt", "ansicht"):
        assert buyer.walk(slug, details=with_file()).status_code == 200
    offers = [one for one in catalogue.offers(day_of(now())) if one.product.scope == "documents"]
    buyer.begin("wohnflaeche")
    given = {f"take_{one.product.pk}": "on" for one in offers}
    assert buyer.post("", given).status_code == 302
    buyer.post("angaben", {"_do": "next", **with_file()})
    buyer.post("person", GUEST)
    buyer.post("zahlung", {"method": "invoice"})
    page = buyer.get("pruefen")
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    order = Order.objects.get()
    assert order.lines.count() == len(offers) == 5
    assert order.gross == sum(one.base[0].sums.gross for one in offers)


@pytest.mark.req("WR-012")
def test_the_express_way_refuses_every_step_without_the_one_before(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.begin("wohnflaeche-express")
    assert buyer.get("zahlung").headers["Location"].endswith("/angaben/")
    assert buyer.get("pruefen").headers["Location"].endswith("/angaben/")
    assert buyer.post("angaben", {"_do": "next"}).headers["Location"].endswith("/person/")
    assert buyer.get("pruefen").headers["Location"].endswith("/person/")
    assert buyer.post("person", {**GUEST, "standing": ""}).status_code == 422
    assert buyer.post("person", GUEST).headers["Location"].endswith("/zahlung/")
    assert buyer.get("pruefen").headers["Location"].endswith("/zahlung/")
    assert buyer.post("zahlung", {"method": "cheque"}).status_code == 422
    assert buyer.post("zahlung", {"method": "invoice"}).headers["Location"].endswith("/pruefen/")
    page = buyer.get("pruefen")
    assert re.findall(r"<button[^>]*>([^<]*bestellen)</button>", page.content.decode()) == [
        "Jetzt kostenpflichtig bestellen"
    ]
    assert buyer.click(page, privacy="on").status_code == 422
    assert buyer.click(page).status_code == 422
    assert not Order.objects.exists()
    assert buyer.click(page, terms="on", privacy="on").headers["Location"].endswith("/eingegangen/")
    order = Order.objects.get()
    assert (order.button, order.scope, str(order.gross)) == ("Jetzt kostenpflichtig bestellen", "express", "49.00")


@pytest.mark.req("WR-013")
def test_back_from_the_last_page_keeps_everything_and_lets_everything_change(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    page = buyer.walk("grundriss", details={**with_file(), "note": "Bitte mit Balkon."})
    assert "grundriss.pdf" in page.content.decode()
    back = buyer.get("angaben").content.decode()
    for kept in ("Speicherstraße 9, 19399 Lübzin", "96,4", "Bitte mit Balkon.", "grundriss.pdf"):
        assert kept in back
    assert any('value="Wohnung"' in box and "checked" in box for box in re.findall(r"<input[^>]*>", back))
    assert 'value="Öztürk"' in buyer.get("person").content.decode()
    assert "checked" in buyer.get("zahlung").content.decode()
    key = DraftFile.objects.get().upload_key
    assert buyer.post("angaben", {**OBJECT, "_do": f"remove:{key}"}).status_code == 200
    assert not DraftFile.objects.exists()
    assert not Upload.objects.filter(key=key).exists()
    changed = {**OBJECT, "entry_area": "88", "file_plans": plan("neu.pdf"), "_do": "next"}
    assert buyer.post("angaben", changed).status_code == 302
    assert buyer.post("person", {**GUEST, "city": "Seeburg"}).status_code == 302
    page = buyer.get("pruefen")
    for shown in ("88 m²", "neu.pdf", "Seeburg"):
        assert shown in page.content.decode().replace("\u00a0", " ")
    buyer.click(page, terms="on", privacy="on")
    order = Order.objects.get()
    assert (order.inputs["area"], order.party.city) == ("88", "Seeburg")
    assert Document.objects.get().file_name == "neu.pdf"
    assert not Upload.objects.exists()


@pytest.mark.req("WR-015")
def test_the_survey_shows_its_price_on_the_page_with_the_button(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.begin("aufmass")
    assert buyer.post("angaben", {"_do": "next"}).status_code == 422
    assert buyer.get("person").headers["Location"].endswith("/angaben/")
    page = buyer.walk("aufmass", details={**OBJECT, "entry_wish": "1.12.2026"})
    text = page.content.decode()
    assert text.index("499,00") < text.index(">Jetzt kostenpflichtig beauftragen</button>")
    assert text.rindex("499,00") > text.index("Lesen: ")
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    assert Order.objects.get().button == "Jetzt kostenpflichtig beauftragen"


@pytest.mark.req("WR-017")
def test_without_the_file_that_is_needed_nothing_is_ordered_and_the_page_says_which(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.begin("wohnflaeche")
    answer = buyer.post("angaben", {**OBJECT, "_do": "next"})
    assert answer.status_code == 422
    assert "„Grundrisse oder Baupläne“ fehlt." in answer.content.decode()
    assert not re.search(r"Grundrisse oder Baupläne <span[^>]*>\(freiwillig\)", answer.content.decode())
    assert "Speicherstraße 9" in answer.content.decode()
    assert buyer.get("person").headers["Location"].endswith("/angaben/")
    bad = plan("virus.exe")
    assert buyer.post("angaben", {**OBJECT, "file_plans": bad, "_do": "next"}).status_code == 422
    assert not Upload.objects.exists()
    assert buyer.post("angaben", {**with_file(), "_do": "add"}).status_code == 200
    assert DraftFile.objects.count() == 1
    assert buyer.post("angaben", {**OBJECT, "_do": "next"}).status_code == 302


@pytest.mark.req("WR-022")
def test_an_order_in_the_app_has_empty_boxes_the_total_above_the_button_and_its_own_words(alpha: Any) -> None:
    open_shop()
    row = catalogue.product_keyed("mehr-projekte")
    assert row is not None
    row.needs_account = False
    row.save()
    buyer = Buyer()
    page = buyer.walk("mehr-projekte")
    text = page.content.decode()
    assert boxes_of(page) == ["started_early", "loss_known", "terms", "privacy"]
    assert not re.search(r'type="checkbox"[^>]*checked', text)
    assert text.rindex("19,90") < text.index(">zahlungspflichtig bestellen</button>")
    assert "inklusive Mehrwertsteuer" in text
    assert buyer.click(page, privacy="on").status_code == 422
    assert buyer.get("angaben").status_code == 200


@pytest.mark.req("WR-071")
def test_consumers_alone_are_told_of_the_right_to_withdraw(alpha: Any) -> None:
    open_shop()
    consumer = Buyer().walk("wohnflaeche-express").content.decode()
    business = Buyer().walk("wohnflaeche-express", person=FIRM).content.decode()
    assert "Ihr Widerrufsrecht" in consumer
    assert "binnen vierzehn Tagen" in consumer
    assert "Ihr Widerrufsrecht" not in business
    assert "binnen vierzehn Tagen" not in business
    for person in (GUEST, FIRM):
        buyer = Buyer()
        buyer.click(buyer.walk("wohnflaeche", details=with_file(), person=person), terms="on", privacy="on")
    told = {order.standing: {text[0] for text in order.record["texts"]} for order in Order.objects.all()}
    assert told == {"consumer": {"terms", "privacy", "withdrawal"}, "business": {"terms", "privacy"}}


def test_an_early_start_takes_two_boxes_of_their_own_and_their_time_is_kept(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    page = buyer.walk("wohnflaeche", details=with_file())
    answer = buyer.click(page, terms="on", privacy="on", started_early="on")
    assert answer.status_code == 422
    assert not Order.objects.exists()
    assert buyer.click(page, terms="on", privacy="on", started_early="on", loss_known="on").status_code == 302
    order = Order.objects.get()
    assert order.started_early_at == order.loss_known_at == order.placed_at
    assert "started_early" not in boxes_of(Buyer().walk("wohnflaeche", details=with_file(), person=FIRM))


@pytest.mark.req("WR-006")
def test_contract_words_are_german_whatever_the_language_of_the_page(alpha: Any, settings: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = buyer.walk("wohnflaeche-express")
    text = page.content.decode()
    assert "Check your order" in text
    assert ">Jetzt kostenpflichtig bestellen</button>" in text
    assert "binnen vierzehn Tagen" in text
    assert "Vertragssprache ist Deutsch." in text
    OutgoingMail.objects.all().delete()
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    mails = list(OutgoingMail.objects.filter(to_address=GUEST["email"]))
    assert mails
    for mail in mails:
        assert re.search(r"\b(Bestellung|Auftrag)\b", mail.subject + mail.text)
        assert not re.search(r"\b(your order|received|accepted|Total incl)\b", mail.subject + mail.text)


def test_businesses_alone_are_served_where_the_provider_says_so(alpha: Any) -> None:
    open_shop("werkstatt")
    buyer = Buyer("werkstatt")
    buyer.begin("webseite")
    buyer.post("angaben", {"entry_address": "kontor.example", "_do": "next"})
    assert "Nur für Unternehmen" in buyer.get("person").content.decode()
    assert buyer.post("person", GUEST).status_code == 422
    assert Draft.objects.get().person == {}
    with pytest.raises(services.ConsumersNotServed):
        services.identify(draft_id=Draft.objects.get().pk, person=GUEST, standings=("business",))
    assert buyer.post("person", FIRM).status_code == 302
    buyer.post("zahlung", {"method": "transfer"})
    page = buyer.get("pruefen").content.decode()
    assert "640,00" in page
    assert "761,60" in page[page.index("Gesamt") :]
    assert ">zahlungspflichtig beauftragen</button>" in page


def test_what_recurs_says_how_long_it_binds(alpha: Any) -> None:
    open_shop("werkstatt")
    buyer = Buyer("werkstatt")
    buyer.begin("wolke")
    buyer.post("angaben", {"_do": "next"})
    buyer.post("person", FIRM)
    buyer.post("zahlung", {"method": "transfer"})
    page = buyer.get("pruefen").content.decode().replace("\u00a0", " ")
    assert "Der Vertrag läuft mindestens 24 Monate." in page
    assert "verlängert er sich um 12 Monate" in page
    assert "jeden Monat 34,51 €" in page


def test_a_button_that_the_law_does_not_let_bind_is_not_shown(alpha: Any) -> None:
    open_shop()
    policy.decide(
        actor=SYSTEM, at=now(), valid_from=day_of(now()), concern=FormationPolicy, reason="Test",
        entries={"order_button": {"value": [{"scope": "any", "label": UNJUDGED}], "origin": "stated"}},
    )  # fmt: skip
    buyer = Buyer()
    page = buyer.walk("wohnflaeche-express")
    assert page.status_code == 409
    assert "Bestellknopf" in page.content.decode()
    assert Buyer().walk("wohnflaeche-express", person=FIRM).status_code == 200


def test_different_contracts_do_not_go_into_one_order(alpha: Any) -> None:
    open_shop()
    known = {one.product.key: one.product.pk for one in catalogue.offers(day_of(now()))}
    choices = [catalogue.Choice(known["wohnflaeche"]), catalogue.Choice(known["aufmass"])]
    with pytest.raises(services.NotTogether):
        services.begin(at=now(), choices=choices)
    with pytest.raises(services.TooMuch):
        services.begin(at=now(), choices=[catalogue.Choice(known["wohnflaeche"], (), 100)])
    with pytest.raises(catalogue.NoPrice):
        services.begin(at=now(), choices=[catalogue.Choice(known["wohnflaeche"], ("garage",))])
    assert not Draft.objects.exists()


def test_no_page_of_an_order_needs_more_than_fifteen_statements(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.walk("wohnflaeche", details=with_file())
    for step in STEPS:
        with CaptureQueriesContext(connection) as seen:
            assert buyer.get(step).status_code == 200
        assert len(seen) <= MOST_STATEMENTS, (step, [one["sql"][:120] for one in seen])


def test_nobody_finds_the_order_of_somebody_else_or_one_that_is_over(world: Any) -> None:
    enter_schema("raumhafen")
    offer = next(one for one in catalogue.offers(day_of(now())) if one.is_open)
    owner = world.people["raumhafen"]["customer"]
    user = User.objects.get(pk=owner)
    _row, token = services.begin(at=now(), choices=[catalogue.Choice(offer.product.pk)], user=user)
    path = f"/bestellen/{token}/"
    for role, status in (("customer", 200), ("other customer", 404), ("visitor", 404), ("clerk", 404)):
        assert world.client("raumhafen", role).get(path).status_code == status, role
    assert world.client("emscher", "visitor").get(path).status_code == 404
    enter_schema("raumhafen")
    Draft.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert world.client("raumhafen", "customer").get(path).status_code == 404


def test_what_was_filled_in_goes_when_it_is_old_with_its_files(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    buyer.walk("wohnflaeche", details=with_file())
    row = Draft.objects.get()
    assert not queries.drafts_due(Draft.objects.all(), now()).exists()
    due = queries.drafts_due(Draft.objects.all(), row.expires_at)
    services.let_drafts_go(due, row.expires_at)
    assert (Draft.objects.count(), DraftFile.objects.count(), Upload.objects.count()) == (0, 0, 0)


def test_a_placed_order_leaves_nothing_personal_in_its_draft(alpha: Any) -> None:
    open_shop()
    buyer = Buyer()
    page = buyer.walk("wohnflaeche", details=with_file())
    sent = hidden_of(page)
    assert buyer.click(page, terms="on", privacy="on").status_code == 302
    row = Draft.objects.get()
    assert (row.inputs, row.person, row.note) == ({}, {}, "")
    assert buyer.post("pruefen", {**sent, "terms": "on", "privacy": "on"}).headers["Location"].endswith("/eingegangen/")
    assert Order.objects.count() == 1
    with pytest.raises(services.AlreadyPlaced):
        services.answer(draft_id=row.pk, inputs={}, note="")
    for step in STEPS:
        assert buyer.get(step).headers["Location"].endswith("/eingegangen/")
    assert "noch nicht angenommen" in buyer.get("eingegangen").content.decode()
