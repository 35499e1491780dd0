"""From the first room to the package, without JavaScript and without an account; and what is refused on the way."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.urls import get_resolver
from pypdf import PdfReader

from quartier.core.checkout.tests.counter import GUEST, OBJECT, Buyer, boxes_of, hidden_of, plan
from quartier.core.documents.services.issuing import content_of
from quartier.core.orders.tests.shop import rows
from quartier.modules.survey.models import Survey, Version
from quartier.modules.survey.services import finishing, ordering, refusals
from quartier.modules.survey.tests.calculating import FACTS, FLAT, Visitor, open_portal
from quartier.values.actor import VISITOR
from tests.matrix.objects_of_survey import MEASURED, POINT
from tests.plugins.jobs import RunJobs

pytestmark = pytest.mark.django_db
VERIFIED = re.compile(r"verifiziert|verified|geprüft und|amtlich|bankfähig|zertifiziert", re.IGNORECASE)


@pytest.fixture(autouse=True)
def portal(settings: Any, tmp_path: Any) -> None:
    """A portal that sells calculations, with files of its own."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"
    open_portal()


def ordered(**values: str) -> Visitor:
    """A guest whose calculation is ordered."""
    guest = Visitor()
    guest.begin_one(**values)
    guest.enter()
    guest.order()
    return guest


def texts_of(document: Any) -> str:
    """The text of a PDF on one line."""
    pages = PdfReader(io.BytesIO(b"".join(content_of(document)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.req("WR-011")
@pytest.mark.req("WR-029")
@pytest.mark.req("WR-030")
@pytest.mark.req("WR-041")
@pytest.mark.req("WR-098")
def test_a_guest_calculates_orders_finishes_and_holds_the_files(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = ordered()
    _faults_and_missing_details_stop_before_anything_is_closed(guest)
    shown = guest.get(f"{guest.place}abschliessen/").content.decode()
    assert "Wir sehen uns nur Aufbau und Form an" in shown
    assert not VERIFIED.search(shown)
    assert guest.finish().status_code == 302
    _what_fails_is_made_again(guest, monkeypatch)
    run_jobs()
    finishing.press(at=guest.row().touched_at, survey_id=guest.row().pk)
    filed = rows("documents.Document").filter(kind="survey_result").count()
    assert filed == rows("orders.OrderFile").filter(is_result=True).count() > 0
    row = guest.row()
    assert (row.state, row.order and row.order.state) == ("finished", "finished")
    papers = [texts_of(one.document) for one in row.order.files.filter(is_result=True)  # type: ignore[union-attr]
              if one.document.media_type == "application/pdf"]  # fmt: skip
    assert len(papers) == 2
    for text in papers:
        assert "Messungen des Kunden" in text
        assert "deren Richtigkeit nicht geprüft wurde" in text
        assert "nicht übertragbares Nutzungsrecht" in text
        assert not VERIFIED.search(text)
    sheet = next(text for text in papers if "34,02" in text and "Aufbau und Form" in text)
    assert all(words in sheet for words in FACTS.values())
    _downloads_stay_and_nothing_is_changed(guest)
    assert not [name for name in _names() if re.search(r"resell|resale|transfer|verkauf|abtret", name)]


def _downloads_stay_and_nothing_is_changed(guest: Visitor) -> None:
    before = (list(Survey.objects.values()), Version.objects.count(), rows("orders.Order").count())
    assert guest.post(guest.place, {**guest.form(), "row-0-name": "Anders"}).status_code == 410
    assert guest.send(MEASURED, 4).status_code == 410
    assert guest.get(f"{guest.place}angaben/").status_code == 410
    assert guest.get(f"{guest.place}raum/1/").status_code == 410
    assert guest.finish().status_code == 410
    assert guest.post(f"{guest.place}loeschen/").status_code == 409
    row = guest.row()
    again = f"/auftrag/{row.order.token}/berechnung/"  # type: ignore[union-attr]
    assert guest.post(again, {"title": "Zweite", "basis": "documents"}).headers["Location"] == guest.place
    with pytest.raises(refusals.NotOrdered):
        ordering.begin_for(actor=VISITOR, at=row.touched_at, order_id=row.order_id or 0, title="x", basis="documents")  # type: ignore[arg-type]
    assert before == (list(Survey.objects.values()), Version.objects.count(), rows("orders.Order").count())
    page = guest.get(f"{guest.place}ergebnis/").content.decode()
    files = re.findall(r'href="(/auftrag/[^"]+/datei/\d+/)"', page)
    assert len(files) >= 5
    assert all(b"".join(guest.get(one).streaming_content) for one in files)


def _names() -> list[str]:
    return [str(name) for name in get_resolver().reverse_dict if isinstance(name, str)]


def _one_licence_is_one_calculation(guest: Visitor) -> None:
    order = guest.row().order
    assert order is not None
    second = Visitor(client=guest.client)
    second.begin_one("Zweite Wohnung")
    second.enter()
    assert second.row().order is None
    assert second.get(f"{second.place}abschliessen/").status_code == 200
    assert second.finish().status_code == 409
    with pytest.raises(refusals.HasCalculation):
        ordering.begin_for(actor=VISITOR, at=order.accepted_at, order_id=order.pk, title="x", basis="documents")  # type: ignore[arg-type]
    ordering.bind(VISITOR, order.placed_at, order)
    assert second.row().order is None
    again = guest.post(guest.place, {**guest.form(), "bestellen": "1"})
    assert again.status_code == 409
    assert Survey.objects.exclude(order=None).count() == 1


@pytest.mark.req("WR-009")
@pytest.mark.req("WR-010")
@pytest.mark.req("WR-014")
def test_one_click_sends_one_mail_whose_link_leads_to_the_calculation() -> None:
    guest = ordered()
    row, order = guest.row(), rows("orders.Order").get()
    mails = rows("inbox.OutgoingMail").filter(about=f"orders.order:{order.pk}")
    assert [one.template for one in mails] == ["orders.accepted"]
    assert (order.state, order.accepted_at) == ("accepted", mails[0].created_at)
    guest.click(guest.get("pruefen"))
    assert (rows("orders.Order").count(), mails.count()) == (1, 1)
    link = re.search(r"https?://[^/]+(/auftrag/[^\s\"]+)", mails[0].text)
    assert link is not None
    page = Visitor(client=guest.client).get(link[1])
    assert page.status_code == 200
    assert f'href="/wohnflaeche/{row.token}/"' in page.content.decode()
    documents = Buyer()
    review = documents.walk("wohnflaeche", details={**OBJECT, "file_plans": plan()})
    documents.click(review, **dict.fromkeys(boxes_of(review), "on"))
    assert rows("orders.Order").get(kind="drawings").state == "offered"
    _guests_order_everything_but_what_needs_an_account()


@pytest.mark.req("WR-011")
@pytest.mark.req("WR-012")
@pytest.mark.req("WR-013")
def test_no_step_is_left_out_and_going_back_keeps_everything() -> None:
    guest = Visitor()
    guest.begin_one()
    assert guest.post(guest.place, {**guest.form(), "bestellen": "1"}).status_code == 422, "no room yet"
    guest.enter()
    answer = guest.post(guest.place, {**guest.form(), "bestellen": "1"})
    guest.token = answer.headers["Location"].split("/")[2]
    for step in ("pruefen", "zahlung", "person"):
        assert guest.get(step).status_code == 302, "a step before it is missing"
    number = re.search(r'name="take_(\d+)"', guest.get().content.decode())
    assert number is not None
    guest.post("", {f"take_{number[1]}": "on", f"many_{number[1]}": "1"})
    guest.post("angaben", {"_do": "next"})
    assert guest.get("zahlung").status_code == 302
    guest.post("person", GUEST)
    guest.post("zahlung", {"method": "invoice"})
    review = guest.get("pruefen")
    assert ">Jetzt kostenpflichtig bestellen<" in re.sub(r"\s*([<>])\s*", r"\1", review.content.decode())
    assert guest.click(review).status_code == 422, "the terms are not accepted"
    assert rows("orders.Order").count() == 0
    assert "34,02" in guest.get(guest.place).content.decode()
    assert GUEST["street"] in guest.get("person").content.decode()
    form = guest.form()
    place = next(name for name, value in form.items() if value == "Küche").rpartition("-")[0]
    guest.post(guest.place, {**form, f"{place}-size": "4x2,5"})
    review = guest.get("pruefen")
    guest.click(review, **dict.fromkeys(boxes_of(review), "on"))
    row = guest.row()
    assert row.order is not None
    assert "36,52" in guest.get(guest.place).content.decode()
    _one_licence_is_one_calculation(guest)


def _guests_order_everything_but_what_needs_an_account() -> None:
    visit = Buyer()
    review = visit.walk("aufmass", details=OBJECT)
    assert visit.click(review, **dict.fromkeys(boxes_of(review), "on")).status_code == 302
    assert {one.kind for one in rows("orders.Order").all()} == {"express", "drawings", "site_survey"}
    company = rows("providers.LegalEntity").order_by("pk")[0]
    for key in ("mehr-projekte", "partnerprogramm", "maklerverzeichnis"):
        rows("catalogue.Product").get_or_create(
            key=key,
            defaults={"kind": "work", "scope": "app_extra", "entity": company, "name": key, "is_free": True,
                      "needs_account": True, "standings": ["consumer", "business"]},
        )  # fmt: skip
        buyer = Buyer()
        buyer.begin(key)
        number = re.search(r'name="take_(\d+)"[^>]*checked', buyer.get().content.decode())
        assert number is not None
        buyer.post("", {f"take_{number[1]}": "on", f"many_{number[1]}": "1"})
        buyer.post("angaben", {"_do": "next"})
        assert "Konto" in buyer.get("person").content.decode()
        buyer.post("person", GUEST)
        buyer.post("zahlung", {"method": "invoice"})
        page = buyer.get("pruefen")
        assert buyer.click(page, **dict.fromkeys(boxes_of(page), "on")).status_code in (409, 422)
    assert rows("orders.Order").count() == 3


@pytest.mark.req("WR-029")
def test_what_measures_rest_on_is_asked_and_never_assumed() -> None:
    guest = Visitor()
    answer = guest.post("/wohnflaeche/", {"title": "Wohnung"})
    assert answer.status_code == 422
    assert "Worauf beruhen Ihre Maße?" in answer.content.decode()
    assert guest.post("/wohnflaeche/", {"title": "Wohnung", "basis": "survey"}).status_code == 422
    assert Survey.objects.count() == 0
    assert guest.begin_one(basis="documents").content["basis"] == "documents"
    _typed_sizes_stay_with_their_sentence(guest)
    _photos_must_be_photos(guest)


def _what_fails_is_made_again(guest: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    row = guest.row()
    assert row.state == "finishing"

    def broken(*_given: Any, **_more: Any) -> Any:
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr(finishing, "package", broken)
        with pytest.raises(OSError, match="full"):
            finishing.press(at=row.touched_at, survey_id=row.pk)
    assert guest.row().state == "finishing"
    assert guest.finish().status_code == 410, "it is being made"
    finishing.finish(actor=VISITOR, at=row.touched_at + finishing.PATIENCE, survey_id=row.pk)


def _faults_and_missing_details_stop_before_anything_is_closed(guest: Visitor) -> None:
    assert guest.finish({"author": "", "recipient": "x", "purpose": "y"}).status_code == 422
    row = guest.row()
    storey = row.content["storeys"][0]
    room = {**storey["rooms"][0], "outline": [[0, 0], [4000, 3000], [4000, 0], [0, 3000]]}
    crossed = {**row.content, "storeys": [{**storey, "rooms": [room]}]}
    assert guest.send(crossed, row.number).status_code == 200
    assert guest.finish().status_code == 422
    assert (guest.row().state, rows("orders.Order").get().begun_at) == ("open", None)
    assert guest.send(row.content, row.number + 1).status_code == 200


def _typed_sizes_stay_with_their_sentence(guest: Visitor) -> None:
    answer = guest.enter([("Bad", "bath", "260x200")])
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "260 Meter sind nicht möglich. Meinen Sie 260 cm? Dann schreiben Sie 2,60." in page
    assert 'value="260x200"' in page
    assert guest.row().number == 1


def _photos_must_be_photos(guest: Visitor) -> None:
    guest.enter(FLAT[:1])
    assert Visitor().get("/wohnflaeche/nichts/").status_code == 404
    form = {"name": "Wohnung", "basis": "documents", "dimensions": "finished", "beneath_stairs": "heights",
            "niche_heights": "heights", "low_and_reduced": "once", **FACTS}  # fmt: skip
    broken = File("haus.png", POINT[:40], "image/png")
    assert guest.post(f"{guest.place}angaben/", {**form, "photo": broken}).status_code == 422
    assert guest.row().photo is None
    whole = File("haus.png", POINT, "image/png")
    assert guest.post(f"{guest.place}angaben/", {**form, "photo": whole}).status_code == 302
    row = guest.row()
    assert (row.author, row.content["basis"], row.photo is not None) == ("Mara Öztürk", "documents", True)
    hidden = hidden_of(guest.get(f"{guest.place}loeschen/"))
    assert guest.post(f"{guest.place}loeschen/", hidden).status_code == 302
    assert (Survey.objects.count(), rows("documents.Upload").count()) == (0, 0)
