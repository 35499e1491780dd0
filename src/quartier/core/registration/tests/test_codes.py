"""Codes: their signs, who gets one, what a lost, used, old or guessed one is worth."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from quartier.core.audit import queries as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.registration import queries, services
from quartier.core.registration.models import Application, CodeRun, InvitationCode, Occasion
from quartier.core.registration.rules.codes import BY_CHANCE, LENGTH, SIGNS, code_of, plain
from quartier.core.registration.tests.ways import (
    CLERK,
    OPENED,
    Visitor,
    code_for,
    customer,
    flow,
    open_portal,
    token_to,
)
from quartier.kit.clock import now

NUMBERS = st.lists(st.integers(0, len(SIGNS) - 1), min_size=BY_CHANCE, max_size=BY_CHANCE)
EMAIL = "emine@posthaus.example"
NOT_FITTING = "Diese Angaben passen nicht zusammen"


def test_no_two_signs_look_alike_and_chance_is_worth_seventy_bits() -> None:
    assert not set("01IOilo") & set(SIGNS)
    assert len(SIGNS) ** BY_CHANCE == 2**70


@given(NUMBERS, st.integers(0, LENGTH - 1), st.integers(1, len(SIGNS) - 1))
def test_one_mistyped_sign_is_noticed(numbers: list[int], place: int, shift: int) -> None:
    code = code_of(numbers)
    assert plain(code.lower()) == code
    wrong = SIGNS[(SIGNS.index(code[place]) + shift) % len(SIGNS)]
    assert plain(code[:place] + wrong + code[place + 1 :]) == ""


@given(NUMBERS, st.integers(0, LENGTH - 2))
def test_two_signs_that_changed_places_are_noticed(numbers: list[int], place: int) -> None:
    code = code_of(numbers)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert plain(swapped) == (code if swapped == code else "")


@pytest.mark.req("DWG-05")
@pytest.mark.usefixtures("db")
def test_members_and_tenants_and_former_ones_within_36_months_get_in_and_all_others_hear_the_same() -> None:
    open_portal("rheinufer")
    with time_machine.travel("2026-11-22T10:00:00+01:00", tick=False):
        at = now()
        people: dict[str, Any] = {
            "tenant": customer("Adler"),
            "member": customer("Bach", kind="membership"),
            "former tenant, 35 months": customer("Celik", ended_on=date(2023, 12, 22)),
        }
        codes = {who: code_for(party, at) for who, party in people.items()}
        for who, ended_on in (
            ("former tenant, 37 months", date(2023, 10, 22)),
            ("36 months and a day", date(2023, 11, 21)),
        ):
            party = customer("Demir")
            codes[who] = code_for(party, at)
            party.relationships.update(ended_on=ended_on)
        saver = customer("Ebel", kind="tenancy")
        codes["no tenant but a service"] = code_for(saver, at)
        saver.relationships.update(kind="service")
        codes["fantasy"] = "23456-789AB-CDEFH"
        heard: dict[str, tuple[int, str]] = {}
        for place, (who, code) in enumerate(codes.items()):
            status, page = Visitor("rheinufer").register(code=code, email=f"{place}@posthaus.example")
            heard[who] = (status, page.split('role="alert"')[1].split("</div>")[0] if status == 422 else "")
    assert [who for who, (status, _said) in heard.items() if status == 200] == [
        "tenant", "member", "former tenant, 35 months",
    ]  # fmt: skip
    refused = {answer for answer in heard.values() if answer[0] != 200}
    assert len(refused) == 1
    assert NOT_FITTING in refused.pop()[1]
    with pytest.raises(services.NobodyChosen):
        services.issue(actor=CLERK, at=at, flow=flow(at), party_ids=[saver.pk])


@pytest.mark.req("DWG-16")
@pytest.mark.usefixtures("db")
def test_fifty_letters_are_one_file_and_only_a_fresh_number_opens_the_door() -> None:
    open_portal("rheinufer")
    at = now()
    people = [customer(f"Zander{n:02}", street=f"Hafenweg {n}", postcode=f"402{99 - n:02}") for n in range(50)]
    runs = services.issue(actor=CLERK, at=at, flow=flow(at), party_ids=[party.pk for party in people])
    assert [run.code_count for run in runs] == [50]
    codes = {row.party_id: row.sealed or "" for row in InvitationCode.objects.all()}
    services.make_letters(at=at, run_id=runs[0].pk)
    file = services.print_out(actor=CLERK, at=at, run_id=runs[0].pk)
    _cover, *letters = [page.extract_text() for page in PdfReader(BytesIO(file)).pages]
    assert len(letters) == 50
    for party, letter in zip(reversed(people), letters, strict=True):
        assert (party.name in letter, party.street in letter, party.postcode in letter) == (True, True, True)
    printed = [fact for fact in audit.about(f"registration.run:{runs[0].pk}") if fact.kind.endswith("printed")]
    assert [fact.actor_name for fact in printed] == ["Sinan Kühn"]
    fresh, used, revoked, expired = people[:4]
    row = InvitationCode.objects.get(party=revoked)
    services.revoke(actor=CLERK, at=at, code_id=row.pk, reason="Brief verloren")
    InvitationCode.objects.filter(party=expired).update(expires_at=at - timedelta(seconds=1))
    InvitationCode.objects.filter(party=used).update(used_at=at)
    told = {
        party.name: Visitor("rheinufer").register(code=codes[party.pk], email=f"x{party.pk}@posthaus.example")[0]
        for party in (used, revoked, expired, fresh)
    }
    assert list(told.values()) == [422, 422, 422, 200]
    services.issue(actor=CLERK, at=at, flow=flow(at), party_ids=[revoked.pk], occasion=Occasion.AGAIN, reason="Neu")
    again = InvitationCode.objects.get(party=revoked, revoked_at__isnull=True)
    assert Visitor("rheinufer").register(code=again.sealed, email="neu@posthaus.example")[0] == 200


@pytest.mark.usefixtures("db")
def test_a_code_is_nowhere_in_clear_and_its_letter_only_encrypted_until_it_is_in_the_post() -> None:
    open_portal("rheinufer")
    code = code_for(customer(), now()).replace("-", "")
    run = CodeRun.objects.get()
    assert code not in dump()
    services.make_letters(at=now(), run_id=run.pk)
    assert (code not in dump(), "JVBERi" in dump()) == (True, False)
    deadlines.process(at=now() + timedelta(days=15))
    run.refresh_from_db()
    assert (run.file, run.closed_at is not None) == (None, True)
    with pytest.raises(services.LettersGone):
        services.print_out(actor=CLERK, at=now(), run_id=run.pk)


def dump() -> str:
    """Everything that this app has in the database, as it lies there."""
    found = []
    with connection.cursor() as cursor:
        for table in ("invitationcode", "coderun", "application", "link", "codekey"):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "registration_{table}" t')
            found.append(str(cursor.fetchone()[0]))
    return "\n".join(found)


@pytest.mark.usefixtures("db")
def test_whom_no_letter_reaches_gets_no_code_and_the_others_theirs() -> None:
    open_portal("rheinufer")
    at, (fine, lost) = now(), (customer("Adler"), customer("Bach", postcode="40200"))
    runs = services.issue(actor=CLERK, at=at, flow=flow(at), party_ids=[fine.pk, lost.pk])
    lost.address_state, lost.address_state_since = "unknown", date(2026, 1, 2)
    lost.save(update_fields=["address_state", "address_state_since"])
    services.make_letters(at=at, run_id=runs[0].pk)
    runs[0].refresh_from_db()
    assert (runs[0].set_count, runs[0].left_out_count) == (1, 1)
    row = InvitationCode.objects.get(party=lost)
    assert "Anschrift" in row.revoked_because


@pytest.mark.usefixtures("db")
def test_a_reminder_goes_to_those_who_have_not_used_their_code_and_brings_a_new_one() -> None:
    open_portal("rheinufer")
    lazy, quick = customer("Adler"), customer("Bach")
    code_for(lazy, OPENED)
    code_for(quick, OPENED)
    InvitationCode.objects.filter(party=quick).update(used_at=OPENED)
    at = OPENED + timedelta(days=31)
    assert list(queries.reminded_next(at).values_list("party", flat=True)) == [lazy.pk]
    assert list(queries.reminded_next(OPENED + timedelta(days=29))) == []
    runs = services.issue(
        actor=CLERK, at=at, flow=flow(at), party_ids=[lazy.pk], occasion=Occasion.REMINDER, reason="Erinnerung"
    )  # fmt: skip
    services.make_letters(at=at, run_id=runs[0].pk)
    text = PdfReader(BytesIO(services.print_out(actor=CLERK, at=at, run_id=runs[0].pk))).pages[1].extract_text()
    assert "Erinnerung: Ihr Zugang zum Portal" in text
    assert InvitationCode.objects.filter(party=lazy, revoked_at__isnull=True).count() == 1


@pytest.mark.usefixtures("db")
def test_ten_thousand_guesses_find_nothing_lock_nobody_out_and_cost_one_look_each() -> None:
    open_portal("emscher")
    code = code_for(customer("Markgraf"), now())
    entry = services.Entry(email=EMAIL, surname="Markgraf", born_on=date(1961, 4, 23), password="x")
    at, way = now(), flow(now())
    from dataclasses import replace  # noqa: PLC0415 – used once

    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 – used once

    from quartier.core.registration.services.secret import new_code  # noqa: PLC0415 – a look inside
    from quartier.values.actor import VISITOR  # noqa: PLC0415 – used once

    with CaptureQueriesContext(connection) as spent:
        assert services.submit(actor=VISITOR, at=at, flow=way, entry=replace(entry, code=new_code())) is False
    assert len(spent) <= 4
    for _guess in range(10_000):
        assert not services.submit(actor=VISITOR, at=at, flow=way, entry=replace(entry, code=new_code()))
    row = InvitationCode.objects.get()
    assert (row.tries, row.locked_at, Application.objects.count()) == (0, None, 0)
    assert Visitor("emscher").register(code=code, email=EMAIL, surname="Markgraf", born_on="23.4.1961")[0] == 200
    assert not get_user_model().objects.filter(audience="customer").exists()
    assert token_to(EMAIL)
