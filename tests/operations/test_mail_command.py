"""`quartier mail receive`: what a mail server's pipe hands over is taken in once, or kept by that server."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django_tenants.utils import schema_context

from quartier.config import mail_command
from quartier.config.cli import run
from quartier.core.parties import services as parties
from quartier.core.providers.models import LegalEntity
from quartier.core.threads.models import IncomingMail, Message, Thread
from quartier.kit.postgres import DatabaseUnavailable
from quartier.values.actor import SYSTEM

DOMAIN, SERVER = "post.example", "mx.post.example"
MAILS = 4
DEATHS = 6
Pipe = Callable[..., int]


def letter(number: int = 1) -> bytes:
    """A message of a customer as a mail server hands it over."""
    return (
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=posthaus.example\r\n"
        f"From: mara@posthaus.example\r\nSubject: Frage {number}\r\n"
        f"Message-ID: <{number}@posthaus.example>\r\n\r\nHallo\r\n"
    ).encode()


@pytest.fixture
def customer(committed_db: None) -> None:
    """Somebody at alpha who writes from mara@posthaus.example."""
    with schema_context("alpha"):
        LegalEntity.objects.create(key="alpha", name="Alpha eG", legal_form="eG")
        parties.add_party(
            actor=SYSTEM, at=datetime(2026, 3, 2, tzinfo=UTC), kind="person", name="Lindqvist", given_name="Mara",
            email="mara@posthaus.example",
        )  # fmt: skip


@pytest.fixture
def pipe(customer: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Hand a message to the command; gives its exit code."""
    settings.MAIL_DOMAIN, settings.MAIL_AUTHSERV = DOMAIN, SERVER

    def act(*words: str, raw: bytes = letter()) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return run(["mail", "receive", *words])

    return act


def test_a_message_is_taken_in_once_for_the_provider_that_its_address_names(pipe: Pipe, capsys: Any) -> None:
    for _copy in range(2):
        assert pipe("--to", f"alpha@{DOMAIN}", "--sender", "mara@posthaus.example") == 0
        assert capsys.readouterr().out.endswith(" opened\n")
    with schema_context("alpha"):
        assert [thread.subject for thread in Thread.objects.all()] == ["Frage 1"]
    with schema_context("beta"):
        assert not IncomingMail.objects.exists()


def test_other_addresses_lead_to_the_provider_that_is_named(pipe: Pipe) -> None:
    assert pipe("--to", "service@alpha.example") == 67
    assert pipe("--to", "service@alpha.example", "--provider", "alpha") == 0
    assert pipe("--to", "service@alpha.example", "--provider", "gamma") == 67
    assert pipe("--to", f"gamma@{DOMAIN}") == 67


def test_a_message_that_is_too_large_is_refused_for_good(pipe: Pipe, capsys: Any) -> None:
    raw = letter() + b"x" * mail_command.LARGEST
    assert pipe("--to", f"alpha@{DOMAIN}", raw=raw) == 65
    assert "at most 25 MB" in capsys.readouterr().err
    with schema_context("alpha"):
        assert not IncomingMail.objects.exists()


def test_whatever_goes_wrong_on_our_side_leaves_the_message_with_the_server(capsys: Any) -> None:
    def away(_words: Any) -> int:
        raise DatabaseUnavailable("The database is away.")

    assert mail_command._settled(away, None) == 75
    assert mail_command._settled(lambda _words: 4, None) == 75
    assert mail_command._settled(lambda _words: 67, None) == 67
    assert "DatabaseUnavailable: The database is away." in capsys.readouterr().err


@pytest.mark.timeout(300)
def test_processes_that_die_at_random_lose_no_message_and_double_none(customer: None) -> None:
    env = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "QUARTIER_MAIL_DOMAIN": DOMAIN,
        "QUARTIER_MAIL_AUTHSERV": SERVER,
    }  # fmt: skip
    command = [sys.executable, "-m", "quartier", "mail", "receive", "--to", f"alpha@{DOMAIN}"]
    chance, queue, deaths = random.Random(7), [letter(number) for number in range(MAILS)], 0
    longest = 1.5
    while queue:
        begun = time.monotonic()
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin is not None
        process.stdin.write(queue[0])
        process.stdin.close()
        if deaths < DEATHS:
            time.sleep(chance.uniform(0.3 * longest, longest))
            process.send_signal(signal.SIGKILL)
        code = process.wait()
        assert code in (0, -signal.SIGKILL), "the message would not be taken in"
        deaths += code == -signal.SIGKILL
        if code == 0:
            longest = time.monotonic() - begun
            del queue[0]
    with schema_context("alpha"):
        assert sorted(Thread.objects.values_list("subject", flat=True)) == [f"Frage {n}" for n in range(MAILS)]
        assert (Message.objects.count(), IncomingMail.objects.count()) == (MAILS, MAILS)
    assert deaths >= DEATHS // 2
