"""The pages: every day and its form before anything counts, letters for what needs ink, the office beside."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartier.core.contracts import services
from quartier.core.contracts.models import Contract
from quartier.core.contracts.tests.scene import rows
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.kit.tests.paper import reader
from quartier.values.actor import SYSTEM
from tests.plugins.world import World, row_hashes

HERE = "raumhafen"


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


def own_party(world: World, schema: str, role: str = "customer") -> Any:
    enter_schema(schema)
    return rows("parties.Party").get(user_id=world.people[schema][role])


def concluded(world: World, scope: Scope, *, is_paid: bool, schema: str = HERE, standing: str = "business") -> Contract:
    """A contract of the customer whose login is printed."""
    party = own_party(world, schema)
    entity = party.relationships.order_by("pk")[0].legal_entity_id
    given = services.Conclusion(
        scope=scope, standing=standing, is_paid=is_paid, formed_by=Moment.ACTIVATION, party=party, entity_id=entity,
        number=f"T {scope.value}", subject="Belegungsplan",
    )  # fmt: skip
    return services.conclude(actor=SYSTEM, at=clock.now() - timedelta(days=40), given=given)


def tenancy(world: World) -> Any:
    """The customer's tenancy."""
    return own_party(world, "emscher").relationships.filter(kind="tenancy").order_by("pk")[0]


def confirmed(client: Any, path: str, given: dict[str, str]) -> Any:
    """Fill in a form, look at the check page, confirm it."""
    check = client.post(path, given).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None, check
    return client.post(path, {**given, "_shown": token[1], "_step": "confirm"})


@pytest.mark.req("DWG-29")
def test_a_tenancy_is_never_ended_here_and_the_letter_is_ready_to_sign(world: World) -> None:
    row = tenancy(world)
    client, path = world.client("emscher", "customer"), f"/vertraege/{row.pk}/kuendigen/"
    page = client.get(f"/vertraege/{row.pk}/").content.decode()
    enter_schema("emscher")
    before = row_hashes("emscher")
    assert "§ 568 BGB" in page
    for _time in range(2):
        assert client.post(path, {"way": "ordinary", "_step": "confirm"}).status_code == 302
    shown = client.get(f"{path}brief/").content.decode()
    made = client.get(f"{path}brief.pdf")
    enter_schema("emscher")
    party = own_party(world, "emscher")
    words = reader(made.content).pages[0].extract_text()
    assert all(part in words for part in (str(party), row.number, "Unterschrift", "zum nächstmöglichen Zeitpunkt"))
    assert "Noch ist nichts gekündigt" in shown
    changed = {table for table, known in row_hashes("emscher").items() if known != before[table]}
    assert changed <= {"emscher.accounts_attempts"}, "requests are counted, nothing else"
    assert rows("parties.Relationship").get(pk=row.pk).ended_on is None


def test_a_paid_contract_shows_its_days_and_needs_the_letter(world: World) -> None:
    row = concluded(world, Scope.PAID, is_paid=True)
    client, path = world.client(HERE, "customer"), f"/vertraege/{row.relationship_id}/"
    enter_schema(HERE)
    page, notice = client.get(path).content.decode(), client.get(f"{path}kuendigen/").content.decode()
    assert "ordentliche Kündigung" in page.casefold() or "Ordentliche Kündigung" in page
    assert "setzt voraus: angekündigte" in notice
    assert "Brief vorbereiten" in notice
    assert "<form class" not in notice.split("<main")[1].split("</main>")[0]
    client.post(f"{path}kuendigen/", {"way": "ordinary"})
    enter_schema(HERE)
    assert Contract.everything.get(pk=row.pk).state == "running"
    assert not rows("declarations.Declaration").filter(subject=f"contracts.contract:{row.pk}").exists()


def test_a_free_contract_ends_with_the_confirmed_click(world: World) -> None:
    row = concluded(world, Scope.FREE, is_paid=False)
    client, path = world.client(HERE, "customer"), f"/vertraege/{row.relationship_id}/kuendigen/"
    answer = confirmed(client, path, {"way": "ordinary", "wish_on": "", "reason": ""})
    assert answer.status_code == 302
    enter_schema(HERE)
    over = Contract.everything.get(pk=row.pk)
    assert (over.state, over.ended_at is not None) == ("ended", True)
    declared = rows("declarations.Declaration").get(subject=f"contracts.contract:{row.pk}")
    assert (declared.state, declared.channel) == ("effective", "click")
    assert rows("inbox.OutgoingMail").filter(about=f"declarations.declaration:{declared.pk}").exists()
    assert client.get(f"/vertraege/{row.relationship_id}/").status_code == 200
    assert client.get(path).status_code == 302


@pytest.mark.req("QX-21")
def test_the_free_portal_is_ended_at_any_time_with_immediate_effect(world: World) -> None:
    party = own_party(world, HERE)
    entity = party.relationships.order_by("pk")[0].legal_entity_id
    party.relationships.filter(kind="portal").update(ended_on=None)
    given = services.Conclusion(
        scope=Scope.PORTAL, standing="business", is_paid=False, formed_by=Moment.ACTIVATION, party=party,
        entity_id=entity, kind="portal", number="P-T",
    )  # fmt: skip
    row = services.conclude(actor=SYSTEM, at=clock.now() - timedelta(days=3), given=given)
    rows("parties.Relationship").filter(party=party, kind="service").update(ended_on=clock.today() - timedelta(days=1))
    client = world.client(HERE, "customer")
    overview = client.get(f"/vertraege/{row.relationship_id}/kuendigen/")
    assert overview.headers["Location"] == "/konto/schliessen/"
    asked = client.post("/konto/schliessen/bestaetigen/", {"meant": "on"})
    check = client.post(asked.headers["Location"], {"password": "Quartier-Demo-2026"}, follow=True).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None, check
    given_back = {"meant": "on", "_shown": token[1], "_step": "confirm"}
    client.post("/konto/schliessen/bestaetigen/", given_back)
    enter_schema(HERE)
    over = Contract.everything.get(pk=row.pk)
    assert (over.state, over.ends_on) == ("ended", clock.today())
    assert not rows("accounts.User").filter(pk=world.people[HERE]["customer"], is_active=True).exists()
    assert rows("inbox.OutgoingMail").filter(template="leaving.closed").exists()
    assert client.get("/uebersicht/").status_code == 302


def test_strangers_find_nothing_and_who_only_reads_ends_nothing(world: World) -> None:
    row = concluded(world, Scope.FREE, is_paid=False)
    for path in ("", "brief/", "kuendigen/", "kuendigen/brief/", "kuendigen/brief.pdf"):
        where = f"/vertraege/{row.relationship_id}/{path}"
        assert world.client(HERE, "other customer").get(where).status_code == 404
        assert world.client("emscher", "customer").get(where).status_code == 404
    office = f"/buero/vertraege/{row.pk}/"
    assert world.client(HERE, "customer").get(office).status_code in {403, 404}
    assert world.client(HERE, "bookkeeper").get(f"{office}kuendigung/").status_code == 403
    assert world.client(HERE, "clerk").get(office).status_code == 200


def test_the_office_records_a_letter_with_its_scan_and_the_customer_is_told_the_end(world: World) -> None:
    row = concluded(world, Scope.PAID, is_paid=True)
    clerk, today = world.client(HERE, "clerk"), clock.today()
    given = {
        "channel": "letter",
        "received_on": f"{today:%d.%m.%Y}",
        "way": "ordinary",
        "wish_on": "",
        "words": "Ende.",
    }
    paper = SimpleUploadedFile("brief.pdf", BytesIO(_pdf()).getvalue(), "application/pdf")
    answer = clerk.post(f"/buero/vertraege/{row.pk}/kuendigung/", {**given, "paper": paper})
    assert answer.status_code == 302, answer.content.decode()
    enter_schema(HERE)
    kept = rows("contracts.Ending").get(contract=row.pk)
    assert (kept.document is not None, kept.declaration.state) == (True, "effective")
    assert Contract.everything.get(pk=row.pk).ends_on == kept.ends_on
    page = clerk.get(f"/buero/vertraege/{row.pk}/").content.decode()
    assert f"{kept.ends_on:%d.%m.%Y}" in page
    refused = clerk.post(f"/buero/vertraege/{row.pk}/kuendigung/", {**given, "channel": "email"})
    assert refused.status_code == 302
    enter_schema(HERE)
    assert rows("contracts.Ending").filter(contract=row.pk).count() == 1


def _pdf() -> bytes:
    from quartier.core.contracts.views.portal import _press  # noqa: PLC0415 – any true PDF will do

    data: dict[str, Any] = {
        "subject": "Kündigung", "sender": ["A"], "receiver": ["B"], "number": "1", "about": "", "ends": "bald",
        "signed": "A", "place": "C",
    }  # fmt: skip
    return _press().printed(data, at=clock.now()).content


def test_every_office_page_opens(world: World) -> None:
    row = concluded(world, Scope.PAID, is_paid=True)
    clerk = world.client(HERE, "clerk")
    paths = ["", "arten/", "gruende/", f"kunde/{row.party_id}/", f"{row.pk}/"]
    paths += [
        f"{row.pk}/{page}/" for page in
        ("kuendigung", "zuruecknahme", "kuendigen", "einstellen", "grund", "rechnung", "nachtrag", "vereinbarung")
    ]  # fmt: skip
    for path in paths:
        answer = clerk.get(f"/buero/vertraege/{path}")
        assert (answer.status_code, " object at 0x" in answer.content.decode()) == (200, False), path
    assert row.relationship.number in clerk.get("/buero/vertraege/").content.decode()
    posted = {
        "nachtrag": {"title": "Preis", "words": "49 Euro"},
        "grund": {"ground": "insolvency", "note": "Amtsgericht"},
        "einstellen": {"reason": "Trägt sich nicht"},
    }
    for page, given in posted.items():
        answer = clerk.post(f"/buero/vertraege/{row.pk}/{page}/", given)
        assert answer.status_code == 302, (page, answer.content.decode())
    enter_schema(HERE)
    assert Contract.everything.get(pk=row.pk).state == "ended"
