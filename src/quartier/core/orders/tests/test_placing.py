"""Placing an order: an offer at the price and in the words that somebody saw."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from quartier.core.contracts import services as contracts
from quartier.core.contracts.models import AgreementKind
from quartier.core.documents.services import Given
from quartier.core.documents.services import issuing as documents
from quartier.core.documents.services.issuing import content_of
from quartier.core.orders import queries, services
from quartier.core.orders.services import archiving
from quartier.core.orders.tests import shop
from quartier.core.terms import queries as terms
from quartier.core.terms.services import TextChanged
from quartier.core.terms.tests.texts import put_in_force
from quartier.kit.errors import Refused
from quartier.law.bgb.form import Sending

pytestmark = pytest.mark.usefixtures("alpha")


def mails(template: str) -> Any:
    """The mails of a kind."""
    return shop.rows("inbox.OutgoingMail").filter(template=template)


@pytest.mark.req("WR-010")
def test_an_order_is_an_offer_until_somebody_accepts() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity))
    assert order.state == "offered"
    assert order.accepted_at is None
    assert order.contract is None
    received = mails("orders.received").get()
    assert "noch keine Annahme" in received.text
    assert order.gross == Decimal("119.00")


@pytest.mark.req("WR-014")
def test_an_express_order_is_accepted_by_its_one_mail() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity, "express"))
    sent = shop.rows("inbox.OutgoingMail").get()
    assert sent.template == "orders.accepted"
    assert order.accepted_at == sent.created_at == shop.AT
    assert f"/auftrag/{order.token}/" in sent.text
    assert order.contract.formed_by == "confirmation_mail"


def test_a_second_click_is_the_first_order() -> None:
    entity = shop.furnish()
    made = shop.product(entity)
    first, second = shop.placed(made, key="k1"), shop.placed(made, key="k1")
    assert first.pk == second.pk
    assert shop.rows("orders.Order").count() == 1


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"gross": Decimal("118.99")}, services.PriceChanged),
        ({"button": "Bestellen"}, services.WrongButton),
        ({"payment_method": "cheque"}, services.WrongPayment),
        ({"guest": None}, services.CustomerMissing),
        ({"standing": "nobody"}, services.NotForYou),
        ({"lines": ()}, services.EmptyOrder),
    ],
)
def test_nothing_that_a_form_says_is_believed(values: dict[str, Any], refusal: type[Exception]) -> None:
    entity = shop.furnish()
    made = shop.product(entity)
    with pytest.raises(refusal):
        shop.placed(made, **values)
    assert not shop.rows("orders.Order").exists()
    assert not shop.rows("parties.Party").exists()
    assert not shop.rows("inbox.OutgoingMail").exists()


@pytest.mark.req("QX-05")
def test_the_record_outlives_the_product() -> None:
    entity = shop.furnish()
    made = shop.product(entity, description="Wohnfläche nach Verordnung")
    order = shop.placed(made)
    shop.rows("catalogue.Product").filter(pk=made.pk).update(name="Etwas anderes", description="Werbung")
    shop.rows("catalogue.Price").create(product=made, net=Decimal(1), valid_from=date(2026, 1, 17))
    again = shop.rows("orders.Order").get(pk=order.pk)
    assert again.record["lines"][0]["description"] == "Wohnfläche nach Verordnung"
    assert again.record["gross"] == "119.00"
    assert again.is_intact


def with_texts() -> list[Any]:
    """Terms, privacy notice and instruction in force; what a customer confirms."""
    put_in_force("terms", "# Geschäftsbedingungen\n\nEs gilt deutsches Recht.", name="2026-01")
    put_in_force("privacy", "# Datenschutz\n\nWir gehen sorgsam um.", name="2026-01")
    put_in_force("withdrawal", "# Widerrufsbelehrung\n\nSie haben das Recht, binnen vierzehn Tagen zu widerrufen.")
    return terms.current_documents()


@pytest.mark.req("WR-007", "WR-071", "CC-03")
@pytest.mark.parametrize("standing", ["consumer", "business"])
def test_the_confirmation_brings_everything_and_the_instruction_to_consumers_only(standing: str) -> None:
    entity = shop.furnish()
    texts = with_texts()
    order = shop.placed(shop.product(entity, "express"), texts=texts, standing=standing)
    sent = mails("orders.accepted").get()
    for said in ("Leistung express", "119,00", "2026-01", "Alpha GmbH", "ausschließlich unsere Geschäftsbedingungen"):
        assert said in sent.text
    versions = {one.version.kind for one in terms.accepted_for(f"orders.order:{order.pk}")}
    asked = {"terms", "privacy"} | ({"withdrawal"} if standing == "consumer" else set())
    assert versions == asked
    assert len(sent.attached) == len(asked)
    files = [queries.text_attached(int(one.rpartition(":")[2])) for one in sent.attached]
    assert ("widerruf" in "".join(one.name for one in files)) is (standing == "consumer")
    assert ("widerrufen" in sent.text) is (standing == "consumer")
    assert (order.contract.instructed_at is not None) is (standing == "consumer")


@pytest.mark.req("WR-005")
def test_an_order_keeps_the_version_that_was_accepted() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity), texts=with_texts())
    later = shop.AT.replace(year=2027)
    put_in_force("terms", "# Geschäftsbedingungen\n\nAlles ist anders.", name="2027-01", at=later)
    kept = {one.version.kind: one for one in terms.accepted_for(f"orders.order:{order.pk}")}
    assert (kept["terms"].version.name, kept["terms"].accepted_at) == ("2026-01", shop.AT)
    assert order.record["texts"][0][3] == kept["terms"].version.digest


def test_a_text_that_was_left_out_or_has_changed_places_nothing() -> None:
    entity = shop.furnish()
    texts = with_texts()
    made = shop.product(entity)
    with pytest.raises(services.TermsMissing):
        shop.placed(made, texts=texts[:1])
    put_in_force("terms", "# Geschäftsbedingungen\n\nNeu.", name="2027-01", at=shop.AT.replace(year=2027))
    with pytest.raises(TextChanged):
        shop.placed(made, texts=texts)
    assert not shop.rows("orders.Order").exists()


@pytest.mark.req("QX-05", "WR-006")
def test_what_was_confirmed_is_archived_as_a_german_pdf_once(alpha: Any) -> None:
    entity = shop.furnish()
    with translation.override("en"):
        order = shop.placed(shop.product(entity, "express", description="Wohnfläche"), texts=with_texts())
        row = archiving.archive(at=shop.AT, order_id=order.pk)
    assert archiving.archive(at=shop.AT, order_id=order.pk).pk == row.pk
    content = b"".join(content_of(row.document))
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == row.document.sha256
    assert row.document.title == f"Auftragsbestätigung {order.number}"
    assert "Der Vertrag ist geschlossen" in mails("orders.accepted").get().text


@pytest.mark.req("WR-003", "CC-03", "QX-05")
def test_only_an_agreement_with_its_document_goes_before_the_terms() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity, "survey"))
    subject = f"orders.order:{order.pk}"
    given: dict[str, Any] = {
        "actor": shop.CLERK, "at": shop.AT, "subject": subject, "party_id": order.party_id, "agreed_on": shop.AT.date(),
        "words": "Es gelten die Einkaufsbedingungen der Rabe KG.",
    }  # fmt: skip
    for kind in AgreementKind:
        with pytest.raises(Refused):
            contracts.attach_agreement(**given, kind=kind, channel=Sending.LETTER, document_id=None)
    assert queries.own_terms(order) == ()
    paper = documents.issue(
        actor=shop.CLERK, at=shop.AT, file_name="a.pdf", media_type="application/pdf", content=b"%PDF-1.7",
        given=Given(kind="order-confirmation", title="Vereinbarung", party=order.party, entity_id=entity.pk),
    )  # fmt: skip
    contracts.attach_agreement(
        **given, kind=AgreementKind.OWN_TERMS, channel=Sending.LETTER, document_id=paper.pk
    )  # fmt: skip
    services.accept(actor=shop.CLERK, at=shop.AT, order_id=order.pk)
    assert "Einkaufsbedingungen der Rabe KG" in mails("orders.accepted").get().text
