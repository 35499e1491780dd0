"""Bank details: checked, encrypted, masked, with a password by customers and four eyes by staff."""

from __future__ import annotations

import logging
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils.http import urlencode

from quartier.config.demo.seed import PASSWORD
from quartier.core.approvals import queries as waiting
from quartier.core.approvals import services as approvals
from quartier.core.audit.models import Confirmation, Fact
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties import queries, services
from quartier.core.parties.events import BankAccountChanged, on_bank_account_changed
from quartier.core.parties.models import BankAccount, BankProposal, Party
from quartier.kit import clock
from quartier.kit.encryption import renew
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
OTHER = Actor(ActorKind.STAFF, "8", "Malin Brandt")
# Examples of ISO 13616 and the Bundesbank; nobody's accounts.
FIRST, SECOND = "DE89370400440532013000", "NL91ABNA0417164300"
CHANGE = "/bankverbindung/aendern/"
SENT = {"holder": "Ilse Markgraf", "iban": "nl91 abna 0417 1643 00"}


def customer(world: Any) -> Party:
    """The customer with the login."""
    enter_schema("emscher")
    return Party.objects.get(user_id=world.people["emscher"]["customer"])


def noted(party: Party, iban: str = FIRST, **more: Any) -> BankAccount:
    """Bank details that the customer has given."""
    given = {"holder": "Ilse Markgraf", "iban": iban, "shown": {"IBAN": iban}} | more
    return services.change_bank_account(actor=CLERK, at=clock.now(), party_id=party.pk, **given)


def proposed(party: Party, iban: str = SECOND, **more: Any) -> BankProposal:
    """Bank details that a clerk has typed in."""
    given = {"holder": "Ilse Markgraf", "iban": iban, "evidence": "Brief vom 3.11."} | more
    return services.propose_bank_account(actor=CLERK, at=clock.now(), party_id=party.pk, **given)


def number_of(party: Party) -> int:
    """The proposal that waits."""
    row = waiting.pending_of(services.APPROVAL, queries.subject_of(party))
    assert row is not None
    return int(row.pk)


def told(world: Any, path: str, role: str = "customer") -> str:
    return unescape(world.client("emscher", role).get(path).content.decode())


def with_password(world: Any) -> Any:
    """A customer who has shown their password a moment ago."""
    client = world.client("emscher", "customer")
    show_password(client)
    return client


def show_password(client: Any) -> None:
    """Type the password on the page that asks for it."""
    answer = client.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": CHANGE})
    assert (answer.status_code, answer.headers["Location"]) == (302, CHANGE)


def confirmed(client: Any, sent: dict[str, str]) -> Any:
    """Send the form and confirm what the check page shows."""
    page = unescape(client.post(CHANGE, sent).content.decode())
    token = page.split('name="_shown" value="')[1].split('"')[0]
    return client.post(CHANGE, sent | {"_step": "confirm", "_shown": token})


def addresses() -> list[str]:
    """Whom mails about bank details went to."""
    rows = OutgoingMail.objects.filter(template="parties.bank_account_changed")
    return sorted(rows.values_list("to_address", flat=True))


@pytest.mark.parametrize(
    "iban",
    [
        "DE89370400440532013001",
        "DE8937040044053201300",
        "NL91ABNA04171643000",
        "XX00",
        "",
        "DE89 3704 004O 0532 013000",
    ],
)
def test_an_iban_that_is_none_is_refused_and_nothing_changes(world: Any, iban: str) -> None:
    party = customer(world)
    noted(party)
    for act in (noted, proposed):
        with pytest.raises(services.WrongIban):
            act(party, iban)
    assert [row.iban for row in BankAccount.objects.all()] == [FIRST]
    assert not BankProposal.objects.exists()


@pytest.mark.parametrize(
    ("act", "more", "refusal"),
    [
        (noted, {"iban": FIRST}, services.SameAccount),
        (noted, {"iban": SECOND, "holder": " "}, services.HolderMissing),
        (proposed, {"evidence": " "}, services.EvidenceNeeded),
        (proposed, {"iban": FIRST}, services.SameAccount),
    ],
)
def test_what_is_no_change_or_cannot_be_shown_is_refused(
    world: Any, act: Any, more: dict[str, str], refusal: type[Refused]
) -> None:
    party = customer(world)
    noted(party)
    with pytest.raises(refusal):
        act(party, **more)
    assert BankAccount.objects.count() == 1
    assert not BankProposal.objects.exists()


@pytest.mark.req("SBV-81")
def test_contracts_of_both_kinds_are_shown_and_a_change_needs_the_password_and_is_told_to_the_old_channel(
    world: Any,
) -> None:
    party = customer(world)
    kinds = set(party.relationships.values_list("kind", flat=True))
    assert {"tenancy", "membership"} <= kinds
    page = told(world, "/vertraege/")
    assert all(row.number in page for row in party.relationships.all())

    before = noted(party)
    client = world.client("emscher", "customer")
    asked = client.post(CHANGE, SENT)
    assert asked.status_code == 302
    assert asked.headers["Location"] == f"/anmelden/bestaetigen/?{urlencode({'next': CHANGE})}"
    enter_schema("emscher")
    assert BankAccount.objects.get(valid_until=None).pk == before.pk
    assert "abna" not in str(dict(client.session.items())).casefold()

    show_password(client)
    assert 'value="nl91 abna 0417 1643 00"' in client.get(CHANGE).content.decode()
    enter_schema("emscher")
    Party.objects.filter(pk=party.pk).update(email="neu@posthaus.example")
    assert confirmed(client, SENT).status_code == 302
    enter_schema("emscher")
    now = BankAccount.objects.get(valid_until=None)
    assert (now.iban, now.by_customer, now.seen_at) == (SECOND, True, None)
    assert BankAccount.objects.get(pk=before.pk).valid_until == clock.today()
    old = party.email
    assert addresses().count(old) == 2
    assert "neu@posthaus.example" in addresses()
    assert "2 Bankverbindungen sind zu bearbeiten" in told(world, "/buero/", "clerk")


def test_whoever_has_no_email_address_is_told_by_letter(world: Any) -> None:
    enter_schema("emscher")
    party = Party.objects.filter(user=None, kind="person")[0]
    Party.objects.filter(pk=party.pk).update(email="")
    row = noted(party)
    assert (row.notice, addresses()) == ("letter_due", [])
    assert str(party) in told(world, "/buero/bankverbindungen/", "clerk")
    clerk = world.client("emscher", "clerk")
    address = f"/buero/kundschaft/{party.pk}/bank/{row.pk}/brief/"
    assert clerk.post(address, {"letter_on": "21.11.2026"}).status_code == 302
    assert clerk.post(address, {"letter_on": "21.11.2026"}).status_code == 422
    assert clerk.post(f"/buero/kundschaft/{party.pk}/bank/{row.pk}/gesehen/").status_code == 302
    assert str(party) not in told(world, "/buero/bankverbindungen/", "clerk")


def test_staff_type_in_and_somebody_else_confirms_once(world: Any) -> None:
    party = customer(world)
    noted(party)
    clerk = world.client("emscher", "clerk")
    sent = {"holder": "Ilse Markgraf", "iban": SECOND, "evidence": "Brief vom 3.11."}
    assert clerk.post(f"/buero/kundschaft/{party.pk}/bank/", sent).status_code == 302
    assert clerk.post(f"/buero/kundschaft/{party.pk}/bank/", sent).status_code == 422
    enter_schema("emscher")
    assert queries.bank_account_of(party).iban == FIRST  # type: ignore[union-attr]
    number = number_of(party)
    assert "wartet auf eine zweite Person" in told(world, "/bankverbindung/")
    own = clerk.post(f"/buero/vier-augen/{number}/bestaetigen/")
    assert own.status_code == 409
    second = world.client("emscher", "bookkeeper")
    page = unescape(second.get(f"/buero/vier-augen/{number}/").content.decode())
    assert "NL•• •••• 4300" in page
    assert SECOND not in page
    assert second.post(f"/buero/vier-augen/{number}/bestaetigen/").status_code == 302
    assert second.post(f"/buero/vier-augen/{number}/bestaetigen/").status_code == 409
    enter_schema("emscher")
    assert [row.iban for row in queries.bank_accounts_of(party)] == [SECOND, FIRST]
    assert not BankProposal.objects.exists()


def test_fifty_confirmations_have_one_effect_and_listeners_hear_it_once(world: Any) -> None:
    party = customer(world)
    proposed(party)
    heard: list[BankAccountChanged] = []
    on_bank_account_changed.register("test", heard.append)
    try:
        number, refused = number_of(party), 0
        for _time in range(50):
            try:
                approvals.confirm(actor=OTHER, at=clock.now(), approval_id=number)
            except approvals.AlreadyDecided:
                refused += 1
    finally:
        del on_bank_account_changed._entries["test"]
    assert (refused, len(heard), BankAccount.objects.count()) == (49, 1, 1)
    assert (heard[0].party, heard[0].former) == (party.pk, None)


def test_what_is_refused_is_forgotten(world: Any) -> None:
    party = customer(world)
    proposed(party)
    approvals.refuse(actor=OTHER, at=clock.now(), approval_id=number_of(party), reason="passt nicht")
    assert not BankProposal.objects.exists()
    assert not BankAccount.objects.exists()
    assert proposed(party).ending == "4300"


def test_no_number_stands_in_logs_facts_confirmations_or_a_dump(world: Any, caplog: Any) -> None:
    party = customer(world)
    with caplog.at_level(logging.DEBUG):
        noted(party)
        assert confirmed(with_password(world), SENT).status_code == 302
    enter_schema("emscher")
    proposed(party, FIRST)
    digits = (FIRST[4:], SECOND[4:], FIRST, SECOND)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'emscher'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            dump = str(cursor.fetchone()[0])
            assert not [one for one in digits if one in dump], table
    assert not [one for one in digits if one in caplog.text]
    assert Fact.objects.filter(kind="bank.changed").latest("pk").data["account"] == ["DE•• •••• 3000", "NL•• •••• 4300"]
    assert Confirmation.objects.filter(form="parties.bank").latest("pk").values["IBAN"] == "NL•• •••• 4300"


def test_pages_show_four_signs_and_no_more(world: Any) -> None:
    party = customer(world)
    noted(party)
    for path, role in (
        ("/bankverbindung/", "customer"), (f"/buero/kundschaft/{party.pk}/bank/", "clerk"),
        ("/buero/bankverbindungen/", "clerk"), (f"/buero/kundschaft/{party.pk}/", "clerk"),
    ):  # fmt: skip
        page = told(world, path, role)
        assert FIRST[4:-4] not in page
        assert "3000" in page or path.endswith(f"{party.pk}/")


def test_a_new_data_key_reads_what_the_old_one_wrote(world: Any) -> None:
    party = customer(world)
    row = noted(party)
    proposed(party)
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM parties_bankaccount WHERE id = %s", [row.pk])
        (before,) = cursor.fetchone()
        renew()
        cursor.execute("SELECT iban FROM parties_bankaccount WHERE id = %s", [row.pk])
        (after,) = cursor.fetchone()
    assert before.split(":")[1] != after.split(":")[1]
    assert BankAccount.objects.get(pk=row.pk).iban == FIRST
    assert BankProposal.objects.get(party=party).iban == SECOND


def test_a_password_of_long_ago_is_asked_for_again(world: Any) -> None:
    client = with_password(world)
    assert client.post(CHANGE, SENT).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert client.post(CHANGE, SENT).status_code == 302
    enter_schema("emscher")
    assert not BankAccount.objects.exists()
