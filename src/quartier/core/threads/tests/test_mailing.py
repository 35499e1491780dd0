"""Mail that comes in: reports become tickets with their time of receipt, answers join their request and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.documents.models import Document
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties.models import Party
from quartier.core.threads import queries, services
from quartier.core.threads.models import Fate, IncomingMail, Message, Thread
from quartier.core.threads.tests.post import DOMAIN, HAD_AT, SERVER, TAKEN_AT, letter, sent
from quartier.core.threads.tests.town import AT, CLERK, main_of, opened, party_of
from quartier.kit.mail.incoming import Purpose, read_address

REPORT = "Beschreibung: Die Fugen reißen.\nSchritte: An der Wand entlang sehen.\nAuswirkung: gar nicht nutzbar"


@pytest.fixture(autouse=True)
def mail_server(settings: Any, tmp_path: Path) -> None:
    """Mail comes in at post.example; files of a test lie in a place of their own."""
    settings.MAIL_DOMAIN, settings.MAIL_AUTHSERV, settings.MEDIA_ROOT = DOMAIN, SERVER, tmp_path / "files"


def counted() -> tuple[int, int, int]:
    """How many requests, messages and mails there are."""
    return Thread.objects.count(), Message.objects.count(), OutgoingMail.objects.count()


@pytest.mark.req("QX-51")
def test_a_report_without_steps_is_refused_and_a_complete_one_is_a_ticket_with_its_time_of_receipt(world: Any) -> None:
    party = party_of(world)
    services.decide_reporting(actor=CLERK, at=AT, party=party, is_granted=False)
    shown = main_of(world.client("emscher", "customer").get("/nachrichten/melden/mangel/"))
    assert f"mailto:emscher+mangel@{DOMAIN}" in shown
    party_of(world)
    without = REPORT.replace("Schritte:", "Außerdem:")
    row = sent(letter(party.email, without, subject="Bad"), purpose=Purpose.DEFECT)
    assert (row.fate, row.received_at, Thread.objects.count()) == (Fate.ASKED, HAD_AT, 0)
    asked = OutgoingMail.objects.get(template="threads.ask")
    assert asked.to_address == party.email
    assert "Schritte: was dazu führt" in asked.text
    assert "Beschreibung:" not in asked.text
    assert "20.11.2026, 10:14 Uhr" in asked.text

    row = sent(letter(party.email, REPORT, subject="Bad", number="2"), purpose=Purpose.DEFECT)
    thread = Thread.objects.get()
    assert (row.fate, row.thread_id, row.text) == (Fate.OPENED, thread.pk, "")
    assert (thread.party_id, thread.treatment, thread.opened_at, thread.priority) == (party.pk, "defect", HAD_AT, 1)
    assert (thread.fault.steps, thread.fault.impact) == ("An der Wand entlang sehen.", "blocked")
    assert thread.fault.noticed_at == HAD_AT
    receipt = OutgoingMail.objects.get(template="threads.receipt")
    assert f"Nummer {thread.pk}" in receipt.subject
    assert receipt.reply_to == queries.reply_address(thread)
    office = main_of(world.client("emscher", "clerk").get(f"/buero/nachrichten/{thread.pk}/"))
    assert "20.11.2026, 10:14" in office
    assert "Absender geprüft" in office


def test_what_is_missing_comes_in_a_reply_and_the_first_mail_counts(world: Any) -> None:
    party = party_of(world)
    sent(letter(party.email, "Die Fugen reißen.\nAuswirkung: stört nur"), purpose=Purpose.DEFECT)
    asked = OutgoingMail.objects.get(template="threads.ask")
    recipient = read_address(asked.reply_to)
    assert recipient is not None
    assert recipient.purpose is Purpose.REPORT
    later = letter(party.email, "Licht an, dann schräg sehen.", number="2", proof="")
    other = letter("fremd@posthaus.example", "Schritte: keine", number="3")
    assert sent(other, purpose=Purpose.REPORT, number=recipient.number).fate == Fate.WAITS
    row = sent(later, purpose=Purpose.REPORT, number=recipient.number)
    thread = Thread.objects.get()
    assert (row.fate, thread.fault.steps, thread.fault.impact) == (Fate.OPENED, "Licht an, dann schräg sehen.", "minor")
    assert thread.messages.earliest("pk").text == "Die Fugen reißen."
    first = IncomingMail.objects.get(pk=recipient.number)
    assert (first.fate, first.text, thread.fault.noticed_at) == (Fate.JOINED, "", HAD_AT)


def test_a_reply_joins_its_request_and_reopens_it(world: Any) -> None:
    thread = opened(party_of(world))
    services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Wir kommen.", closes=True)
    told = OutgoingMail.objects.get(template="threads.answer")
    assert told.reply_to == queries.reply_address(thread)
    assert "auf diese E-Mail antworten" in told.text
    words = f"Danke!\n\nAm 20.11.2026 um 10:00 schrieb Emscher <portal@{DOMAIN}>:\n> Guten Tag,\n>\n> eine Nachricht\n"
    row = sent(letter(thread.party.email, words, proof=""), purpose=Purpose.REQUEST, number=thread.pk)
    thread.refresh_from_db()
    last = thread.messages.latest("pk")
    assert (row.fate, thread.state, last.text, last.author, last.written_at) == (
        Fate.JOINED, "open", "Danke!", "customer", HAD_AT,
    )  # fmt: skip


@pytest.mark.parametrize("change", ["number", "proof", "provider", "nobody"])
def test_a_guessed_or_altered_number_never_joins_a_strangers_request(world: Any, change: str) -> None:
    thread = opened(party_of(world))
    stranger = party_of(world, "other customer")
    true = queries.reply_address(thread)
    local, proof = true.partition("@")[0].rsplit("-", 1)
    wrong = {
        "number": f"{local[:-1]}{'1' if local[-1] != '1' else '2'}-{proof}@{DOMAIN}",
        "proof": f"{local}-{'a' if proof[0] != 'a' else 'b'}{proof[1:]}@{DOMAIN}",
        "provider": true.replace("emscher+", "raumhafen+"),
        "nobody": f"emscher+r{thread.pk}@{DOMAIN}",
    }[change]
    recipient = read_address(wrong)
    assert recipient is not None
    assert recipient.purpose is Purpose.WRONG
    before = counted()
    for sender, number in ((thread.party.email, "1"), (stranger.email, "2")):
        row = services.receive(
            at=TAKEN_AT, recipient=recipient, to=wrong, raw=letter(sender, "Ich auch", number=number)
        )
        assert (row.fate, row.doubt, row.thread) == (Fate.WAITS, "number", None)
    assert counted() == before


def test_the_right_address_in_a_strangers_hand_joins_nothing_either(world: Any) -> None:
    thread = opened(party_of(world))
    stranger = party_of(world, "other customer")
    before = counted()
    for number, sender in enumerate((stranger.email, "wer@posthaus.example")):
        row = sent(letter(sender, "Hallo", number=f"{number}"), purpose=Purpose.REQUEST, number=thread.pk)
        assert (row.fate, row.doubt) == (Fate.WAITS, "number")
    forged = letter(thread.party.email, "Hallo", number="f", proof="dmarc=fail header.from=posthaus.example")
    row = sent(forged, purpose=Purpose.REQUEST, number=thread.pk)
    assert (row.fate, row.doubt, row.proof) == (Fate.WAITS, "forged", "failed")
    assert counted() == before


def test_only_a_proven_sender_opens_a_request_all_others_wait_for_staff(world: Any) -> None:
    party = party_of(world)
    assert sent(letter(party.email, "Darf ich grillen?")).fate == Fate.OPENED
    thread = Thread.objects.get()
    assert (thread.subject, thread.opened_at, thread.messages.get().text) == ("Frage", HAD_AT, "Darf ich grillen?")
    other = party_of(world, "other customer")
    Party.objects.exclude(pk__in=[party.pk, other.pk]).update(email="paar@posthaus.example")
    for number, (sender, proof, doubt) in enumerate((
        (party.email, "", "unproven"),
        (party.email, "dkim=pass header.d=werbung.example", "unproven"),
        (party.email, "spf=fail smtp.mailfrom=kunde@emscher.example", "forged"),
        ("wer@posthaus.example", "dmarc=pass header.from=posthaus.example", "unknown"),
        ("paar@posthaus.example", "dmarc=pass header.from=posthaus.example", "several"),
    )):  # fmt: skip
        row = sent(letter(sender, "Hallo", number=f"n{number}", proof=proof))
        assert (row.fate, row.doubt, row.text) == (Fate.WAITS, doubt, "Hallo"), sender
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "envelope"),
    [
        ({"Auto_Submitted": "auto-replied"}, None),
        ({"Precedence": "bulk"}, None),
        ({"List_Id": "<neues.posthaus.example>"}, None),
        ({"X_Loop": "ja"}, None),
        ({}, ""),
    ],
)
def test_machines_are_neither_answered_nor_shown(world: Any, headers: dict[str, str], envelope: str | None) -> None:
    thread = opened(party_of(world))
    before = counted()
    raw = letter(thread.party.email, "Ich bin im Urlaub.", headers=headers)
    for purpose, number in ((Purpose.REQUEST, thread.pk), (Purpose.DEFECT, 0)):
        row = sent(raw, purpose=purpose, number=number, envelope_sender=envelope)
        assert (row.fate, row.text) == (Fate.IGNORED, "")
    assert counted() == before


def test_our_own_mail_that_comes_back_is_ignored(world: Any, settings: Any) -> None:
    opened(party_of(world))
    for number, sender in enumerate((settings.MAIL_FROM, f"emscher@{DOMAIN}")):
        assert sent(letter(sender, REPORT, number=f"{number}"), purpose=Purpose.DEFECT).fate == Fate.IGNORED


def test_a_sender_who_writes_all_the_time_is_not_answered_any_more(world: Any) -> None:
    party = party_of(world)
    rows = [sent(letter(party.email, "kaputt", number=f"{n}"), purpose=Purpose.DEFECT) for n in range(22)]
    assert [row.fate for row in rows] == [Fate.ASKED] * 20 + [Fate.WAITS] * 2
    assert rows[-1].doubt == "too_many"
    assert OutgoingMail.objects.filter(template="threads.ask").count() == 20


def test_a_second_copy_changes_nothing(world: Any) -> None:
    party = party_of(world)
    first = sent(letter(party.email, "Darf ich grillen?"))
    before = (*counted(), Fact.objects.count())
    assert sent(letter(party.email, "Darf ich grillen?")).pk == first.pk
    assert (*counted(), Fact.objects.count()) == before
    assert sent(letter("x@posthaus.example", "Darf ich grillen?")).pk != first.pk


def test_files_become_documents_and_what_is_refused_is_named_and_told(world: Any) -> None:
    party = party_of(world)
    files = [("mangel.txt", b"Riss im Bad"), ("C:\\Fotos\\bad.exe", b"MZ\x90\x00"), ("leer.pdf", b"")]
    row = sent(letter(party.email, "Siehe Anhang", files=files))
    thread = row.thread
    assert thread is not None
    document = Document._default_manager.get(title="mangel.txt")
    assert (document.title, document.party_id, document.by_customer) == ("mangel.txt", party.pk, True)
    assert thread.messages.earliest("pk").attachments.get().document_id == document.pk
    notice = thread.messages.latest("pk")
    assert notice.author == "system"
    assert "bad.exe: Diese Art von Datei" in notice.text
    assert "leer.pdf: Diese Datei ist leer." in notice.text
    told = OutgoingMail.objects.get(template="threads.left_out")
    assert (told.to_address, "bad.exe" in told.text) == (party.email, True)


def test_files_of_somebody_without_an_account_are_named_and_not_kept(world: Any) -> None:
    party = Party.objects.get(pk=party_of(world).pk)
    Party.objects.filter(pk=party.pk).update(user=None)
    row = sent(letter(party.email, "Siehe Anhang", files=[("riss.txt", b"Riss")]))
    assert row.thread is not None
    assert "riss.txt" in row.thread.messages.latest("pk").text
    assert not Document._default_manager.filter(title="riss.txt").exists()


def test_a_long_mail_stands_in_the_request_without_losing_a_word(world: Any) -> None:
    party = party_of(world)
    words = "\n".join(f"Zeile {number} über das Treppenhaus" for number in range(500))
    row = sent(letter(party.email, words))
    assert row.thread is not None
    said = [message.text for message in row.thread.messages.all()]
    assert max(map(len, said)) <= 5000
    assert "\n".join(said) == words


def test_staff_sort_what_no_rule_could(world: Any) -> None:
    party = party_of(world)
    row = sent(letter("neu@posthaus.example", "Hier ist Ilse.", subject="Neue Adresse", proof=""))
    clerk = world.client("emscher", "clerk")
    assert "1 E-Mail ist zu sortieren" in clerk.get("/buero/").content.decode()
    page = f"/buero/posteingang/{row.pk}/"
    shown = main_of(clerk.get(page))
    assert "Hier ist Ilse." in shown
    assert "gehört zu keinem Kunden" in shown
    assert f"{page}kunde/{party.pk}/" in main_of(clerk.get(f"{page}?name=markgraf"))
    assert clerk.post(f"{page}anfrage/", {"number": "999999"}).status_code == 422
    assert clerk.post(f"{page}kunde/{party.pk}/").status_code == 302
    party_of(world)
    thread = Thread.objects.get()
    assert (thread.subject, thread.opened_at, thread.party_id) == ("Neue Adresse", HAD_AT, party.pk)
    note = thread.messages.get(is_internal=True)
    assert "neu@posthaus.example" in note.text
    row.refresh_from_db()
    assert (row.fate, row.text) == (Fate.OPENED, "")
    assert clerk.post(f"{page}kunde/{party.pk}/").status_code == 409
    assert clerk.post(f"{page}verwerfen/", {"reason": "Werbung"}).status_code == 409
    assert world.client("emscher", "editor").get(page).status_code == 403


def test_a_mail_is_put_into_the_request_it_belongs_to_or_discarded(world: Any) -> None:
    thread = opened(party_of(world))
    joined = sent(letter("neu@posthaus.example", "Noch etwas.", proof=""))
    spam = sent(letter("x@posthaus.example", "Kauft!", number="2"))
    clerk = world.client("emscher", "clerk")
    answer = clerk.post(f"/buero/posteingang/{joined.pk}/anfrage/", {"number": f"{thread.pk}"})
    assert answer.headers["Location"] == f"/buero/nachrichten/{thread.pk}/"
    assert "Werbung" not in main_of(clerk.get(f"/buero/posteingang/{spam.pk}/verwerfen/"))
    assert clerk.post(f"/buero/posteingang/{spam.pk}/verwerfen/", {"reason": "Werbung"}).status_code == 302
    party_of(world)
    texts = [message.text for message in thread.messages.filter(is_internal=False)]
    assert texts == ["Noch etwas.", "Das Schloss klemmt."]
    spam.refresh_from_db()
    assert (spam.fate, spam.text) == (Fate.DISCARDED, "")
    assert Fact.objects.get(kind="mail.discarded").data == {"reason": "Werbung"}


def test_staff_of_a_partner_see_no_mail_that_nobody_has_sorted(world: Any) -> None:
    party_of(world, schema="raumhafen")
    recipient = read_address(f"raumhafen@{DOMAIN}")
    assert recipient is not None
    row = services.receive(at=TAKEN_AT, recipient=recipient, to="", raw=letter("x@posthaus.example", "Geheim"))
    partner = world.client("raumhafen", "partner")
    for path in ("", f"{row.pk}/"):
        assert partner.get(f"/buero/posteingang/{path}").status_code == 403
        assert "Geheim" in world.client("raumhafen", "clerk").get(f"/buero/posteingang/{row.pk}/").content.decode()


def test_mail_is_kept_until_it_cannot_come_twice(world: Any) -> None:
    party = party_of(world)
    done = sent(letter(party.email, "Darf ich grillen?"))
    begun = sent(letter(party.email, "kaputt", number="2"), purpose=Purpose.DEFECT)
    for row in (done, begun):
        end = queries.mail_kept_until(row)
        assert end is not None
        mine = IncomingMail.objects.filter(pk=row.pk)
        assert not queries.mail_due(mine, end.replace(microsecond=0) - (TAKEN_AT - HAD_AT)).exists()
        assert queries.mail_due(mine, end).exists()
    assert queries.mail_kept_until(begun).isoformat() == "2030-01-01T00:00:00+01:00"  # type: ignore[union-attr]


def test_without_a_mail_domain_nothing_changes(world: Any, settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    thread = opened(party_of(world))
    services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Gern.")
    told = OutgoingMail.objects.get(template="threads.answer")
    assert told.reply_to == thread.entity.email
    assert "auf diese E-Mail antworten" not in told.text
    assert read_address(f"emscher@{DOMAIN}") is None
    assert User.objects.get(pk=world.people["emscher"]["clerk"]).is_active
