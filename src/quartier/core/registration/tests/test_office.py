"""What staff see and do: codes and their letters, applications, evidence."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from pypdf import PdfReader

from quartier.core.audit import queries as audit
from quartier.core.registration import services
from quartier.core.registration.models import Application, CodeRun, Evidence, InvitationCode
from quartier.core.registration.tests.ways import ENTRIES, Visitor, code_for, customer, token_to
from quartier.kit.clock import now
from quartier.kit.schemas import enter_schema

EMAIL = "emine@posthaus.example"


@pytest.mark.req("SBV-80")
def test_time_and_address_are_kept_at_emscher_for_the_privacy_role_alone_and_go_with_the_account(world: Any) -> None:
    enter_schema("emscher")
    party = customer("Adler")
    visitor = Visitor("emscher", ip="203.0.113.77")
    sent = {"code": code_for(party, now()), "email": EMAIL, "surname": "Adler", "born_on": "23.4.1961"}
    assert visitor.register(**sent)[0] == 200
    assert visitor.post(f"/registrieren/weiter/{token_to(EMAIL)}/", {})[0] == 302
    page = f"/buero/zugang/kunde/{party.pk}/nachweis/"
    assert "203.0.113.77" in world.client("emscher", "privacy").get(page).content.decode()
    assert "203.0.113.77" not in world.client("emscher", "lead").get(page).content.decode()
    assert world.client("emscher", "clerk").get(page).status_code == 403
    enter_schema("emscher")
    account = get_user_model().objects.get(email=EMAIL)
    assert Evidence.objects.get().user == account
    type(party).everything.filter(pk=party.pk).update(user=None)
    account.delete()
    assert not Evidence.objects.exists()


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_a_clerk_issues_prints_and_closes_and_then_nobody_reads_a_code_again(world: Any) -> None:
    enter_schema("emscher")
    for name in ("Zander", "Adler"):
        customer(name, kind="membership", postcode="47000" if name == "Zander" else "46000")
    clerk = world.client("emscher", "clerk")
    chosen = {"kind": "membership", "postcodes": "4", "occasion": "first"}
    page = clerk.post("/buero/zugang/ausgeben/", {**chosen, "postcodes": "47000"}).content.decode()
    assert "1 Person ist gemeint" in page
    answer = clerk.post("/buero/zugang/ausgeben/", {**chosen, "postcodes": "47000", "_step": "confirm"})
    enter_schema("emscher")
    run = CodeRun.objects.get()
    where = f"/buero/zugang/briefe/{run.pk}/"
    assert answer.headers["Location"] == where
    assert clerk.post(f"{where}drucken/").status_code == 409
    enter_schema("emscher")
    sealed = InvitationCode.objects.get(run=run).sealed or ""
    services.make_letters(at=now(), run_id=run.pk)
    assert InvitationCode.objects.get(run=run).sealed is None
    cover, letter = pages_of(clerk.post(f"{where}drucken/").content)
    assert f"{sealed[:5]}-{sealed[5:10]}-{sealed[10:]}" in letter
    assert ("Zander" in letter, "Uferstraße 14" in letter, "Vertraulich" in cover) == (True, True, True)
    assert clerk.post(f"{where}aufgegeben/").status_code == 302
    assert clerk.post(f"{where}drucken/").status_code == 409
    enter_schema("emscher")
    run.refresh_from_db()
    assert (run.file, run.printed_by != "") == (None, True)
    told = audit.about(f"registration.run:{run.pk}")
    facts = [(fact.kind, fact.actor_name) for fact in told if fact.kind.startswith("registration.")]
    assert facts == [
        ("registration.letters_posted", run.printed_by),
        ("registration.letters_printed", run.printed_by),
    ]
    listing = clerk.get("/buero/zugang/?stand=open").content.decode()
    assert ("Zander" in listing, "hat ihren Code noch nicht benutzt" in listing) == (True, True)
    text = b"".join(clerk.post("/buero/zugang/?stand=open", {"export": "codes"}).streaming_content).decode()
    assert ("Zander" in text, "Adler" in text) == (True, False)


def test_a_single_customer_gets_a_new_code_and_the_old_one_dies(world: Any) -> None:
    enter_schema("emscher")
    party = customer("Zander")
    first = code_for(party, now())
    clerk = world.client("emscher", "clerk")
    assert clerk.post(f"/buero/zugang/kunde/{party.pk}/").status_code == 302
    enter_schema("emscher")
    old, new = InvitationCode.objects.order_by("pk")
    assert (old.revoked_at is not None, old.sealed, new.revoked_at, new.run.occasion) == (True, None, None, "again")
    assert new.sealed != first.replace("-", "")
    answer = clerk.post(f"/buero/zugang/code/{new.pk}/sperren/", {"reason": "Brief kam zurück"})
    assert answer.status_code == 302
    enter_schema("emscher")
    new.refresh_from_db()
    assert (new.revoked_because, new.sealed) == ("Brief kam zurück", None)
    with pytest.raises(services.CodeOver):
        services.revoke(actor=_clerk(), at=now(), code_id=new.pk, reason="Noch einmal")


def _clerk() -> Any:
    from quartier.core.registration.tests.ways import CLERK  # noqa: PLC0415 – used once

    return CLERK


@pytest.mark.req("QX-10")
def test_nobody_is_accepted_before_the_address_is_confirmed_and_a_note_is_written(world: Any) -> None:
    enter_schema("raumhafen")
    visitor = Visitor("raumhafen")
    assert visitor.register(email=EMAIL, **ENTRIES["raumhafen"])[0] == 200
    row = Application.objects.get(email=EMAIL)
    clerk, page = world.client("raumhafen", "clerk"), f"/buero/antraege/{row.pk}/"
    answer = clerk.post(f"{page}annehmen/")
    assert (answer.status_code, "E-Mail-Adresse ist noch nicht bestätigt" in answer.content.decode()) == (422, True)
    enter_schema("raumhafen")
    visitor.post(f"/registrieren/weiter/{token_to(EMAIL)}/", {})
    answer = clerk.post(f"{page}annehmen/")
    assert (answer.status_code, "Schreiben Sie zuerst" in answer.content.decode()) == (422, True)
    assert clerk.post(page, {"note": " "}).status_code == 422
    enter_schema("raumhafen")
    assert Application.objects.get(email=EMAIL).state == "confirmed"
    assert clerk.post(page, {"note": "Register eingesehen, zurückgerufen."}).status_code == 302
    assert clerk.post(f"{page}annehmen/").status_code == 302
    enter_schema("raumhafen")
    row.refresh_from_db()
    assert (row.state, row.code_digest != "", row.noted_by != "") == ("accepted", True, True)
    assert clerk.post(f"{page}ablehnen/").status_code == 409


@pytest.mark.req("QX-09")
def test_only_the_accepted_one_gets_a_code_and_a_declined_one_vanishes_by_the_deadline(world: Any) -> None:
    from quartier.core.deadlines import services as deadlines  # noqa: PLC0415 – used once
    from quartier.core.registration.tests.ways import mails_to  # noqa: PLC0415 – used once

    enter_schema("raumhafen")
    visitor, other = Visitor("raumhafen"), "x@posthaus.example"
    visitor.register(email=EMAIL, **ENTRIES["raumhafen"])
    visitor.register(email=other, **{**ENTRIES["raumhafen"], "account_name": "Kontor-Nord"})
    for address in (EMAIL, other):
        visitor.post(f"/registrieren/weiter/{token_to(address)}/", {})
    clerk = world.client("raumhafen", "clerk")
    assert "Kontor Süd GmbH" in clerk.get("/buero/antraege/?stand=confirmed").content.decode()
    assert "2 Anträge warten auf Ihre Entscheidung" in clerk.get("/buero/").content.decode()
    enter_schema("raumhafen")
    rows = {row.email: row for row in Application.objects.all()}
    clerk.post(f"/buero/antraege/{rows[EMAIL].pk}/", {"note": "Geprüft."})
    clerk.post(f"/buero/antraege/{rows[EMAIL].pk}/annehmen/")
    assert clerk.post(f"/buero/antraege/{rows[other].pk}/ablehnen/").status_code == 302
    enter_schema("raumhafen")
    assert [len(mails_to(address, "registration.code")) for address in (EMAIL, other)] == [1, 0]
    assert "Ein Vertrag ist nicht zustande gekommen" in mails_to(other, "registration.declined")[0].text
    deadlines.process(at=now() + timedelta(days=29))
    assert Application.objects.filter(email=other).exists()
    deadlines.process(at=now() + timedelta(days=31))
    assert not Application.objects.filter(email=other).exists()
    assert mails_to(other) == []
    assert Application.objects.filter(email=EMAIL).exists()


def test_a_partners_staff_see_the_applications_of_their_own_company_alone(world: Any) -> None:
    enter_schema("raumhafen")
    Visitor("raumhafen").register(email=EMAIL, **ENTRIES["raumhafen"])
    row = Application.objects.get(email=EMAIL)
    partner = world.client("raumhafen", "partner")
    assert partner.get(f"/buero/antraege/{row.pk}/").status_code == 404
    assert "Kontor Süd" not in partner.get("/buero/antraege/").content.decode()
