"""Backups are made where they are agreed and nowhere else, and nobody believes in one that is not there (CC-21)."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.backups import queries, services
from quartier.core.backups.extension import Order, Runner, backup_runners
from quartier.core.backups.models import BackupPlan, BackupRun, RunState
from quartier.core.backups.services.agreeing import CLEAR, DUE, LATE
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.documents import services as documents
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties import services as parties
from quartier.core.parties.models import Party, Relationship
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import registry
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.clock import day_of
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    """Where backups go in a test."""
    settings.BACKUP_DIR = tmp_path / "outside"
    return tmp_path / "outside"


@pytest.fixture
def at(world: Any, place: Path) -> datetime:
    """Now, in a portal whose customer has a contract with and one without backups."""
    enter_schema("emscher")
    for number in ("H 1", "H 2"):
        parties.open_relationship(
            actor=SYSTEM, at=clock.now(), party=customer(world), legal_entity_id=providers.entities()[0].pk,
            kind="service", number=number, subject=f"Webseite {number}", started_on=clock.today(), tell=False,
        )  # fmt: skip
    OutgoingMail.objects.all().delete()
    return clock.now()


def customer(world: Any) -> Party:
    return Party.objects.get(user_id=world.people["emscher"]["customer"])


def agreed(at: datetime, number: str = "H 1", **changes: Any) -> BackupPlan:
    """A plan: daily at three, three copies."""
    known = {"runner": "stored", "rhythm": "daily", "hour": 3, "keep": 3, "begins_on": day_of(at)}
    row = Relationship.objects.get(number=number)
    return services.agree(actor=SYSTEM, at=at, relationship=row, **{**known, **changes})


def stored(world: Any, name: str, content: bytes) -> None:
    """The customer stores a file."""
    owner = User.objects.get(pk=world.people["emscher"]["customer"])
    blocks = [content]
    sent = documents.receive(at=clock.now(), owner=owner, file_name=name, size=len(content), blocks=blocks)
    given = documents.Given(kind="own", title=name, party=customer(world), by_customer=True)
    documents.file(actor=SYSTEM, at=clock.now(), upload=sent, given=given)


def due(plan: BackupPlan) -> datetime:
    found = running.open_deadline_of(DUE, queries.subject_of(plan))
    assert found is not None
    return found.due_at


def told() -> list[tuple[str, str]]:
    """To whom mail about missing backups went."""
    return sorted(OutgoingMail.objects.filter(template="backups.missing").values_list("to_address", "subject"))


def files(place: Path) -> list[str]:
    return sorted(path.name for path in place.rglob("*") if path.is_file())


def content_of(place: Path, run: BackupRun) -> list[bytes]:
    """All files of the one copy, which is what was hashed and has its list."""
    (copy,) = place.rglob("*.zip")
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == run.sha256
    with zipfile.ZipFile(copy) as archive:
        assert {"index.html", "index.csv"} <= {*archive.namelist()}
        return [archive.read(name) for name in archive.namelist()]


def page_of(client: Any) -> str:
    return " ".join(unescape(client.get("/sicherungen/", secure=True).content.decode()).split())


@pytest.fixture
def passes(run_jobs: Any) -> Any:
    """Let time pass until an instant and the worker do its work."""

    def until(moment: datetime) -> None:
        deadlines.process(at=moment)
        run_jobs()

    return until


@pytest.mark.req("CC-21")
def test_of_two_contracts_the_agreed_one_is_backed_up_and_shown_and_a_job_that_really_fails_alerts_staff(
    world: Any, at: datetime, place: Path, passes: Any
) -> None:
    stored(world, "plan.txt", b"Grundriss")
    plan = agreed(at)
    client = world.client("emscher", "customer")
    page = page_of(client)
    with_it, without = page.split("Webseite H 1")[1].split("Webseite H 2")
    assert "täglich um 3 Uhr, die neuesten 3 Kopien werden aufgehoben" in with_it
    assert "noch keine" in with_it
    assert "Für diesen Vertrag wird keine Sicherung erstellt." in without
    assert "keine Sicherung erstellt" not in with_it
    enter_schema("emscher")
    first = due(plan)
    passes(first)
    enter_schema("emscher")
    run = BackupRun.objects.get()
    assert (run.state, run.due_at, BackupPlan.objects.count()) == (RunState.DONE, first, 1)
    assert b"Grundriss" in content_of(place, run)
    assert "erstellt, " in page_of(client).split("Webseite H 2", maxsplit=1)[0]
    assert told() == []
    # The place where copies go cannot be written from now on: a file stands where its directory should be.
    enter_schema("emscher")
    second = due(plan)
    (place / "emscher").rename(place / "elsewhere")
    (place / "emscher").write_text("")
    passes(second)
    enter_schema("emscher")
    run = BackupRun.objects.get(due_at=second)
    assert (run.state, run.fault, run.detail) == (RunState.FAILED, "target", "Not a directory")
    assert {("leitung@emscher.example", "Eine Sicherung fehlt: H 1")} < {*told()}
    assert {address.partition("@")[0] for address, _subject in told()} == {"leitung", "service", "lead", "clerk"}
    start = world.client("emscher", "clerk").get("/buero/", secure=True).content.decode()
    assert "1 Vertrag hat keine frische Sicherung" in unescape(start)
    failed = page_of(client).split("Webseite H 2", maxsplit=1)[0]
    assert "gescheitert" in failed
    assert "Letzte gute Kopie" in failed
    assert "Not a directory" not in failed


def test_a_customer_without_any_agreement_reads_that_no_backup_is_made(world: Any, place: Path) -> None:
    page = page_of(world.client("emscher", "other customer"))
    assert "Es wird keine Sicherung erstellt" in page


def test_failures_in_a_row_write_one_mail_and_a_new_one_after_a_good_backup(
    world: Any, at: datetime, place: Path, passes: Any
) -> None:
    plan = agreed(at)
    place.write_text("")
    for _day in range(3):
        passes(due(plan))
    count = len(told())
    assert count >= 3
    assert len({address for address, _subject in told()}) == count
    place.unlink()
    passes(due(plan))
    assert queries.without_a_copy(User.objects.get(pk=world.people["emscher"]["lead"]), at).count() == 0
    (place / "emscher" / str(plan.pk) / "..").resolve().rename(place / "gone")
    (place / "emscher").write_text("")
    passes(due(plan))
    assert len(told()) == 2 * count


def test_whatever_the_source_raises_is_a_failed_backup_that_leaves_nothing_behind(
    at: datetime, place: Path, passes: Any
) -> None:
    def breaks(order: Order) -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("secret value")

    broken = Runner(label="broken", ending="bin", run=breaks, is_whole=lambda path: True)
    unreadable = Runner(label="unreadable", ending="bin", run=lambda order: [b"x"], is_whole=lambda path: False)
    for key, runner, fault in (("test.broken", broken, "source"), ("test.unreadable", unreadable, "different")):
        if key not in backup_runners:
            backup_runners.register(key, runner)
        plan = agreed(at, runner=key)
        passes(due(plan))
        run = plan.runs.get()
        assert (run.state, run.fault, run.size, run.sha256) == (RunState.FAILED, fault, None, "")
        assert "secret value" not in run.detail
    assert files(place) == []


def test_only_the_agreed_number_of_copies_stays(at: datetime, place: Path, passes: Any) -> None:
    plan = agreed(at, keep=2)
    for _day in range(4):
        passes(due(plan))
    assert plan.runs.filter(state=RunState.DONE).count() == 4
    newest = [run.file_name for run in queries.copies_of(plan.pk)]
    assert len(newest) == 2
    assert files(place) == sorted(newest)


def test_a_run_that_nobody_makes_is_missed_told_and_made_up_for(at: datetime, place: Path, run_jobs: Any) -> None:
    plan = agreed(at)
    first = due(plan)
    deadlines.process(at=first + 6 * HOUR - timedelta(seconds=1))
    assert (plan.runs.get().state, told()) == (RunState.WAITING, [])
    deadlines.process(at=first + 6 * HOUR)
    assert plan.runs.get().state == RunState.MISSED
    count = len(told())
    assert count
    run_jobs()
    assert plan.runs.get().state == RunState.DONE
    assert len(told()) == count
    assert len(files(place)) == 1


def test_after_days_without_a_worker_only_the_newest_run_is_made(at: datetime, place: Path, passes: Any) -> None:
    plan = agreed(at)
    passes(due(plan) + 3 * DAY + HOUR)
    states = list(plan.runs.order_by("due_at").values_list("state", flat=True))
    assert states == [RunState.MISSED] * 3 + [RunState.DONE]
    assert len({address for address, _subject in told()}) == len(told())


def test_a_run_whose_worker_died_is_made_again_and_one_that_is_made_is_not(at: datetime, place: Path) -> None:
    plan = agreed(at)
    run = services.start_now(actor=SYSTEM, at=at + HOUR, plan_id=plan.pk)
    BackupRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, started_at=at)
    services.make(run_id=run.pk, now=lambda: at + 2 * HOUR)
    run.refresh_from_db()
    assert (run.state, run.started_at, run.ended_at) == (RunState.DONE, at + 2 * HOUR, at + 2 * HOUR)
    services.make(run_id=run.pk, now=lambda: at + 3 * HOUR)
    run.refresh_from_db()
    assert run.ended_at == at + 2 * HOUR
    assert running.deadline_of(LATE, queries.subject_of_run(run)).state == "met"  # type: ignore[union-attr]


def test_an_end_stops_backups_and_lets_the_copies_go_thirty_days_later(at: datetime, place: Path, passes: Any) -> None:
    plan = agreed(at)
    passes(due(plan))
    ends_on = day_of(due(plan))
    services.end(actor=SYSTEM, at=due(plan) - HOUR, plan_id=plan.pk, ends_on=ends_on)
    assert running.open_deadline_of(DUE, queries.subject_of(plan)) is None
    clear = running.open_deadline_of(CLEAR, queries.subject_of(plan))
    assert clear is not None
    passes(clear.due_at - HOUR)
    assert (plan.runs.count(), len(files(place))) == (1, 1)
    passes(clear.due_at)
    assert files(place) == []
    assert plan.runs.get().removed_at == clear.due_at
    kinds = [fact.kind for fact in audit.facts().filter(kind__startswith="backups.").order_by("pk")]
    assert kinds == ["backups.agreed", "backups.made", "backups.ended", "backups.cleared"]


def test_a_contract_that_ends_ends_its_backups(at: datetime, place: Path, passes: Any) -> None:
    plan = agreed(at)
    Relationship.objects.filter(pk=plan.relationship_id).update(ended_on=day_of(due(plan) + DAY))
    passes(due(plan))
    last = due(plan)
    passes(last)
    plan.refresh_from_db()
    assert (plan.runs.count(), plan.ends_on) == (1, day_of(last))


def test_refusals_change_nothing(at: datetime, place: Path, settings: Any) -> None:
    Relationship.objects.filter(number="H 1").update(ended_on=day_of(at) + 9 * DAY)
    for days, refusal in ((-1, services.BeginsInThePast), (9, services.ContractOver)):
        with pytest.raises(refusal):
            agreed(at, begins_on=day_of(at) + days * DAY)
    Relationship.objects.filter(number="H 1").update(ended_on=None)
    settings.BACKUP_DIR = None
    with pytest.raises(services.NoPlace):
        agreed(at)
    settings.BACKUP_DIR = place
    assert not BackupPlan.objects.exists()
    plan = agreed(at)
    with pytest.raises(services.AlreadyAgreed):
        agreed(at)
    with pytest.raises(services.EndsInThePast):
        services.end(actor=SYSTEM, at=at, plan_id=plan.pk, ends_on=day_of(at) - DAY)
    services.start_now(actor=SYSTEM, at=at, plan_id=plan.pk)
    with pytest.raises(services.AlreadyUnderWay):
        services.start_now(actor=SYSTEM, at=at + HOUR, plan_id=plan.pk)
    services.end(actor=SYSTEM, at=at, plan_id=plan.pk, ends_on=day_of(at) + 2 * DAY)
    with pytest.raises(services.AlreadyAgreed):
        agreed(at, begins_on=day_of(at) + DAY)
    with pytest.raises(services.NotInForce):
        services.end(actor=SYSTEM, at=at, plan_id=plan.pk, ends_on=day_of(at) + 3 * DAY)
    with pytest.raises(services.NotInForce):
        services.start_now(actor=SYSTEM, at=at + 2 * DAY, plan_id=plan.pk)
    assert (BackupPlan.objects.count(), BackupRun.objects.count()) == (1, 1)


def test_copies_of_an_erased_person_go_with_their_data(world: Any, at: datetime, place: Path, passes: Any) -> None:
    plan = agreed(at)
    passes(due(plan))
    assert len(files(place)) == 1
    subject, entry = privacy.subject_numbered(customer(world).pk), registry["backups.BackupRun"]
    assert subject is not None
    assert entry.erase is not None
    rows = BackupRun.objects.filter(entry.rows(subject))
    assert rows.count() == 1
    entry.erase(rows, at + HOUR)
    assert len(files(place)) == 1, "what is rolled back must not be gone"
    passes(at + HOUR)
    assert files(place) == []
    assert not BackupRun.objects.exists()


def test_staff_agree_start_and_end_and_a_partner_sees_its_own_alone(
    world: Any, at: datetime, place: Path, run_jobs: Any
) -> None:
    client, today = world.client("emscher", "clerk"), day_of(at)
    entity = providers.entities()[0]
    given = {"number": "H 9", "legal_entity": entity.pk, "runner": "stored", "rhythm": "weekly", "hour": "3",
             "keep": "7", "begins_on": f"{today:%d.%m.%Y}"}  # fmt: skip
    unknown = client.post("/buero/sicherungen/neu/", given, secure=True)
    assert unknown.status_code == 422
    assert "Kein Vertrag dieser Gesellschaft hat diese Nummer." in unescape(unknown.content.decode())
    made = client.post("/buero/sicherungen/neu/", {**given, "number": "H 1"}, secure=True)
    assert made.status_code == 302
    assert client.post(f"{made.url}jetzt/", secure=True).status_code == 302
    run_jobs()
    page = unescape(client.get(made.url, secure=True).content.decode())
    assert "erstellt" in page
    assert "von Hand" in page
    wrong = client.post(f"{made.url}beenden/", {"ends_on": f"{today - DAY:%d.%m.%Y}"}, secure=True)
    assert wrong.status_code == 409
    assert client.post(f"{made.url}beenden/", {"ends_on": f"{today:%d.%m.%Y}"}, secure=True).status_code == 302
    assert "Sicherungen des Vertrags" not in unescape(client.get(made.url, secure=True).content.decode())
    enter_schema("emscher")
    assert BackupPlan.objects.get().ends_on == today
    other = User.objects.get(pk=world.people["emscher"]["clerk"])
    other.entity = providers.entities()[1]
    assert [*queries.visible_plans(other)] == []
    other.entity = entity
    assert queries.visible_plans(other).count() == 1


def test_copies_are_open_to_this_account_alone_and_no_name_is_in_a_path(
    world: Any, at: datetime, place: Path, passes: Any
) -> None:
    plan = agreed(at)
    passes(due(plan))
    (copy,) = place.rglob("*.zip")
    assert [oct(path.stat().st_mode & 0o777) for path in (copy, copy.parent, copy.parent.parent)] == [
        "0o600", "0o700", "0o700",
    ]  # fmt: skip
    assert "Markgraf" not in str(copy)
    assert copy.parent == place / "emscher" / str(plan.pk)
