"""Opening, publishing, listing, letting: what changes, what is on record, and what a refusal leaves alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from quartier.core.audit import queries as audit
from quartier.modules.lettings import queries, services
from quartier.modules.lettings.models import Flat, Project, StateChange
from quartier.modules.lettings.tests.conftest import CLERK

TODAY = date(2026, 11, 22)
HEAD = "Wohnung;Lage;Zimmer;Wohnfläche;Grundmiete;Verfügbarkeit;Grundriss\n"


def flat(name: str = "C.3", day: date = TODAY) -> Flat:
    project = queries.project_named("kiebitzhof")
    assert project is not None
    found = queries.flat_named(project, name, day)
    assert found is not None
    return found


def state_of(name: str, day: date = TODAY) -> str | None:
    return flat(name, day).state


def listed(at: datetime, text: str, on: date = TODAY) -> services.Listed:
    return services.list_flats(
        actor=CLERK, at=at, on=on, project="kiebitzhof", name="flats.csv", content=(HEAD + text).encode()
    )


def snapshot() -> list[Any]:
    rows = list(Flat.objects.order_by("pk").values_list()) + list(StateChange.objects.order_by("pk").values_list())
    return [*rows, audit.facts().count(), revision()]


def revision() -> int:
    value: int = apps.get_model("providers.Provider").objects.get(schema_name="alpha").revision
    return value


def test_letting_counts_from_its_day_and_stays_on_record(kiebitzhof: Any, at: datetime) -> None:
    before = revision()
    services.let_flat(actor=CLERK, at=at, on=TODAY, flat_id=flat().pk, reason=" Vertrag unterschrieben ")
    assert (state_of("C.3", date(2026, 11, 21)), state_of("C.3")) == ("free", "let")
    change = queries.history(flat())[0]
    assert (change.reason, change.decided_by, change.decided_at) == ("Vertrag unterschrieben", "M. Brandt", at)
    fact = audit.about("lettings.flat:kiebitzhof/C.3")[0]
    assert (fact.kind, fact.actor_name) == ("flat.state_changed", "M. Brandt")
    assert fact.data == {"flat": "C.3", "from": "free", "to": "let", "on": "2026-11-22",
                         "reason": "Vertrag unterschrieben"}  # fmt: skip
    assert revision() == before + 1


def test_a_flat_that_becomes_free_later_says_so_today(kiebitzhof: Any, at: datetime) -> None:
    services.free_flat(actor=CLERK, at=at, on=date(2027, 2, 1), flat_id=flat("A.1").pk, reason="Kündigung")
    today = flat("A.1")
    assert (today.state, today.next_state, today.next_on) == ("let", "free", date(2027, 2, 1))
    then = flat("A.1", date(2027, 2, 1))
    assert (then.state, then.since_on, then.next_on) == ("free", date(2027, 2, 1), None)


def test_the_younger_of_two_decisions_for_a_day_counts(kiebitzhof: Any, at: datetime) -> None:
    services.reserve_flat(actor=CLERK, at=at, on=TODAY, flat_id=flat().pk, reason="Zusage")
    services.free_flat(actor=CLERK, at=at, on=TODAY, flat_id=flat().pk, reason="Absage")
    assert state_of("C.3") == "free"


@pytest.mark.parametrize(
    ("state", "on", "reason", "refusal"),
    [
        ("free", TODAY, "x", services.AlreadySo),
        ("let", date(2026, 10, 31), "x", services.BeforeLastChange),
        ("let", TODAY, "  ", services.ReasonMissing),
    ],
)
def test_a_refused_change_leaves_everything_as_it_was(
    kiebitzhof: Any, at: datetime, state: str, on: date, reason: str, refusal: type[Exception]
) -> None:
    before = snapshot()
    with pytest.raises(refusal):
        services.change_state(actor=CLERK, at=at, on=on, flat_id=flat().pk, state=state, reason=reason)
    assert snapshot() == before


def test_decisions_cannot_be_rewritten(kiebitzhof: Any) -> None:
    for change in (lambda: StateChange.objects.update(state="let"), lambda: StateChange.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_file_adds_corrects_and_leaves_alone(kiebitzhof: Any, at: datetime) -> None:
    text = ("C.3;1. OG links;2;66,5;730,00;vermietet;ja\n"
            "C.6;3. OG;4;80;900;frei;nein\n"
            "A.1;EG rechts;4;96;1083,70;vermietet;ja\n")  # fmt: skip
    assert listed(at, text) == services.Listed(created=1, changed=1, unchanged=1)
    assert str(flat().area) == "66.50"
    assert (state_of("C.3"), state_of("C.6"), Flat.objects.count()) == ("let", "free", 25)
    kinds = [fact.kind for fact in audit.about("lettings.flat:kiebitzhof/C.3")]
    assert kinds.count("flat.corrected") == 1
    assert audit.about("lettings.project:kiebitzhof")[0].data == {
        "file": "flats.csv", "created": 1, "changed": 1, "unchanged": 1}  # fmt: skip


def test_one_wrong_row_keeps_the_whole_file_out(kiebitzhof: Any, at: datetime) -> None:
    services.free_flat(actor=CLERK, at=at, on=date(2027, 2, 1), flat_id=flat("A.1").pk, reason="Kündigung")
    before = snapshot()
    text = ("C.6;3. OG;4;80;900;frei;nein\n"
            "E.1;EG;4;80;900;frei;nein\n"
            "A.1;EG rechts;4;96;1083,70;frei;ja\n"
            "D.1;EG links;2;sechzig;658,20;vermietet;ja\n")  # fmt: skip
    with pytest.raises(services.FlatsRefused) as refused:
        listed(at, text)
    assert [(problem.line, problem.sentence) for problem in refused.value.problems] == [
        (3, "Das Projekt hat kein Haus E; es hat A, B, C, D."),
        (4, "Der Stand der Wohnung A.1 ändert sich schon am 01.02.2027; ändern Sie ihn auf ihrer eigenen Seite."),
        (5, "Wohnfläche: „sechzig“ ist keine Zahl."),
    ]
    assert snapshot() == before


def test_a_project_is_a_draft_until_it_is_published(alpha: Any, at: datetime) -> None:
    houses = [{"key": "A"}]
    services.open_project(actor=CLERK, at=at, values={"key": "neubau", "name": "Neubau"}, houses=houses)
    assert list(queries.published()) == []
    with pytest.raises(services.NothingToShow):
        services.publish_project(actor=CLERK, at=at, project="neubau")
    content = f"{HEAD}A.1;EG;2;50;500;frei;\n".encode()
    services.list_flats(actor=CLERK, at=at, on=TODAY, project="neubau", name="a.csv", content=content)
    services.publish_project(actor=CLERK, at=at, project="neubau")
    assert [project.key for project in queries.published()] == ["neubau"]
    with pytest.raises(services.AlreadyPublished):
        services.publish_project(actor=CLERK, at=at, project="neubau")
    services.withdraw_project(actor=CLERK, at=at, project="neubau")
    with pytest.raises(services.NotPublished):
        services.withdraw_project(actor=CLERK, at=at, project="neubau")
    assert list(queries.published()) == []


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("kiebitzhof", services.KeyTaken),
        ("Neu Bau", services.KeyNotPlain),
        ("-x", services.KeyNotPlain),
        ("neu", services.KeyNotPlain),
        ("a" * 41, services.KeyNotPlain),
        ("a\n", services.KeyNotPlain),
    ],
)
def test_a_key_that_cannot_stand_in_an_address_is_refused(
    kiebitzhof: Any, at: datetime, key: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.open_project(actor=CLERK, at=at, values={"key": key, "name": "X"}, houses=[{"key": "A"}])
    assert Project.objects.count() == 1


def test_another_provider_has_none_of_it(kiebitzhof: Any, provider: Any) -> None:
    provider("beta")
    assert list(queries.every_project()) == []
    assert list(queries.every_flat(TODAY)) == []
