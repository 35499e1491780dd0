"""Master data through the API: the same records, rules and sentences as in a file, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps

from quartier.core.api import services as api
from quartier.core.audit import queries as audit
from quartier.core.parties.models import Party, Relationship
from quartier.core.parties.services.intake import MASTER_DATA
from quartier.core.parties.services.intake.comparing import CONTRACT_COLUMNS, PARTY_COLUMNS
from quartier.core.parties.tests.files import AT, HEAD, ILSE, customer, everything, taken
from quartier.core.privacy.extension import registry
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

ADDRESS = "/api/v1/stammdaten"
RECORD = {
    "customer_number": "K 1", "given_name": "Ilse", "name": "Müller", "born_on": "1961-04-23", "street": "Kampweg 51",
    "postcode": "44199", "city": "Emscherstadt", "entity": "eg", "contract_number": "W 7", "contract_kind": "tenancy",
    "started_on": "2019-04-01",
}  # fmt: skip


class Program:
    """A program of the back office with a key."""

    def __init__(self, world: Any) -> None:
        enter_schema("emscher")
        scopes = ["parties.read", "parties.write"]
        self.key, secret = api.issue(actor=SYSTEM, at=AT, name="Bestandsabgleich", allowed=scopes)
        self.client = world.client("emscher", "visitor")
        self.head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    def put(self, *records: Mapping[str, Any], language: str = "de", **more: Any) -> Any:
        """Send records."""
        body, head = json.dumps({"records": records, **more}), {**self.head, "HTTP_ACCEPT_LANGUAGE": language}
        answer = self.client.put(ADDRESS, body, "application/json", secure=True, **head)
        enter_schema("emscher")
        return answer

    def get(self, number: str) -> Any:
        """Ask for a customer."""
        answer = self.client.get(f"{ADDRESS}/{number}", secure=True, **self.head)
        enter_schema("emscher")
        return answer


@pytest.fixture
def program(world: Any) -> Program:
    """A program that may read and write."""
    return Program(world)


def counts(answer: Any) -> list[int]:
    """New, changed, unchanged and refused records."""
    return [answer.json()[name] for name in ("new", "changed", "unchanged", "refused")]


def test_records_are_taken_over_and_the_same_again_changes_nothing(program: Program) -> None:
    assert counts(program.put(RECORD)) == [1, 0, 0, 0]
    facts = audit.about(f"parties.party:{customer('K 1').pk}")
    assert [(fact.kind, fact.actor_name, fact.actor_key) for fact in facts] == [
        ("relationship.opened", "Bestandsabgleich", f"api:{program.key.pk}"),
        ("party.added", "Bestandsabgleich", f"api:{program.key.pk}"),
    ]
    again = program.put(RECORD)
    assert (counts(again), again.json()["records"]) == ([0, 0, 1, 0], [])
    assert len(audit.about(f"parties.party:{customer('K 1').pk}")) == 2


def test_a_file_and_a_program_speak_of_the_same_customer(program: Program) -> None:
    taken(HEAD, ILSE)
    answer = program.put({"customer_number": "K 1", "name": "Meyer"})
    assert answer.json()["records"] == [
        {
            "number": 1,
            "result": "changed",
            "faults": [],
            "changes": [{"field": "name", "old": "Müller", "new": "Meyer"}],
            "kept": [],
        }
    ]


def test_a_trial_changes_nothing(program: Program) -> None:
    answer = program.put(RECORD, trial=True)
    assert (answer.json()["trial"], counts(answer)) == (True, [1, 0, 0, 0])
    assert not Party.everything.filter(number="K 1").exists()


def test_records_that_do_not_fit_are_told_in_the_callers_language(program: Program) -> None:
    bad = {**RECORD, "customer_number": "K 2", "contract_number": "W 8", "postcode": "1067"}
    answer = program.put(RECORD, bad)
    assert counts(answer) == [1, 0, 0, 1]
    assert answer.json()["records"][1]["faults"][0]["sentence"].startswith("Eine deutsche Postleitzahl")
    english = program.put(bad, language="en-GB,en;q=0.8")
    assert english.json()["records"][0]["faults"][0]["sentence"].startswith("A German postcode")
    assert english.headers["Content-Language"] == "en"


def test_all_or_none_takes_nothing_and_names_each_place(program: Program) -> None:
    answer = program.put(RECORD, {**RECORD, "customer_number": "K 2"}, mode="whole")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {"place": "records[1].contract_number", "sentence": "Dieser Vertrag gehört zu jemand anderem."}
    ]
    assert not Party.everything.filter(number="K 1").exists()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"records": [{**RECORD, "religion": "geheim-4711"}]}, "records[0].religion"),
        ({"records": [RECORD], "is_staff": True}, "is_staff"),
        ({"records": [{**RECORD, "name": 7}]}, "records[0].name"),
        ({"records": [7]}, "records[0]"),
        ({"records": "alle"}, "records"),
        ({}, "records"),
        ({"records": [RECORD], "mode": "halb"}, "mode"),
        ({"records": [RECORD], "trial": "ja"}, "trial"),
        ({"records": [RECORD] * 1001}, "records"),
        ([], ""),
    ],
)
def test_what_is_not_declared_is_refused_as_a_whole(program: Program, body: Any, place: str) -> None:
    answer = program.client.put(ADDRESS, json.dumps(body), "application/json", secure=True, **program.head)
    enter_schema("emscher")
    assert answer.status_code == 422
    assert [error["place"] for error in answer.json()["errors"]] == [place]
    assert not Party.everything.filter(number="K 1").exists()
    assert "geheim-4711" not in everything()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"records": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * 2_600_000, "application/json", 413),
    ],
    ids=["torn", "no number", "deep", "no text", "no JSON", "too much"],
)
def test_a_body_that_cannot_be_read_is_a_problem(program: Program, content: bytes, kind: str, status: int) -> None:
    answer = program.client.put(ADDRESS, content, kind, secure=True, **program.head)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("model", [Party, Relationship])
def test_no_column_of_a_model_can_be_set_but_the_permitted_ones(program: Program, model: Any) -> None:
    permitted = {field.name for field in MASTER_DATA}
    columns = {name for field in model._meta.concrete_fields for name in (field.name, field.attname)} - permitted
    assert {"user", "sent", "created_at", "restricted_at"} <= columns or model is Relationship
    answer = program.put({**RECORD, **dict.fromkeys(columns, "1")})
    assert answer.status_code == 422
    assert {error["place"] for error in answer.json()["errors"]} == {f"records[0].{name}" for name in columns}
    assert not Party.everything.filter(number="K 1").exists()


def test_a_customer_is_told_in_permitted_fields_and_what_is_told_can_be_sent_back(program: Program) -> None:
    program.put(RECORD, {**RECORD, "contract_number": "W 9", "started_on": "2020-01-01"})
    answer = program.get("K 1")
    first, second = answer.json()["records"]
    assert set(first) == {field.name for field in MASTER_DATA}
    assert {name: first[name] for name in RECORD} == RECORD
    assert (second["contract_number"], second["ended_on"]) == ("W 9", "")
    assert counts(program.put(first, second)) == [0, 0, 2, 0]
    assert program.get("K 404").status_code == 404
    Party.everything.filter(number="K 1").update(restricted_at=AT)
    assert program.get("K 1").status_code == 404


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property anywhere in a description, with the path to it."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ():
            yield f"{path}.{name}", value
        for name, value in schema.items():
            yield from properties(value, f"{path}.{name}")
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value, path)


def record_schemas(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a description that holds a customer's number: the records themselves."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "customer_number" in schema["properties"]:
            yield schema
        for value in schema.values():
            yield from record_schemas(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from record_schemas(value)


@pytest.mark.req("DWG-25")
def test_only_permitted_fields_are_stored_and_delivered_each_with_a_purpose_in_the_register(
    program: Program, world: Any
) -> None:
    row = taken(f"{HEAD};Religion;Kontonummer", f"{ILSE};geheim-4711;geheim-4712")
    assert row.left_out == ["Religion", "Kontonummer"]
    assert customer("K 1").name == "Müller"
    assert "geheim-471" not in everything()
    assert program.put({**RECORD, "religion": "geheim-4713"}).status_code == 422
    assert "geheim-4713" not in everything()

    described = world.client("emscher", "visitor").get("/api/v1/openapi.json").json()
    told = dict(properties(described))
    assert [path for path, value in told.items() if not str(value.get("x-purpose", "")).strip()] == []
    ours = {path: told for path, told in described["paths"].items() if path.startswith(ADDRESS)}
    records = list(record_schemas(ours))
    assert len(records) == 2
    for schema in records:
        assert set(schema["properties"]) == {field.name for field in MASTER_DATA}
        assert schema["additionalProperties"] is False

    register = {entry.model: entry for entry in registry}
    for field in MASTER_DATA:
        places = [(Party, PARTY_COLUMNS), (Relationship, CONTRACT_COLUMNS)]
        names = {(model, columns.get(field.name, field.name).removesuffix("_id")) for model, columns in places}
        stored = [model for model, name in names if name in {f.name for f in model._meta.get_fields()}]
        assert stored, field.name
        for model in stored:
            assert str(register[apps.get_model(model._meta.label)._meta.label].purpose).strip()
        assert str(field.purpose).strip()
    shown = world.client("emscher", "lead").get("/buero/kundschaft/import/felder/").content.decode()
    assert all(str(field.purpose) in shown for field in MASTER_DATA)


def test_the_description_is_plain_to_generators_of_programs(world: Any) -> None:
    described = world.client("emscher", "visitor").get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert {path for path in described["paths"] if not path.startswith("/api/v1/meine/")} == {
        "/api/v1/rechtstexte",
        "/api/v1/rechtstexte/{text_version_id}",
        "/api/v1/datenaenderungen",
        "/api/v1/datenaenderungen/uebernommen",
        "/api/v1/stammdaten",
        "/api/v1/stammdaten/{customer_number}",
        *(f"/api/v1/aufmass/{name}" for name in ("format", "pruefen", "flaechen", "zeichnung", "umwandeln")),
    }
    batch = described["paths"]["/api/v1/stammdaten"]["put"]
    record = batch["requestBody"]["content"]["application/json"]["schema"]["properties"]["records"]["items"]
    assert record["required"] == ["customer_number", "name"]
    assert record["properties"]["born_on"]["anyOf"] == [{"format": "date"}, {"maxLength": 0}]
    assert record["properties"]["kind"]["enum"] == ["", "person", "sole_trader", "contact", "organisation"]
    assert batch["x-scope"] == "parties.write"
