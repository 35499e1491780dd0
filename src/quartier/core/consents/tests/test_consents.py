"""What people agree to: word for word, each purpose for itself, revocable at once, and never changed afterwards."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import IntegrityError

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.consents import queries, services
from quartier.core.consents.extension import ConsentPurpose, consent_purposes
from quartier.core.consents.models import ConsentText, Statement
from quartier.core.consents.tests import chores
from quartier.core.parties.models import Party
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as privacy_services
from quartier.kit import clock
from quartier.kit.jobs import enqueue
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind
from tests.plugins.jobs import RunJobs

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.STAFF, "7", "Jost Pape")
SURVEY, NEWS = "test.survey", "test.news"
WORDING = "Ich willige ein, dass Sie mich einmal im Jahr <fragen>, ob ich zufrieden bin."
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _two_purposes(world: Any, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    enter_schema("emscher")
    known = dict(consent_purposes._entries)
    consent_purposes.register(SURVEY, ConsentPurpose(key=SURVEY, label="Umfrage", about="Einmal im Jahr."))
    consent_purposes.register(
        NEWS, ConsentPurpose(key=NEWS, label="Neues per E-Mail", about="Jeden Monat.", is_marketing=True)
    )
    yield
    consent_purposes._entries.clear()
    consent_purposes._entries.update(known)


def customer() -> Any:
    return Party.objects.get(user__email="kunde@emscher.example")


def published(purpose: str = SURVEY, body: str = WORDING) -> ConsentText:
    return services.publish_text(actor=OFFICER, at=AT, purpose=purpose, body=body)


def given(purpose: str = SURVEY, at: datetime = AT, **more: Any) -> Statement:
    text = queries.current_texts().get(purpose) or published(purpose)
    common: dict[str, Any] = {"text_id": text.pk, "ticked": True, "page": "/x/", "shown": {"Wortlaut": text.body}}
    return services.give(actor=OFFICER, at=at, party_id=customer().pk, purpose=purpose, **common | more)


def told(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def refuses(error: type[Exception], act: Any) -> None:
    """A refusal changes neither statements nor wordings nor the record."""

    def state() -> tuple[int, ...]:
        return (Statement.objects.count(), ConsentText.objects.count(), audit.facts().count())

    before = state()
    with pytest.raises(error):
        act()
    assert state() == before


@pytest.mark.req("SBV-25")
def test_the_row_of_a_consent_says_the_wording_that_was_shown_and_nobody_can_change_it(world: Any) -> None:
    text, client, path = published(), world.client("emscher", "customer"), f"/einwilligungen/{SURVEY}/"
    page = client.get(path)
    assert WORDING in told(page)
    assert "checked" not in told(page).split("<form")[-1]
    enter_schema("emscher")
    unticked = client.post(path, {"text": text.pk})
    assert (unticked.status_code, "Setzen Sie das Häkchen" in told(unticked)) == (422, True)
    check = client.post(path, {"text": text.pk, "agreed": "on"})
    assert WORDING in told(check)
    token = told(check).split('name="_shown" value="')[1].split('"')[0]
    assert not Statement.objects.filter(purpose=SURVEY).exists()
    done = client.post(path, {"text": text.pk, "agreed": "on", "_shown": token, "_step": "confirm"}, follow=True)
    assert "Sie können diese Einwilligung jederzeit widerrufen" in told(done)
    enter_schema("emscher")
    row = Statement.objects.get(purpose=SURVEY)
    assert row.text is not None
    assert (row.text.body, row.text.version, row.channel, row.party) == (WORDING, 1, "portal", customer())
    assert (row.evidence["wording"], row.evidence["page"], row.evidence["ticked"]) == (WORDING, path, True)
    assert row.evidence["shown"]["Wortlaut"] == WORDING
    assert row.evidence["sha256"] == text.sha256
    rows, texts = Statement.objects.filter(purpose=SURVEY), ConsentText.objects.filter(purpose=SURVEY)
    for act in (
        lambda: rows.update(said="revoked"), lambda: rows.update(evidence={}), rows.delete,
        lambda: texts.update(body="Ich willige in alles ein."), texts.delete,
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert Statement.objects.get(purpose=SURVEY).evidence == row.evidence


@pytest.mark.req("SBV-26")
def test_revoking_one_of_two_consents_stops_its_job_at_once_and_the_other_goes_on(
    world: Any, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(SURVEY)
    given(NEWS)
    number = customer().pk
    monkeypatch.setattr(chores, "done", [])

    def work() -> list[str]:
        chores.done.clear()
        enqueue(chores.ask_whether_satisfied, party_id=number)
        enqueue(chores.send_news, party_id=number)
        run_jobs()
        enter_schema("emscher")
        return list(chores.done)

    assert work() == ["survey", "news"]
    client, path = world.client("emscher", "customer"), f"/einwilligungen/{SURVEY}/widerrufen/"
    assert "widerrufen?" in told(client.get(path))
    enter_schema("emscher")
    enqueue(chores.ask_whether_satisfied, party_id=number)
    assert client.post(path).status_code == 302
    chores.done.clear()
    run_jobs()
    assert chores.done == []
    enter_schema("emscher")
    assert work() == ["news"]
    assert queries.is_given(SURVEY, number, AT + timedelta(days=1))
    said = [event.said for event in queries.history_of(number) if event.row.purpose in (SURVEY, NEWS)]
    assert said == ["widerrufen", "erteilt", "erteilt"]
    services.revoke(actor=OFFICER, at=clock.now(), party_id=number, channel="phone")
    assert work() == []


def test_before_anybody_said_anything_nothing_may_be_done() -> None:
    assert not queries.may(SURVEY, customer().pk, AT)
    with pytest.raises(KeyError):
        queries.may("nobody.registered", customer().pk, AT)


def test_a_consent_is_refused_without_tick_text_or_purpose_or_when_the_wording_has_changed() -> None:
    refuses(services.NoText, lambda: services.give(
        actor=OFFICER, at=AT, party_id=customer().pk, purpose=SURVEY, text_id=1, ticked=True, page="", shown={},
    ))  # fmt: skip
    old = published()
    refuses(services.NotTicked, lambda: given(ticked=False))
    refuses(services.NoSuchPurpose, lambda: services.publish_text(actor=OFFICER, at=AT, purpose="x", body="y"))
    for body in ("", "  ", WORDING, f" {WORDING}\n"):
        refuses(services.TextMissing, lambda body=body: published(body=body))
    published(body="Neuer Wortlaut.")
    refuses(services.OtherText, lambda: given(text_id=old.pk))
    given()
    refuses(services.AlreadyGiven, given)


def test_a_new_wording_leaves_earlier_consents_what_they_are() -> None:
    given()
    newer = published(body="Neuer Wortlaut.")
    line = next(one for one in queries.lines_of(customer().pk, AT) if one.purpose.key == SURVEY)
    assert (line.is_given, line.changed, newer.version) == (True, True, 2)
    assert line.last is not None
    assert line.last.text is not None
    assert line.last.text.body == WORDING
    given(at=AT + timedelta(days=1))
    lines = {one.purpose.key: one for one in queries.lines_of(customer().pk, AT + timedelta(days=1))}
    assert not lines[SURVEY].changed


def test_a_revocation_counts_from_its_instant_and_needs_something_to_revoke() -> None:
    refuses(services.NothingToRevoke, lambda: services.revoke(actor=OFFICER, at=AT, party_id=customer().pk))
    given()
    at, number = AT + timedelta(days=3), customer().pk
    services.revoke(actor=OFFICER, at=at, party_id=number, purposes=[SURVEY])
    assert queries.may(SURVEY, number, at - timedelta(microseconds=1))
    assert not queries.may(SURVEY, number, at)
    refuses(services.NothingToRevoke, lambda: services.revoke(actor=OFFICER, at=at, party_id=number, purposes=["x"]))
    given(at=at + timedelta(days=1))
    assert queries.may(SURVEY, number, at + timedelta(days=1))


def test_an_objection_to_advertising_ends_every_such_consent_at_once_and_no_other() -> None:
    given(SURVEY)
    given(NEWS)
    at, number = AT + timedelta(days=1), customer().pk
    services.object_to_marketing(actor=OFFICER, at=at, party_id=number, channel="mail")
    assert (queries.may(NEWS, number, at), queries.may(SURVEY, number, at)) == (False, True)
    assert (queries.objected(number, at), queries.objected(number, AT)) == (True, False)
    assert "consent.objected" in {fact.kind for fact in audit.about(f"parties.party:{number}")}
    given(NEWS, at=at + timedelta(days=1))
    assert queries.may(NEWS, number, at + timedelta(days=1))


def test_restricted_data_are_used_for_no_consent() -> None:
    given()
    number = customer().pk
    Party.everything.filter(pk=number).update(restricted_at=AT + timedelta(days=1))
    assert queries.may(SURVEY, number, AT)
    assert not queries.may(SURVEY, number, AT + timedelta(days=1))
    assert queries.is_given(SURVEY, number, AT + timedelta(days=1))


def test_paper_and_signature_count_with_their_file_alone(world: Any) -> None:
    published()
    owner = User.objects.get(pk=world.people["emscher"]["privacy"])

    def note(**more: Any) -> Statement:
        paper = services.Paper(owner, "Einwilligung.pdf", len(PDF), [PDF])
        said: dict[str, Any] = {"purpose": SURVEY, "channel": "paper", "said_at": AT, "paper": paper} | more
        return services.note_given(actor=OFFICER, at=AT + timedelta(days=2), party_id=customer().pk, **said)

    refuses(services.PaperMissing, lambda: note(paper=None))
    refuses(services.PaperMissing, lambda: note(channel="phone"))
    refuses(services.InTheFuture, lambda: note(said_at=AT + timedelta(days=3)))
    row = note(channel="signature")
    assert row.document is not None
    assert (row.at, row.channel, row.document.party) == (AT, "signature", customer())
    assert row.evidence["file"] == row.document.sha256
    assert queries.may(SURVEY, customer().pk, AT)


def test_the_office_notes_paper_revocation_and_objection(world: Any) -> None:
    published()
    client, path = world.client("emscher", "privacy"), f"/buero/kundschaft/{customer().pk}/einwilligungen/"
    form: dict[str, Any] = {"purpose": SURVEY, "channel": "paper", "said_on": "01.11.2026"}
    assert client.post(f"{path}erfassen/", form).status_code == 422
    scan = SimpleUploadedFile("Einwilligung.pdf", PDF)
    assert client.post(f"{path}erfassen/", {**form, "paper": scan}).status_code == 302
    assert "erteilt am 01.11.2026, Fassung 1, auf Papier" in told(client.get(path))
    assert client.post(f"{path}widerruf/", {"purpose": "*", "channel": "phone"}).status_code == 302
    refused = client.post(f"{path}widerruf/", {"purpose": "*", "channel": "phone"})
    assert (refused.status_code, "Es gilt keine Einwilligung" in told(refused)) == (409, True)
    assert client.post(f"{path}werbewiderspruch/", {"channel": "mail"}).status_code == 302
    assert "hat der Werbung widersprochen" in told(client.get(path))


def test_a_customer_objects_and_revokes_everything_with_one_question_each(world: Any) -> None:
    given(SURVEY)
    client = world.client("emscher", "customer")
    for path in ("/einwilligungen/alle/widerrufen/", "/einwilligungen/werbewiderspruch/"):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 302
    page = told(client.get("/einwilligungen/"))
    assert "Sie haben der Werbung widersprochen" in page
    assert "beendet am" in page
    assert client.get("/einwilligungen/unbekannt/").status_code == 404


def test_wordings_are_published_in_versions(world: Any) -> None:
    client, path = world.client("emscher", "privacy"), f"/buero/einwilligungen/{SURVEY}/"
    assert client.post(path, {"body": WORDING}).status_code == 302
    again = client.post(path, {"body": WORDING})
    assert (again.status_code, "muss sich vom geltenden unterscheiden" in told(again)) == (422, True)
    page = told(client.get("/buero/einwilligungen/"))
    assert "Fassung 1 vom" in page
    enter_schema("emscher")
    given()
    published = {one.purpose.key: one.agreed for one in queries.published(AT)}
    assert (published[SURVEY], published[NEWS]) == (1, 0)


def test_the_report_tells_the_wording_and_erasing_takes_the_person_out() -> None:
    given()
    number = customer().pk
    subject = privacy.subject_numbered(number)
    assert subject is not None
    principal = next(one for one in privacy.controllers() if one.is_principal)
    assert (
        "zufrieden bin"
        in privacy_services.inform(actor=OFFICER, at=AT, subject=subject, controller=principal).as_json()
    )
    row = Statement.objects.get(purpose=SURVEY)
    assert queries.kept_until(row) is None
    services.revoke(actor=OFFICER, at=AT + timedelta(days=400), party_id=number, purposes=[SURVEY])
    assert queries.kept_until(row) == datetime(2030, 12, 31, 23, tzinfo=UTC)
    mine = Statement.objects.filter(purpose=SURVEY)
    assert not queries.past_due(mine, datetime(2030, 12, 31, 22, 59, tzinfo=UTC)).exists()
    assert list(queries.past_due(mine, datetime(2030, 12, 31, 23, tzinfo=UTC))) == [row]
    services.forget_people(mine.filter(pk=row.pk), AT)
    row.refresh_from_db()
    assert (row.party, row.evidence, row.noted_by, row.said) == (None, {}, "", "given")
