"""The chain of seals: whatever is changed, deleted, inserted or moved afterwards is found and named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django_tenants.utils import schema_context

from quartier.core.audit import queries, rules, services
from quartier.core.audit.models import Confirmation, Fact, Seal
from quartier.core.audit.queries import Fault, FaultKind
from quartier.core.audit.rules import Table
from quartier.core.audit.services import sealing
from quartier.core.audit.tasks import seal as seal_task
from quartier.values.actor import SYSTEM, Actor, ActorKind
from tests.plugins.database import CLONE, SERVER

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")


def write(number: int, *, subject: str = "parties.party:1") -> list[int]:
    """Write facts; returns their numbers."""
    before = Fact.objects.count()
    for place in range(number):
        data = {"from": place, "to": [place, "ä€"], "share": 0.1}
        services.record(
            actor=CLERK, at=AT + timedelta(seconds=place), kind="personal_data.told", subject=subject, data=data
        )
    return list(Fact.objects.order_by("pk").values_list("pk", flat=True))[before:]


def confirm() -> int:
    """Write a confirmation; returns its number."""
    services.keep_confirmation(actor=CLERK, at=AT, form="my.form", subject="parties.party:1", values={"Name": "Ida"})
    return Confirmation.objects.latest("pk").pk


def as_owner(statement: str, *values: Any) -> None:
    """Do what is refused, as the owner of the tables can after giving itself the rights and switching triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON audit_fact, audit_confirmation, audit_seal TO CURRENT_USER")
        for table in ("audit_fact", "audit_confirmation", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in ("audit_fact", "audit_confirmation", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    services.guard()


def swap(one: int, other: int) -> None:
    """Put two facts in each other's place."""
    as_owner("UPDATE audit_fact SET id = -id WHERE id IN (%s, %s)", one, other)
    as_owner("UPDATE audit_fact SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id < 0", -one, other, one)


@pytest.fixture
def empty(alpha: Any) -> None:
    """A provider about whom nothing has been written yet."""
    forget_founding()


def forget_founding() -> None:
    """Remove what was written when the provider was made."""
    as_owner("DELETE FROM audit_fact")


@pytest.fixture
def sealed(empty: None) -> list[int]:
    """Two seals of three facts each, and a confirmation in the second one."""
    numbers = write(3)
    assert services.seal(at=AT) == 3
    numbers += write(3)
    confirm()
    assert services.seal(at=AT + timedelta(minutes=1)) == 4
    assert queries.verify().fault is None
    return numbers


def test_seals_hold_every_row_once_and_a_second_seal_of_nothing_is_none(sealed: list[int]) -> None:
    assert services.seal(at=AT + timedelta(minutes=2)) == 0
    proof = queries.verify()
    assert (proof.seals, proof.rows, proof.unsealed, proof.fault) == (2, 7, 0, None)
    write(2)
    assert queries.verify().unsealed == 2


def test_a_large_backlog_is_sealed_in_several_seals(empty: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_OF_A_SEAL", 3)
    write(7)
    confirm()
    assert services.seal(at=AT) == 8
    assert [seal.facts_until - Fact.objects.earliest("pk").pk for seal in Seal.objects.all()] == [2, 5, 6]
    proof = queries.verify()
    assert (proof.seals, proof.rows, proof.fault) == (3, 8, None)


FLIP = "UPDATE audit_seal SET leaves = set_byte(leaves, 20, 255 - get_byte(leaves, 20)) WHERE number = 2"
TAMPERING: dict[str, tuple[Callable[[list[int]], None], Callable[[list[int]], Fault]]] = {
    "details changed": (
        lambda n: as_owner("""UPDATE audit_fact SET data = '{"from": 9}' WHERE id = %s""", n[1]),
        lambda n: Fault(FaultKind.CHANGED, 1, (Table.FACT, n[1])),
    ),
    "a name changed": (
        lambda n: as_owner("UPDATE audit_fact SET actor_name = 'Somebody Else' WHERE id >= %s", n[3]),
        lambda n: Fault(FaultKind.CHANGED, 2, (Table.FACT, n[3])),
    ),
    "the moment moved by a microsecond": (
        lambda n: as_owner("UPDATE audit_fact SET at = at + interval '1 microsecond' WHERE id = %s", n[5]),
        lambda n: Fault(FaultKind.CHANGED, 2, (Table.FACT, n[5])),
    ),
    "content of its own in place of erased content": (
        lambda n: as_owner("UPDATE audit_fact SET salt = NULL WHERE id = %s", n[2]),
        lambda n: Fault(FaultKind.CHANGED, 1, (Table.FACT, n[2])),
    ),
    "a confirmation changed": (
        lambda _n: as_owner("""UPDATE audit_confirmation SET "values" = '{"Name": "Eva"}'"""),
        lambda _n: Fault(FaultKind.CHANGED, 2, (Table.CONFIRMATION, Confirmation.objects.get().pk)),
    ),
    "a fact deleted": (
        lambda n: as_owner("DELETE FROM audit_fact WHERE id = %s", n[4]),
        lambda n: Fault(FaultKind.DELETED, 2, (Table.FACT, n[4])),
    ),
    "the last facts deleted": (
        lambda n: as_owner("DELETE FROM audit_fact WHERE id >= %s", n[4]),
        lambda n: Fault(FaultKind.DELETED, 2, (Table.FACT, n[4])),
    ),
    "a fact put in front": (
        lambda n: as_owner(
            "INSERT INTO audit_fact (id, at, kind, subject, actor_kind, actor_key, actor_name, data) "
            "SELECT -5, at, kind, subject, actor_kind, actor_key, actor_name, data FROM audit_fact WHERE id = %s", n[0]
        ),
        lambda _n: Fault(FaultKind.INSERTED, 1, (Table.FACT, -5)),
    ),
    "two facts in each other's place": (
        lambda n: swap(n[0], n[2]),
        lambda n: Fault(FaultKind.CHANGED, 1, (Table.FACT, n[0])),
    ),
    "a seal's leaves changed": (
        lambda _n: as_owner(FLIP),
        lambda _n: Fault(FaultKind.SEAL, 2),
    ),
    "a seal's date changed": (
        lambda _n: as_owner("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE number = 1"),
        lambda _n: Fault(FaultKind.SEAL, 1),
    ),
    "the first seal deleted": (
        lambda _n: as_owner("DELETE FROM audit_seal WHERE number = 1"),
        lambda _n: Fault(FaultKind.SEAL, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
def test_whatever_is_tampered_with_is_named(sealed: list[int], what: str) -> None:
    tamper, expected = TAMPERING[what]
    awaited = expected(sealed)
    tamper(sealed)
    assert queries.verify().fault == awaited


def test_a_chain_written_anew_is_found_by_a_hash_that_was_kept_elsewhere(sealed: list[int]) -> None:
    first, kept = bytes(Seal.objects.all()[0].hash).hex(), queries.head()
    assert kept is not None
    assert kept[:2] == (2, AT + timedelta(minutes=1))
    assert queries.verify(known_head=kept[2]).fault is None
    assert queries.verify(known_head=first).fault is None
    as_owner("DELETE FROM audit_seal")
    as_owner("UPDATE audit_fact SET actor_name = 'Somebody Else'")
    assert services.seal(at=AT) == 7
    assert queries.verify().fault is None
    fault = queries.verify(known_head=kept[2]).fault
    assert fault == Fault(FaultKind.HEAD, 1)
    assert str(fault) == "no seal has the hash that was kept: the chain has been written anew or cut off"
    assert queries.verify(known_head="no hash").fault == fault


@pytest.mark.parametrize("leaves", [b"cut off", bytes(73)])
def test_a_forged_seal_that_holds_no_leaves_is_found(sealed: list[int], leaves: bytes) -> None:
    last = Seal.objects.latest("number")
    head = rules.Head(2, last.sealed_at, last.facts_until, last.confirmations_until, bytes(last.previous))
    as_owner("UPDATE audit_seal SET leaves = %s, hash = %s WHERE number = 2", leaves, rules.seal_hash(head, leaves))
    assert queries.verify().fault == Fault(FaultKind.SEAL, 2)


def test_a_chain_of_one_provider_is_none_of_another(sealed: list[int]) -> None:
    with connection.cursor() as cursor:
        for table in ("audit_fact", "audit_confirmation", "audit_seal"):
            cursor.execute(f"INSERT INTO beta.{table} SELECT * FROM alpha.{table}")
    with schema_context("beta"):
        assert queries.verify().fault == Fault(FaultKind.SEAL, 1)


def test_content_is_erased_and_the_chain_still_closes(sealed: list[int]) -> None:
    services.erase_content(Fact.objects.filter(pk__in=sealed[:2]), AT)
    services.erase_content(Confirmation.objects.all(), AT)
    fact = Fact.objects.get(pk=sealed[0])
    assert (fact.data, fact.actor_name, fact.salt) == ({}, "", None)
    assert (fact.kind, fact.subject, fact.actor_key, fact.at) == ("personal_data.told", "parties.party:1", "7", AT)
    assert Confirmation.objects.get().values == {}
    proof = queries.verify()
    assert (proof.rows, proof.fault) == (7, None)


def test_content_erased_before_the_seal_cannot_come_back(empty: None) -> None:
    numbers = write(2)
    services.erase_content(Fact.objects.filter(pk=numbers[0]), AT)
    services.seal(at=AT)
    assert queries.verify().fault is None
    as_owner("UPDATE audit_fact SET salt = uuid_send(gen_random_uuid()), data = '{}' WHERE id = %s", numbers[0])
    assert queries.verify().fault == Fault(FaultKind.CHANGED, 1, (Table.FACT, numbers[0]))


def test_equal_contents_have_different_salts(empty: None) -> None:
    write(1)
    write(1)
    assert len({bytes(fact.salt or b"") for fact in Fact.objects.all()}) == 2


REFUSED = [
    "UPDATE audit_fact SET kind = 'x'",
    "UPDATE audit_fact SET data = '{}'",
    "UPDATE audit_fact SET salt = NULL",
    "UPDATE audit_fact SET data = '{}', actor_name = '', salt = NULL, subject = 'x'",
    "DELETE FROM audit_fact",
    "TRUNCATE audit_fact",
    """UPDATE audit_confirmation SET "values" = '{}'""",
    "DELETE FROM audit_confirmation",
    "TRUNCATE audit_confirmation",
    "UPDATE audit_seal SET hash = previous",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
]


# Rights to content stay, because it can be erased; that it is only ever emptied, and with its salt, the triggers hold.
ONLY_CONTENT = {REFUSED[1], REFUSED[2], REFUSED[6]}


@pytest.mark.parametrize("statement", REFUSED)
def test_the_application_s_role_cannot_change_what_is_written(sealed: list[int], statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("quartier", False)
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            cursor.execute(statement)
        # By rights alone as well: without the triggers only content could be emptied, and not even that is deleted.
        cursor.execute("ALTER TABLE audit_fact DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_confirmation DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        if statement not in ONLY_CONTENT:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
    assert (Fact.objects.count(), Confirmation.objects.count(), Seal.objects.count()) == (6, 1, 2)


def test_triggers_that_are_missing_or_switched_off_are_told(empty: None) -> None:
    assert queries.unprotected() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_fact DISABLE TRIGGER audit_fact_append_only")
        cursor.execute("DROP TRIGGER audit_seal_no_truncate ON audit_seal")
    assert queries.unprotected() == ["audit_fact: audit_fact_append_only", "audit_seal: audit_seal_no_truncate"]


def test_rights_that_our_role_has_again_are_told_and_taken_back(empty: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT DELETE ON audit_fact TO CURRENT_USER")
        cursor.execute("GRANT TRUNCATE ON audit_origin TO CURRENT_USER")
        assert queries.unprotected() == ["audit_fact: our role may DELETE", "audit_origin: our role may TRUNCATE"]
    services.guard()
    assert queries.unprotected() == []


@pytest.mark.parametrize("schema", ["alpha", "beta", "blueprint", "console"])
def test_every_schema_is_guarded_from_its_first_moment(db: None, schema: str) -> None:
    with schema_context(schema):
        assert queries.unprotected() == []


def test_the_worker_s_task_seals(empty: None) -> None:
    write(1)
    seal_task()
    assert queries.verify() == queries.Proof(1, 1, 0, None)


def _in_alpha(act: Callable[[], object]) -> None:
    try:
        with schema_context("alpha"):
            act()
    finally:
        connections.close_all()


def test_a_late_committer_with_a_lower_number_is_waited_for_and_sealed(committed_db: None) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def commit_late() -> None:
        with transaction.atomic():
            write(1)
            written.set()
            assert may_commit.wait(20)

    with schema_context("alpha"):
        forget_founding()
    late = threading.Thread(target=_in_alpha, args=(commit_late,))
    late.start()
    assert written.wait(20)
    with schema_context("alpha"):
        services.record(actor=SYSTEM, at=AT, kind="personal_data.told", subject="parties.party:2")
        with pytest.raises(services.StillWriting):
            services.seal(at=AT, patience_s=0.1)
        assert not Seal.objects.exists()
        threading.Timer(0.3, may_commit.set).start()
        assert services.seal(at=AT) == 2
        late.join()
        assert list(Fact.objects.order_by("pk").values_list("subject", flat=True)) == [
            "parties.party:1", "parties.party:2",
        ]  # fmt: skip
        assert queries.verify() == queries.Proof(1, 2, 0, None)


def test_many_writers_and_sealers_at_once_lose_no_fact(committed_db: None) -> None:
    done = threading.Event()

    def write_on() -> None:
        for _ in range(40):
            with transaction.atomic():
                write_one()

    def write_one() -> None:
        services.record(actor=SYSTEM, at=AT, kind="personal_data.told", subject="parties.party:3")

    def seal_on() -> None:
        while not done.is_set():
            services.seal(at=AT)

    with schema_context("alpha"):
        forget_founding()
    writers = [threading.Thread(target=_in_alpha, args=(write_on,)) for _ in range(4)]
    sealers = [threading.Thread(target=_in_alpha, args=(seal_on,)) for _ in range(2)]
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    with schema_context("alpha"):
        services.seal(at=AT)
        proof = queries.verify()
        assert (proof.rows, proof.unsealed, proof.fault) == (160, 0, None)
        assert proof.seals > 1


def test_what_a_superuser_changes_past_the_triggers_is_found(committed_db: None) -> None:
    with schema_context("alpha"):
        numbers = write(3)
        services.seal(at=AT)
    with psycopg.connect(**SERVER.conninfo(CLONE)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE alpha.audit_fact SET actor_name = 'Eva' WHERE id = %s", [numbers[1]])
    with schema_context("alpha"):
        fault = queries.verify().fault
    assert str(fault) == f"fact {numbers[1]} has been changed (seal 1)"
