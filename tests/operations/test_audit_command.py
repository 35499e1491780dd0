"""`quartier audit`: what an operator types to seal, to verify and to keep a hash elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django_tenants.utils import schema_context

from quartier.config.cli import run
from quartier.core.audit import services
from quartier.core.audit.models import Fact
from quartier.values.actor import SYSTEM
from tests.plugins.database import CLONE, SERVER

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Said = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def said(committed_db: None, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command: its exit code, what it said, what it complained about."""

    def act(*words: str) -> tuple[int, list[str], list[str]]:
        code = run(["audit", *words])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return act


def tamper(statement: str, *values: Any) -> None:
    """Change rows as a superuser whom no trigger stops."""
    with psycopg.connect(**SERVER.conninfo(CLONE)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement, values)


def newest_fact() -> int:
    """Write a fact in alpha; returns its number."""
    with schema_context("alpha"):
        services.record(actor=SYSTEM, at=AT, kind="personal_data.told", subject="parties.party:1")
        return Fact.objects.latest("pk").pk


def test_all_chains_are_sealed_and_verified(said: Said) -> None:
    number = newest_fact()
    code, out, _err = said("seal")
    assert (code, [line.split(":")[0] for line in out]) == (0, ["alpha", "beta", "console"])
    code, out, err = said("verify")
    assert (code, err) == (0, [])
    assert out[0] == "alpha: 1 seals, 3 rows, all as sealed; 0 wait for a seal."
    tamper("UPDATE alpha.audit_fact SET kind = 'x' WHERE id = %s", number)
    code, out, err = said("verify")
    assert (code, err) == (1, [f"quartier: alpha: fact {number} has been changed (seal 1)."])
    assert [line.split(":")[0] for line in out] == ["beta", "console"]
    assert said("verify", "beta")[0] == 0


def test_a_chain_written_anew_is_found_by_the_heads_that_were_kept(said: Said, tmp_path: Path) -> None:
    newest_fact()
    said("seal")
    code, out, _err = said("head")
    kept = tmp_path / "heads"
    kept.write_text("\n".join(out), encoding="ascii")
    digest = out[0].split()[3]
    assert (code, out[0].split()[:2], len(digest)) == (0, ["alpha", "1"], 64)
    assert said("verify", "--heads", str(kept))[0] == 0
    assert said("verify", "alpha", "--head", digest)[0] == 0
    tamper("DELETE FROM alpha.audit_seal")
    tamper("UPDATE alpha.audit_fact SET kind = 'x'")
    said("seal")
    assert said("verify")[0] == 0
    sentence = "quartier: alpha: no seal has the hash that was kept: the chain has been written anew or cut off."
    for words in (["--heads", str(kept)], ["alpha", "--head", digest]):
        code, _out, err = said("verify", *words)
        assert (code, err) == (1, [sentence])


def test_triggers_that_are_switched_off_are_told(said: Said) -> None:
    tamper("ALTER TABLE beta.audit_fact DISABLE TRIGGER audit_fact_append_only")
    code, _out, err = said("verify", "beta")
    assert (code, err) == (
        1,
        ["quartier: beta: append-only is switched off: audit_fact: audit_fact_append_only."],
    )


def test_what_cannot_be_verified_is_said(said: Said, tmp_path: Path) -> None:
    assert said("verify", "nobody")[0] == 1
    code, _out, err = said("verify", "--head", "00")
    assert (code, err) == (1, ["quartier: --head needs a provider; --heads takes a file with the hashes of all."])
    missing = tmp_path / "missing"
    code, _out, err = said("verify", "--heads", str(missing))
    assert (code, err) == (1, [f"quartier: {missing} is no file that “quartier audit head” wrote."])
