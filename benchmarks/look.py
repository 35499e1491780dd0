"""What a page asks and shows, seen from inside one project: `python -m benchmarks.look HOST PATH COOKIE`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from html.parser import HTMLParser

OWN = re.compile(r"'(\d{4}-\d\d-\d\d [^']*|[0-9a-z]{32})'")


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: its statements with their values, the words it shows, its size in bytes."""

    statements: list[str]
    words: list[str]
    size: int

    @property
    def shapes(self) -> list[str]:
        """The statements in order of the alphabet; white space, instants and session keys set aside."""
        return sorted(OWN.sub("'…'", " ".join(text.split())) for text in self.statements)


class Reader(HTMLParser):
    """Collects the words that a visitor can read."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        """Take the words of a piece of text."""
        self.words += data.split()


def words_of(html: str) -> list[str]:
    """Return the words that a page shows, in order."""
    reader = Reader()
    reader.feed(html)
    return reader.words


def shared_words(ours: list[str], theirs: list[str]) -> float:
    """Return which share of the longer page's words both pages show."""
    return (Counter(ours) & Counter(theirs)).total() / max(len(ours), len(theirs))


def look(host: str, path: str, cookie: str) -> Look:
    """Open a page twice in this process and return what the second time was like: caches are warm, as in a server."""
    import django  # noqa: PLC0415 - this module is also read without Django

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"host": host})
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return Look([query["sql"] for query in queries], words_of(answer.content.decode()), len(answer.content))


def look_elsewhere(settings: str, host: str, path: str, cookie: str) -> Look:
    """Look at a page from a process of its own, for two projects do not fit into one."""
    command = [sys.executable, "-m", "benchmarks.look", host, path, cookie]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(f"{settings}: {done.stderr.strip()[-2000:]}")
    return Look(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(look(*sys.argv[1:]))))
