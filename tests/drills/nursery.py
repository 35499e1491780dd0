"""A process that has loaded everything and forks those that are to be killed: a fresh Python takes seconds each time.

Commands come one per line on standard input: `begin ROLE WORDS…` prints the number of the new process, `bury NUMBER`
waits until that process is gone and prints how it ended (negative: the signal). The end of input ends all.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

WAIT_S = 0.002


def work(words: Sequence[str]) -> int:
    """A worker as the product runs it. `SIGUSR1` turns its clock back by an hour, `SIGUSR2` puts it right."""
    from quartier.kit import clock  # noqa: PLC0415 – Django comes first
    from quartier.kit.jobs import run_worker  # noqa: PLC0415 – Django comes first

    right, late = clock.now, [timedelta(0)]

    def now() -> datetime:
        return right() - late[0]

    clock.now = now
    signal.signal(signal.SIGUSR1, lambda *_: late.__setitem__(0, timedelta(hours=1)))
    signal.signal(signal.SIGUSR2, lambda *_: late.__setitem__(0, timedelta(0)))
    return run_worker(list(words))


def send(words: Sequence[str]) -> int:
    """Store files for a customer, one after the other, each in three parts, until killed; note what was promised."""
    from django.db import connection  # noqa: PLC0415 – Django comes first

    from quartier.core.documents import services  # noqa: PLC0415 – Django comes first
    from quartier.core.documents.models import Upload  # noqa: PLC0415 – Django comes first
    from quartier.core.parties.models import Party  # noqa: PLC0415 – Django comes first
    from quartier.kit.clock import now  # noqa: PLC0415 – Django comes first
    from quartier.kit.schemas import enter_schema  # noqa: PLC0415 – Django comes first
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – Django comes first

    schema, sent = words[0], Path(words[1])
    enter_schema(schema)
    party = Party.objects.filter(user__isnull=False).order_by("pk")[0]
    while True:
        row = Upload.objects.filter(sha256="").first()
        if row is None:
            content = os.urandom(30_000).hex().encode()
            name = f"{sum(1 for _ in sent.iterdir()):05}.txt"
            (sent / name).write_bytes(content)
            row = services.begin(at=now(), owner=party.user, file_name=name, size=len(content))
            with Path(words[2]).open("a", encoding="ascii") as answered:
                answered.write(f"{name}\n")
        content = (sent / row.file_name).read_bytes()
        while not row.is_complete:
            row = services.append(at=now(), upload=row, offset=row.received, blocks=[_part(content, row.received)])
        for done in Upload.objects.exclude(sha256=""):
            given = services.Given(kind="own", title=done.file_name, party=party, by_customer=True)
            services.file(actor=SYSTEM, at=now(), upload=done, given=given)
        connection.close_if_unusable_or_obsolete()


def _part(content: bytes, start: int) -> bytes:
    return content[start : start + 20_001]


def race(words: Sequence[str]) -> int:
    """Wait until a file appears, then do one thing to one row as others do at the same moment."""
    from quartier.core.backups import services as backups  # noqa: PLC0415 – Django comes first
    from quartier.core.deadlines import services as deadlines  # noqa: PLC0415 – Django comes first
    from quartier.core.inbox import services as inbox  # noqa: PLC0415 – Django comes first
    from quartier.kit.clock import now  # noqa: PLC0415 – Django comes first
    from quartier.kit.schemas import enter_schema  # noqa: PLC0415 – Django comes first

    schema, what, number, start = words[0], words[1], int(words[2]), Path(words[3])
    enter_schema(schema)
    deeds: dict[str, Callable[[], object]] = {
        "deadline": lambda: deadlines.process(at=now()),
        "mail": lambda: inbox.deliver(at=now(), mail_id=number),
        "backup": lambda: backups.make(run_id=number, now=now),
    }
    while not start.exists():
        time.sleep(WAIT_S)
    deeds[what]()
    return 0


def bill(words: Sequence[str]) -> int:
    """Go on with a run of bills until it is through."""
    from quartier.core.billing import services  # noqa: PLC0415 – Django comes first
    from quartier.core.ledger.tests.books import noon  # noqa: PLC0415 – Django comes first
    from quartier.kit.schemas import enter_schema  # noqa: PLC0415 – Django comes first

    enter_schema(words[0])
    at = noon(date.fromisoformat(words[2]))
    while services.advance(at=at, run_id=int(words[1]), most=4):
        pass
    return 0


ROLES: dict[str, Callable[[Sequence[str]], int]] = {"work": work, "send": send, "race": race, "bill": bill}


def main() -> int:
    """Load everything, then serve."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quartier.config.settings"
    import django  # noqa: PLC0415 – the environment comes first
    from django.utils.module_loading import autodiscover_modules  # noqa: PLC0415 – the environment comes first

    from tests.drills import kinds  # noqa: PLC0415 – the environment comes first

    django.setup()
    autodiscover_modules("tasks")
    kinds.register()
    print("ready", flush=True)
    children: set[int] = set()
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "begin":
            children.add(number := _begin(words[0], words[1:]))
            print(number, flush=True)
        elif verb == "bury":
            _number, status = os.waitpid(int(words[0]), 0)
            children.discard(int(words[0]))
            print(os.waitstatus_to_exitcode(status), flush=True)
    for number in children:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return 0


def _begin(role: str, words: Sequence[str]) -> int:
    number = os.fork()
    if number:
        return number
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = ROLES[role](words)
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main())
