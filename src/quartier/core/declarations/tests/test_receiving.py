"""Declarations are received by any channel, judged by their form, confirmed at once, and never dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from quartier.core.audit import queries as audit
from quartier.core.declarations import services
from quartier.core.declarations.models import Declaration
from quartier.core.declarations.services import Given
from quartier.core.declarations.tests.kinds import KIND, NOON, customer
from quartier.core.inbox.models import OutgoingMail
from quartier.law.bgb.form import Sending
from quartier.values.actor import VISITOR, Actor, ActorKind

pytestmark = pytest.mark.usefixtures("alpha")
CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")


def given(**more: Any) -> Given:
    """A declaration by a click of somebody unknown."""
    return replace(Given(kind=KIND, channel=Sending.CLICK, name="Ida Blum", received_at=NOON), **more)


def facts(row: Declaration) -> list[str]:
    """What the protocol says about a declaration."""
    return [one.kind for one in reversed(audit.about(f"declarations.declaration:{row.pk}"))]


def mails() -> list[str]:
    """Kind and recipient of every mail about declarations."""
    rows = OutgoingMail.objects.filter(template__startswith="declarations.").order_by("pk")
    return [f"{row.template.rpartition('.')[2]} {row.to_address}" for row in rows]


def test_a_click_on_a_known_subject_takes_effect_and_is_confirmed_in_one_mail() -> None:
    party = customer()
    row = services.receive(
        actor=VISITOR, at=NOON,
        given=given(subject="click:1", party_id=party.pk, contact=party.email, words="Bitte\nsofort"),
    )  # fmt: skip
    party.refresh_from_db()
    assert (row.state, row.answer, party.phone, row.outcome["data"]) == ("effective", "mail", "gewirkt", {"seen": True})
    assert mails() == [f"receipt {party.email}"]
    text = OutgoingMail.objects.get(template="declarations.receipt").text
    assert "10.11.2026, 12:00 Uhr" in text
    assert "> sofort" in text
    assert facts(row) == ["declarations.received", "declarations.decided"]


def test_below_the_form_nothing_changes_and_the_answer_names_the_form() -> None:
    party = customer()
    more = {"subject": "ink:1", "party_id": party.pk, "contact": party.email}
    row = services.receive(actor=VISITOR, at=NOON, given=given(**more))
    party.refresh_from_db()
    assert (row.state, row.needed, party.phone) == ("below_form", "written_statutory", "")
    text = OutgoingMail.objects.get(template="declarations.receipt").text
    assert "Gesetzliche Schriftform (Unterschrift auf Papier)" in text or "Schriftform" in text
    assert "/brief/" in text
    row = services.receive(actor=CLERK, at=NOON, given=given(**more, channel=Sending.LETTER))
    assert row.state == "effective"


def test_an_outcome_goes_only_to_addresses_of_the_customer() -> None:
    party = customer()
    services.receive(
        actor=VISITOR, at=NOON, given=given(subject="click:1", party_id=party.pk, contact="fremd@posthaus.example")
    )
    assert mails() == ["receipt fremd@posthaus.example", f"answer {party.email}"]
    stranger = OutgoingMail.objects.get(template="declarations.receipt").text
    assert "Received on" not in stranger
    assert str(party.pk) not in stranger.replace("10.11.2026", "")


def test_a_sure_candidate_is_matched_at_once_and_two_are_left_to_staff() -> None:
    party = customer()
    row = services.receive(actor=VISITOR, at=NOON, given=given(name="Blum", contact=party.email))
    assert (row.state, row.party_id) == ("effective", party.pk)
    customer()
    row = services.receive(actor=VISITOR, at=NOON, given=given(name="Blum", contact=party.email))
    assert (row.state, row.party_id, row.settled_at) == ("unclear", None, None)


def test_staff_match_a_declaration_and_the_customer_is_answered() -> None:
    party = customer(email="")
    row = services.receive(actor=VISITOR, at=NOON, given=given(name="Blum", contact="neu@posthaus.example"))
    assert (row.state, mails()) == ("unclear", ["receipt neu@posthaus.example"])
    later = NOON + timedelta(days=3)
    with pytest.raises(services.NoSuchSubject):
        services.match(actor=CLERK, at=later, declaration_id=row.pk, subject="click:0")
    row = services.match(actor=CLERK, at=later, declaration_id=row.pk, subject=f"click:{party.pk}")
    assert (row.state, row.answer, row.settled_at) == ("effective", "letter_due", later), (
        "no address of theirs is known"
    )
    row = services.note_letter(actor=CLERK, at=later, declaration_id=row.pk)
    assert row.answer == "letter"
    with pytest.raises(services.AlreadyDecided):
        services.match(actor=CLERK, at=later, declaration_id=row.pk, subject=f"click:{party.pk}")


def test_one_filled_form_is_received_once() -> None:
    rows = {services.receive(actor=VISITOR, at=NOON, given=given(once="k" * 40)).pk for _number in range(3)}
    assert len(rows) == 1


def test_what_cannot_be_is_refused_and_changes_nothing() -> None:
    for wrong, refusal in (
        ({"received_at": NOON + timedelta(minutes=1)}, services.NotYetReceived),
        ({"dispatched_on": NOON.date() + timedelta(days=1)}, services.SentAfterReceipt),
        ({"contact": "a@b\r\nBcc: c@d"}, services.UnusableContact),
    ):
        with pytest.raises(refusal):
            services.receive(actor=VISITOR, at=NOON, given=given(**wrong))
    row = services.receive(actor=VISITOR, at=NOON, given=given())
    with pytest.raises(services.ReasonMissing):
        services.reject(actor=CLERK, at=NOON, declaration_id=row.pk, reason=" ")
    assert (Declaration.objects.count(), mails()) == (1, [])
    row = services.reject(actor=CLERK, at=NOON, declaration_id=row.pk, reason="Kein Vertrag gefunden.")
    assert (row.state, row.answer) == ("rejected", "letter_due")


def test_without_a_login_nobody_is_flooded_and_nothing_is_refused() -> None:
    for _number in range(8):
        row = services.receive(actor=VISITOR, at=NOON, given=given(name="Ulf", contact="ulf@posthaus.example"))
        assert row.state == "unclear"
    assert len(mails()) == 5
    services.receive(actor=VISITOR, at=NOON, given=given(name="Uta", contact="uta@posthaus.example"))
    assert mails()[-1] == "receipt uta@posthaus.example"
