"""How fast a portal answers beside bare Django, how fast it starts, how fast a provider is made: BENCH=portal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, median_ratio, percentile
from benchmarks.load import Plan, Result, drive_elsewhere
from benchmarks.look import Look, look_elsewhere, shared_words
from benchmarks.servers import Project, cpu_seconds, serving
from quartier.config.environment import Environment
from quartier.config.smoke.running import Running, free_port
from quartier.kit.postgres import Embedded

Say = Callable[[str], None]

PORTAL, HOST = "rheinufer", "rheinufer.localhost"
PRODUCT, BARE = "benchmarks.settings", "benchmarks.bare.settings"
BACKENDS = {
    PRODUCT: "allauth.account.auth_backends.AuthenticationBackend",
    BARE: "django.contrib.auth.backends.ModelBackend",
}
ROUNDS = 9
WARM_UP = 160
NEW_PROVIDERS = 5
SAME_WORDS = 0.95
TEST_WITH_DATABASE = "src/quartier/core/parties/tests/test_statements.py"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: who opens it, and how often in each round."""

    name: str
    path: str
    email: str
    requests: int


DASHBOARD = Page("dashboard", "/uebersicht/", f"kunde@{PORTAL}.example", 320)
OFFICE = Page("office list", "/buero/kundschaft/", f"leitung@{PORTAL}.example", 160)


@dataclass
class Side:
    """One server with the request it gets, and what it did in each round: answers and processor time for one answer."""

    plan: Plan
    session: int
    runs: list[Result] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def go(self) -> None:
        """Drive one round."""
        before = cpu_seconds(self.session)
        self.runs.append(drive_elsewhere(self.plan))
        self.cpu_ms.append(1000 * (cpu_seconds(self.session) - before) / self.plan.requests)

    @property
    def rates(self) -> list[float]:
        """Answers per second, round by round."""
        return [run.rate for run in self.runs]

    @property
    def slowest_ms(self) -> list[float]:
        """What 99 of 100 answers did not exceed, round by round."""
        return [1000 * percentile(run.latencies, 0.99) for run in self.runs]


def measure(say: Say) -> list[Figure]:
    """Make a fresh demo, measure its start, its pages beside the bare ones, and new providers."""
    home = Path(tempfile.mkdtemp(prefix="quartier-bench-"))
    demo = Running(home, free_port())
    try:
        figures = _starts(demo, say)
        with _inside(demo.data_dir) as env:
            figures = _pages(env, say) + _new_providers(say) + figures
    finally:
        demo.stop()
        Embedded(demo.data_dir / "postgres").destroy()
        shutil.rmtree(home, ignore_errors=True)
    return figures + _test_setup(say)


def _starts(demo: Running, say: Say) -> list[Figure]:
    say("starting a demo with fresh data, then again …")
    cold = demo.start()
    demo.stop()
    warm = demo.start()
    demo.stop()
    return [Figure("demo_cold_s", cold, "s", 60), Figure("demo_warm_s", warm, "s", 5)]


@contextmanager
def _inside(data_dir: Path) -> Iterator[Environment]:
    """Enter the demo's database from this process."""
    for name in [name for name in os.environ if name.startswith("QUARTIER_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ |= {"QUARTIER_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": PRODUCT}
    import django  # noqa: PLC0415 - settings are read here

    django.setup()
    from django.db import connections  # noqa: PLC0415

    from quartier.config.database import available  # noqa: PLC0415

    env = Environment.from_env(os.environ)
    with available(env):
        try:
            yield env
        finally:
            connections.close_all()


def _pages(env: Environment, say: Say) -> list[Figure]:
    sides = [Project(PRODUCT, free_port()), Project(BARE, free_port())]
    looks = [_compare(page, say) for page in (DASHBOARD, OFFICE)]
    with serving(env, sides) as servers:
        sessions = [server.pid for server in servers]
        dashboard, office = (_duel(page, sides, sessions, say) for page in (DASHBOARD, OFFICE))
    return [
        *_figures(dashboard, looks[0], "", goals=(0.6, 1.7, 12)),
        *_figures(office, looks[1], "office_", goals=(None, None, None)),
    ]


def _figures(duel: tuple[Side, Side], seen: Look, prefix: str, goals: tuple[float | None, ...]) -> list[Figure]:
    """Return what is known of a page: first what has a goal, then the numbers behind it."""
    ours, theirs = duel
    p99_ratio = median_ratio(ours.slowest_ms, theirs.slowest_ms)
    return [
        Figure(f"{prefix}ratio", median_ratio(ours.rates, theirs.rates), "×", goals[0], "high"),
        Figure(f"{prefix}p99_ratio", p99_ratio, "×", goals[1]),
        Figure(f"{prefix}statements", len(seen.statements), "", goals[2]),
        Figure(f"{prefix}cpu_ratio", median_ratio(theirs.cpu_ms, ours.cpu_ms), "×"),
        *(
            Figure(f"{prefix}{name}{what}", median(values), unit)
            for side, name in ((ours, ""), (theirs, "bare_"))
            for what, values, unit in (
                ("rate", side.rates, "1/s"), ("p99_ms", side.slowest_ms, "ms"), ("cpu_ms", side.cpu_ms, "ms"),
            )
        ),
    ]  # fmt: skip


def _session(page: Page, settings: str) -> str:
    """Log the page's person in for one of the two projects; each knows only its own way to log in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.accounts.models import User  # noqa: PLC0415

    with schema_context(PORTAL):
        user = User.objects.get(email=page.email)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKENDS[settings]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)


def _compare(page: Page, say: Say) -> Look:
    """Refuse to compare what is not the same page; return what ours is like."""
    ours, theirs = (look_elsewhere(name, HOST, page.path, _session(page, name)) for name in (PRODUCT, BARE))
    if ours.shapes != theirs.shapes:
        only = [f"  {text}" for text in sorted({*ours.shapes} ^ {*theirs.shapes})]
        raise RuntimeError("\n".join([f"the bare {page.name} runs other statements:", *only]))
    same = shared_words(ours.words, theirs.words)
    if same < SAME_WORDS:
        only = sorted({*ours.words} ^ {*theirs.words})
        raise RuntimeError(f"the bare {page.name} shows other words ({same:.0%} are the same): {' '.join(only)}")
    say(f"{page.name}: {len(ours.statements)} statements on both sides, {ours.size} bytes beside {theirs.size}, "
        f"{same:.1%} of the words are the same")  # fmt: skip
    return ours


def _duel(page: Page, projects: list[Project], sessions: list[int], say: Say) -> tuple[Side, Side]:
    """Let both sides answer in turn, round by round, the first of a round changing."""
    plans = [Plan(side.port, _request(page, _session(page, side.settings)), page.requests) for side in projects]
    for plan in plans:
        drive_elsewhere(replace(plan, requests=WARM_UP))
    ours, theirs = (Side(plan, session) for plan, session in zip(plans, sessions, strict=True))
    for round_ in range(ROUNDS):
        for side in (ours, theirs) if round_ % 2 == 0 else (theirs, ours):
            side.go()
        say(f"{page.name} {round_ + 1}/{ROUNDS}: {ours.rates[-1]:.0f} beside {theirs.rates[-1]:.0f} requests/s, "
            f"p99 {ours.slowest_ms[-1]:.0f} beside {theirs.slowest_ms[-1]:.0f} ms, "
            f"processor {ours.cpu_ms[-1]:.1f} beside {theirs.cpu_ms[-1]:.1f} ms")  # fmt: skip
    return ours, theirs


def _request(page: Page, cookie: str) -> str:
    lines = [
        f"GET {page.path} HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        f"Cookie: __Host-session={cookie}",
    ]
    return "\r\n".join([*lines, "", ""])


def _new_providers(say: Say) -> list[Figure]:
    from quartier.core.providers import services  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415
    from quartier.values.actor import SYSTEM  # noqa: PLC0415

    say(f"making {NEW_PROVIDERS} providers …")
    seconds = []
    for number in range(NEW_PROVIDERS):
        begun = time.perf_counter()
        key = f"bench{number}"
        services.create_provider(actor=SYSTEM, at=clock.now(), key=key, name=key, hostnames=[f"{key}.localhost"])
        seconds.append(time.perf_counter() - begun)
    return [Figure("new_provider_s", median(seconds), "s", 2), Figure("first_new_provider_s", seconds[0], "s")]


def _test_setup(say: Say) -> list[Figure]:
    """Ask the test suite how long its database took when it was there before; nothing when the test does not run."""
    say("preparing the test database twice …")
    command = [sys.executable, "-m", "pytest", "-q", TEST_WITH_DATABASE]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    found = re.search(r"ready in ([\d.]+) s", done.stderr)
    return [Figure("test_setup_warm_s", float(found[1]), "s", 1)] if found else []
