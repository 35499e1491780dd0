"""The office pages about policy: what is shown, who may decide, and that a refusal changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from quartier.core.audit import queries as audit
from quartier.core.providers.models import PolicyVersion
from quartier.core.providers.policies import CONCERNS, DataProtectionPolicy, PasswordPolicy, SuspensionPolicy
from quartier.core.providers.queries import policy as queries
from quartier.kit import clock
from quartier.values.policy import Concern, Origin
from tests.plugins.world import World

ALL = "/buero/einstellungen/richtlinien/"
PASSWORD = f"{ALL}passwort/"
LENGTH = f"{PASSWORD}password.min_length/"
GROUNDS = f"{ALL}sperre/suspension.grounds/"
FONTS = f"{ALL}datenschutz/fonts_maps_video/"
LATER = timedelta(days=40)


def german(days: timedelta = timedelta()) -> str:
    """Return a day from today on as people write it."""
    return f"{clock.today() + days:%d.%m.%Y}"


def answers(value: Any, days: timedelta = timedelta(), **others: str) -> dict[str, Any]:
    """Return a filled form."""
    return {"value": value, "clause": "", "valid_from": german(days), "reason": "Beschluss 14/2026", **others}


def decide(client: Client, path: str, data: dict[str, Any]) -> Any:
    """Go through the check page and confirm it."""
    shown = client.post(path, data)
    assert shown.status_code == 200
    token = re.search(r'name="_shown" value="([^"]+)"', shown.content.decode())
    assert token is not None
    return client.post(path, {**data, "_shown": token[1], "_step": "confirm"}, follow=True)


def text_of(response: Any) -> str:
    """Return what a page says, without markup and with plain spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(words).replace("\u00a0", " "))


def decisions(schema: str = "emscher") -> int:
    """Count the decisions of a provider."""
    with schema_context(schema):
        return PolicyVersion.objects.count()


def test_the_overview_counts_what_is_open_and_what_the_law_displaces(world: World) -> None:
    said = text_of(world.client("emscher", "lead").get(ALL))
    assert "Werte 117 Zu bestätigen 51 Vom Gesetz verdrängt 1 Geplante Änderungen 0" in said
    assert "Passwort 6 5 offen – –" in said
    assert "Datenschutz 7 2 offen 1 Klausel verdrängt –" in said


@pytest.mark.parametrize("concern", CONCERNS, ids=lambda concern: concern.concern)
def test_every_concern_and_every_value_has_its_page(world: World, concern: type[Concern]) -> None:
    client = world.client("emscher", "lead")
    assert client.get(f"{ALL}{concern.slug}/").status_code == 200
    for prm in concern.parameters():
        assert client.get(f"{ALL}{concern.slug}/{prm.key}/").status_code == 200


def test_a_value_shows_origin_clause_law_and_conflict(world: World) -> None:
    said = text_of(world.client("emscher", "lead").get(f"{ALL}datenschutz/"))
    assert "Das Gesetz verdrängt eine Klausel" in said
    assert "LG München I 20.01.2022, 3 O 17493/20" in said
    assert "vom Anbieter angegeben, III.7, XI" in said
    assert "Vorschlag, zu bestätigen" in said


def test_a_decision_for_later_takes_effect_on_its_day_only(world: World) -> None:
    client = world.client("emscher", "lead")
    said = text_of(decide(client, LENGTH, answers("14", LATER)))
    assert f"Entschieden. Das gilt ab {german(LATER)}." in said
    assert f"Geplant ab {german(LATER)} Beschluss 14/2026" in said
    with schema_context("emscher"):
        day = clock.today() + LATER
        assert queries.in_force(PasswordPolicy, day - timedelta(days=1)).min_length == 10
        assert queries.in_force(PasswordPolicy, day).min_length == 14
    before = text_of(client.get(PASSWORD, {"am": german(LATER - timedelta(days=1))}))
    after = text_of(client.get(PASSWORD, {"am": german(LATER)}))
    assert "Kürzestes Passwort 10" in before
    assert "Kürzestes Passwort 14 vom Anbieter angegeben" in after


def test_a_decision_is_audited_and_what_was_confirmed_is_kept(world: World) -> None:
    decide(world.client("emscher", "lead"), LENGTH, answers("14"))
    with schema_context("emscher"):
        fact = audit.about("providers.policy:password")[0]
        kept = audit.confirmations_of("providers.policy:password")[0]
    assert fact.kind == "policy.changed"
    assert fact.actor_key == str(world.people["emscher"]["lead"])
    assert fact.data["reason"] == "Beschluss 14/2026"
    assert fact.data["changed"]["password.min_length"][1] == {"value": 14, "origin": "stated"}
    assert kept.values["Kürzestes Passwort"] == "14"
    assert kept.values["Grund"] == "Beschluss 14/2026"


def test_nothing_is_decided_before_the_check_page_is_confirmed(world: World) -> None:
    client, before = world.client("emscher", "lead"), decisions()
    shown = text_of(client.post(LENGTH, answers("14")))
    assert "Ist das die Entscheidung?" in shown
    assert client.post(LENGTH, {**answers("14"), "_step": "confirm"}).status_code == 409
    assert decisions() == before


def test_a_value_is_confirmed_as_it_is(world: World) -> None:
    client = world.client("emscher", "lead")
    decide(client, LENGTH, answers("10", clause="Hausordnung § 3"))
    with schema_context("emscher"):
        held = queries.held(PasswordPolicy, clock.today())
    assert held.values.min_length == 10
    assert held.mark("password.min_length").origin is Origin.STATED
    assert held.mark("password.min_length").clause == "Hausordnung § 3"


def test_several_answers_are_ticked(world: World) -> None:
    decide(world.client("emscher", "lead"), GROUNDS, answers(["misuse", "arrears"]))
    with schema_context("emscher"):
        grounds = queries.in_force(SuspensionPolicy, clock.today()).grounds
    assert grounds == {"misuse", "arrears"}


def test_a_conflict_stays_until_somebody_calls_it_settled(world: World) -> None:
    client = world.client("emscher", "lead")
    value = "Schriften vom eigenen Server: ja"
    decide(client, FONTS, answers(value))
    with schema_context("emscher"):
        kept = queries.held(DataProtectionPolicy, clock.today()).mark("fonts_maps_video").conflict
    assert kept is not None
    decide(client, FONTS, answers(value, settled="on"))
    with schema_context("emscher"):
        assert queries.held(DataProtectionPolicy, clock.today()).mark("fonts_maps_video").conflict is None


REFUSED = [
    (LENGTH, answers("7"), "„7“ ist nicht möglich. Nötig: 8 bis 128 Zeichen (NIST SP 800-63B-4"),
    (LENGTH, answers("acht"), "eine ganze Zahl"),
    (LENGTH, answers("14", timedelta(days=-1)), "Eine Entscheidung gilt ab heute oder ab einem späteren Tag"),
    (LENGTH, answers("14", reason=" "), "„Grund“ fehlt noch."),
    (LENGTH, answers("14", valid_from="31.02.2027"), "1.12.2026"),
    (GROUNDS, answers([]), "Nötig: ein Grund, Sperren nach Belieben sind unwirksam (§ 307 Abs. 1 BGB)"),
    (f"{ALL}rechnung-und-zahlung/prices/", answers("net"), "Endpreise gegenüber Verbrauchern (§ 3 Abs. 1 PAngV)"),
    (f"{ALL}widerruf/withdrawal.days/", answers(""), "ein Widerrufsrecht für Verbraucher (§§ 312g, 355 BGB)"),
    (f"{ALL}passwort/password.change_reminder/", answers("bald"), "„bald“ ist keine Dauer wie „14 Tage“"),
]


@pytest.mark.parametrize(("path", "data", "sentence"), REFUSED)
def test_a_refusal_stands_at_the_field_keeps_the_input_and_changes_nothing(
    world: World, path: str, data: dict[str, Any], sentence: str
) -> None:
    client, before = world.client("emscher", "lead"), decisions()
    response = client.post(path, data)
    said = text_of(response)
    assert response.status_code == 422
    assert sentence in said
    assert "Fehler:" in said
    if isinstance(data["value"], str) and data["value"]:
        assert data["value"] in response.content.decode()
    assert decisions() == before


@pytest.mark.parametrize("path", [f"{ALL}gibt-es-nicht/", f"{PASSWORD}password.colour/", f"{PASSWORD}prices/"])
def test_what_does_not_exist_is_not_found(world: World, path: str) -> None:
    assert world.client("emscher", "lead").get(path).status_code == 404


@pytest.mark.parametrize("path", [ALL, PASSWORD, LENGTH])
@pytest.mark.parametrize(
    ("role", "status"),
    [("visitor", 302), ("customer", 403), ("clerk", 403), ("editor", 403), ("privacy", 403), ("lead", 200)],
)
def test_only_the_lead_sees_and_decides_policy(world: World, path: str, role: str, status: int) -> None:
    before = decisions()
    client = world.client("emscher", role)
    assert client.get(path).status_code == status
    if path == LENGTH and role != "lead":
        assert client.post(path, answers("14")).status_code == status
    assert decisions() == before


def test_a_decision_of_one_provider_does_not_reach_another(world: World) -> None:
    before = decisions("raumhafen")
    decide(world.client("emscher", "lead"), LENGTH, answers("14"))
    assert decisions("raumhafen") == before
    assert "Kürzestes Passwort 10" in text_of(world.client("raumhafen", "lead").get(PASSWORD))


def test_the_pages_speak_english_on_wish(world: World) -> None:
    client = world.client("emscher", "lead")
    client.cookies["__Host-language"] = "en"
    assert "Shortest password 10 our default, to be confirmed" in text_of(client.get(PASSWORD))
    assert "Needed: 8 to 128 characters" in text_of(client.post(LENGTH, answers("7")))


def test_a_day_that_cannot_be_read_is_told_and_today_is_shown(world: World) -> None:
    response = world.client("emscher", "lead").get(PASSWORD, {"am": "bald"})
    said = text_of(response)
    assert response.status_code == 200
    assert "Bitte schreiben Sie den Tag so: 1.12.2026" in said
    assert "Heute in Kraft" in said
