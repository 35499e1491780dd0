"""Backup and restore: everything is there again, proven row by row, or it is said what is wrong and nothing is done."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, connections
from django_tenants.utils import get_tenant_model, schema_context

from quartier.config import backup
from quartier.config.backup.copies import DATABASE, FILES, MANIFEST, table_states
from quartier.config.cli import run
from quartier.core.audit import queries, services
from quartier.core.privacy import queries as privacy_queries
from quartier.core.privacy import services as privacy
from quartier.core.providers.services import create_provider, migrate_all
from quartier.kit import encryption, postgres, storage
from quartier.kit.jobs import enqueue
from quartier.kit.jobs.declare import tasks
from quartier.kit.postgres.account import wheel_programs
from quartier.kit.storage import Disk
from quartier.values.actor import SYSTEM
from tests.mode import SERVER
from tests.plugins.buckets import S3Server
from tests.plugins.world import standing_in

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
EMPTY = f"test_{os.getpid()}_empty"
PLACE = "table.column"
PEOPLE = ("providers.LegalEntity", "parties.Party", "parties.Relationship")


def record() -> None:
    """Write a fact in the schema we stand in."""
    services.record(actor=SYSTEM, at=AT, kind="personal_data.told", subject="parties.party:1")


@contextmanager
def empty_database() -> Iterator[None]:
    """Stand in a database without anything, as on a new machine."""
    SERVER.create_database(EMPTY)
    try:
        with standing_in(EMPTY):
            yield
    finally:
        SERVER.drop_database(EMPTY)


def is_empty() -> bool:
    """The database we stand in has no table."""
    return "providers_provider" not in connection.introspection.table_names()


class Case:
    """Where a copy, its keys and the files lie in a test."""

    def __init__(self, home: Path) -> None:
        self.copy, self.keys = home / "outside" / "monday", home / "outside" / "monday.keys"
        self.files, self.new_files = home / "files", home / "new"
        (self.files / "alpha" / "kept").mkdir(parents=True)
        (self.files / "alpha" / "kept" / "letter").write_bytes(b"%PDF-1.7 letter")

    def make(self, provider: str = "") -> backup.Manifest:
        return backup.make(at=AT, to=self.copy, keys=self.keys, files=Disk(self.files), provider=provider)

    def restore(self) -> backup.Manifest:
        return backup.restore(at=AT, source=self.copy, keys=self.keys, files=Disk(self.new_files))


@pytest.fixture
def case(committed_db: None, tmp_path: Path) -> Case:
    """A copy of a database with a secret, a sealed protocol and a file."""
    found = Case(tmp_path)
    with schema_context("alpha"):
        record()
        services.seal(at=AT)
    return found


def test_a_copy_brings_rows_files_seals_and_secrets_back(case: Case) -> None:
    with schema_context("alpha"):
        token = encryption.encrypt("secret", place=PLACE)
        from quartier.core.privacy.models import RequestRecord  # noqa: PLC0415 – models load late

        RequestRecord.objects.create(at=AT, ip="203.0.113.77", page="/verraten/")
    with closing(postgres.connect_plainly()) as line:
        before = table_states(line)
    made = case.make()
    assert made.tables == before
    assert made.files.keys() == {"alpha/kept/letter"}
    assert (made.keys, len(json.loads(case.keys.read_text()))) == (1, 1)
    assert [oct(path.stat().st_mode & 0o777) for path in (case.copy, case.copy / DATABASE, case.keys)] == [
        "0o700", "0o600", "0o600",
    ]  # fmt: skip
    with empty_database():
        encryption.keys._known.clear()
        assert case.restore().rows == made.rows
        with closing(postgres.connect_plainly()) as line:
            assert table_states(line) == before
        with schema_context("alpha"):
            assert encryption.decrypt(token, place=PLACE) == "secret"
            assert queries.verify().fault is None
            assert queries.verify().seals == 1
            assert queries.unprotected() == []
            assert not RequestRecord.objects.exists(), "no address outlives its days in a copy"
            record()
            assert services.seal(at=AT) == 1
            assert queries.verify().fault is None
    assert (case.new_files / "alpha" / "kept" / "letter").read_bytes() == b"%PDF-1.7 letter"


@pytest.mark.parametrize("back_to", ["disk", "bucket"])
def test_a_copy_holds_the_files_of_a_disk_and_of_a_bucket_and_brings_them_back_to_either(
    case: Case, either_storage: str, back_to: str, s3_server: S3Server, settings: Any
) -> None:
    """So an installation moves from one to the other."""
    (case.files / "alpha" / "kept" / "letter").unlink()
    content, place, key = b"%PDF-1.7 letter", storage.of("alpha"), str(uuid4())
    sha256 = hashlib.sha256(content).hexdigest()
    place.append(key, 0, [content], most=99, digest=None)
    place.keep(key, sha256)
    common: dict[str, Any] = {"at": AT, "keys": case.keys}
    made = backup.make(to=case.copy, files=storage.everything(), **common)
    assert made.files == {f"alpha/kept/{sha256[:2]}/{sha256}": sha256}, "what is on its way in is not copied"
    settings.OBJECT_STORE = s3_server.bucket() if back_to == "bucket" else None
    settings.MEDIA_ROOT = case.new_files
    with empty_database():
        backup.restore(source=case.copy, files=storage.everything(), **common)
    with storage.of("alpha").open(sha256) as file:
        assert file.read() == content
    with empty_database(), pytest.raises(backup.NotEmpty, match=sha256):
        backup.restore(source=case.copy, files=storage.everything(), **common)


def test_a_copy_is_refused_while_the_bucket_is_away(case: Case, s3_server: S3Server, settings: Any) -> None:
    settings.OBJECT_STORE = s3_server.bucket()
    s3_server.stop()
    try:
        with pytest.raises(storage.StorageDown):
            backup.make(at=AT, to=case.copy, keys=case.keys, files=storage.everything())
    finally:
        s3_server.start()
    assert not case.copy.parent.exists() or list(case.copy.parent.iterdir()) == []
    assert backup.make(at=AT, to=case.copy, keys=case.keys, files=storage.everything()).files == {}


def test_a_copy_opens_no_secret_without_its_keys(case: Case) -> None:
    with schema_context("alpha"):
        encryption.encrypt("secret", place=PLACE)
    case.make()
    wrapped = json.loads(case.keys.read_text())[0]["wrapped"]
    program = wheel_programs() / "pg_restore"
    said = subprocess.run(
        [program, "--file=-", case.copy / DATABASE], capture_output=True, text=True, check=True
    ).stdout
    assert "COPY alpha.audit_fact" in said
    assert wrapped not in said


def test_fingerprints_and_dump_are_of_one_moment_while_others_write(case: Case) -> None:
    done = threading.Event()

    def write_on() -> None:
        try:
            with schema_context("alpha"):
                while not done.is_set():
                    record()
        finally:
            connections.close_all()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        made = case.make()
    finally:
        done.set()
        writer.join()
    with empty_database():
        assert case.restore() == made


def flip(path: Path) -> None:
    """Change one byte of a file."""
    said = bytearray(path.read_bytes())
    said[len(said) // 2] ^= 1
    path.write_bytes(said)


@pytest.mark.parametrize("broken", [DATABASE, f"{FILES}/alpha/kept/letter", MANIFEST])
def test_a_copy_that_is_not_what_was_written_is_refused_and_nothing_is_done(case: Case, broken: str) -> None:
    case.make()
    if broken == MANIFEST:
        (case.copy / MANIFEST).write_text("{}")
    else:
        flip(case.copy / broken)
    with empty_database():
        with pytest.raises(backup.Broken, match=broken.rpartition("/")[2]):
            case.restore()
        assert is_empty()
    assert not case.new_files.exists()


def test_a_row_that_did_not_arrive_as_it_was_is_named(case: Case) -> None:
    case.make()
    said = json.loads((case.copy / MANIFEST).read_text())
    said["tables"]["beta.accounts_user"]["hash"] = "1:2"
    (case.copy / MANIFEST).write_text(json.dumps(said))
    with empty_database(), pytest.raises(backup.Broken, match=r"beta\.accounts_user"):
        case.restore()


def test_nothing_is_restored_over_something(case: Case) -> None:
    case.make()
    with pytest.raises(backup.NotEmpty, match="database"):
        case.restore()
    with empty_database():
        case.new_files.mkdir()
        (case.new_files / "other").write_text("x")
        with pytest.raises(backup.NotEmpty, match="files already, such as other"):
            case.restore()
        assert is_empty()


def test_keys_must_be_there_and_open(case: Case, settings: Any) -> None:
    with schema_context("alpha"):
        encryption.encrypt("secret", place=PLACE)
    case.make()
    kept = case.keys.read_text()
    for wrong, words in (("[]", "another backup"), ("{", "no file with data keys")):
        case.keys.write_text(wrong)
        with empty_database(), pytest.raises(backup.KeysMissing, match=words):
            case.restore()
    case.keys.write_text(kept)
    settings.ENCRYPTION_KEYS = (urlsafe_b64encode(secrets.token_bytes(32)).decode(),)
    with empty_database():
        with pytest.raises(backup.KeysMissing, match="QUARTIER_ENCRYPTION_KEYS"):
            case.restore()
        assert is_empty()


def test_a_place_that_is_taken_or_out_of_reach_is_refused_and_left_as_it_is(case: Case, tmp_path: Path) -> None:
    case.make()
    before = sorted(path.name for path in case.copy.iterdir())
    with pytest.raises(backup.NotWritable, match="exists already"):
        case.make()
    assert sorted(path.name for path in case.copy.iterdir()) == before
    (tmp_path / "file").write_text("")
    with pytest.raises(backup.NotWritable):
        backup.make(at=AT, to=tmp_path / "file" / "copy", keys=tmp_path / "keys", files=Disk(case.files))
    assert not (tmp_path / "keys").exists()


def person(number: str) -> Any:
    """A person whose contract ended so long ago that nothing has to be kept."""
    rows: Any = {label: apps.get_model(label)._default_manager for label in PEOPLE}
    entity, _made = rows[PEOPLE[0]].get_or_create(key="eg", defaults={"role": "principal", "order": 0, "name": "eG"})
    party = rows[PEOPLE[1]].create(given_name="Ida", name=number, sort_name=number, created_at=AT)
    rows[PEOPLE[2]].create(
        party=party, legal_entity=entity, kind="tenancy", number=number,
        started_on=date(2010, 1, 1), ended_on=date(2012, 1, 1),
    )  # fmt: skip
    return party


def work_off_ledger() -> None:
    """Do the job that an erasure has left in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM public.procrastinate_jobs WHERE task_name = 'privacy.note_erasure'")
        ((args,),) = cursor.fetchall()
    found = json.loads(args) if isinstance(args, str) else dict(args)
    with schema_context(found.pop("schema")):
        tasks["privacy.note_erasure"](**found)


def test_whoever_was_erased_after_the_copy_is_gone_after_the_restore_too(
    case: Case, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ERASURE_LEDGER, settings.MEDIA_ROOT = tmp_path / "erasures", case.new_files
    with schema_context("alpha"):
        gone, stays = person("W 1").pk, person("W 2").pk
        case.make()
        subject = privacy_queries.subject_numbered(gone)
        assert subject is not None
        privacy.erase(
            actor=SYSTEM, at=AT + timedelta(hours=1), subject=subject, controller=privacy_queries.controllers()[0]
        )
    work_off_ledger()
    with empty_database():
        assert run(["restore", str(case.copy)]) == 0
        assert "alpha: erased again since the copy: 1." in capsys.readouterr().out.splitlines()
        with schema_context("alpha"):
            assert privacy_queries.subject_numbered(gone) is None
            assert privacy_queries.subject_numbered(stays) is not None
            assert queries.verify().fault is None
        assert run(["erasures", "replay", "--since", AT.isoformat()]) == 0
        assert capsys.readouterr().out == ""
        (tmp_path / "erasures" / "beta.jsonl").write_text("{\n")
        assert run(["erasures", "replay", "--since", AT.isoformat()]) == 1
        assert capsys.readouterr().err == "quartier: beta: 1 lines of the ledger cannot be read.\n"


def test_one_provider_moves_to_another_installation_with_files_keys_names_and_waiting_jobs(
    case: Case, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = case.new_files
    (case.files / "beta").mkdir()
    (case.files / "beta" / "letter").write_bytes(b"of beta")
    with schema_context("beta"):
        encryption.encrypt("other", place=PLACE)
    with schema_context("alpha"):
        token = encryption.encrypt("secret", place=PLACE)
        enqueue("audit.seal")
    Provider = get_tenant_model()  # noqa: N806 – a model
    Provider.objects.filter(schema_name="alpha").update(state="published")
    made = case.make("alpha")
    assert {name.partition(".")[0] for name in made.tables} == {"alpha"}
    assert (set(made.files), made.keys, len(made.entry["jobs"])) == ({"alpha/kept/letter"}, 1, 1)
    with pytest.raises(backup.NotEmpty, match="already"):
        case.restore()
    with empty_database():
        with pytest.raises(backup.NotEmpty, match="quartier migrate"):
            case.restore()
        migrate_all()
        assert run(["restore", str(case.copy)]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "alpha is stopped until it is published again."
        provider = Provider.objects.get()
        assert (provider.schema_name, provider.name, provider.state) == ("alpha", "Alpha Wohnen eG", "stopped")
        assert [name.domain for name in provider.hostnames.all()] == ["alpha.localhost"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args->>'schema', status::text FROM public.procrastinate_jobs")
            assert cursor.fetchall() == [("audit.seal", "alpha", "todo")]
        encryption.keys._known.clear()
        with schema_context("alpha"):
            assert encryption.decrypt(token, place=PLACE) == "secret"
            assert queries.verify().fault is None
            assert queries.verify().rows > 0
    assert sorted(path.name for path in case.new_files.iterdir()) == ["alpha"]


def test_a_provider_that_is_unknown_or_whose_hostname_is_taken_is_refused(case: Case) -> None:
    with pytest.raises(backup.UnknownProvider):
        case.make("nobody")
    assert list(case.copy.parent.iterdir()) == []
    case.make("alpha")
    with empty_database():
        migrate_all()
        create_provider(actor=SYSTEM, at=AT, key="gamma", name="Gamma", hostnames=["alpha.localhost"])
        with pytest.raises(backup.NotEmpty, match=r"alpha\.localhost"):
            case.restore()
        assert [row.schema_name for row in get_tenant_model().objects.all()] == ["gamma"]
