"""How long a login takes with argon2 at our parameters: counting, looking, hashing; a page adds little."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.measured import provider

GOAL_MS = 400.0
ROUNDS = 40
PASSWORD = "Herbstlaub 9 Kastanien"


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Log somebody in again and again, ask for one whom nobody knows, and hash alone beside it."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.contrib.auth.hashers import get_hasher  # noqa: PLC0415 – after set-up

        hasher = get_hasher()
        say(f"{ROUNDS} logins, {type(hasher).__module__}.{type(hasher).__name__} …")
        logins, unknown = _logins()
        alone = [_timed(lambda: hasher.encode(PASSWORD, hasher.salt())) for _round in range(ROUNDS)]
    return [
        Figure("login_ms", statistics.median(logins), "ms", GOAL_MS),
        Figure("login_unknown_ms", statistics.median(unknown), "ms"),
        Figure("hash_ms", statistics.median(alone), "ms"),
        Figure("hashes_per_core_s", 1000 / statistics.median(alone), "1/s"),
    ]


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _logins() -> tuple[list[float], list[float]]:
    """Milliseconds of logins that succeed and of ones under a name that nobody has, in turn."""
    from quartier.core.accounts import services  # noqa: PLC0415 – after set-up
    from quartier.core.accounts.models import Attempts, User  # noqa: PLC0415 – after set-up
    from quartier.kit import clock  # noqa: PLC0415 – after set-up
    from quartier.kit.access import Audience  # noqa: PLC0415 – after set-up
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – after set-up

    name = "login@posthaus.example"
    given = {"email": name, "name": "Login", "password": PASSWORD}
    services.open_account(actor=SYSTEM, at=clock.now(), audience=Audience.CUSTOMER, **given)  # type: ignore[arg-type]
    known: list[float] = []
    unknown: list[float] = []
    for turn in range(ROUNDS):
        Attempts.objects.all().delete()
        for login, times in ((name, known), (f"niemand{turn}@posthaus.example", unknown)):
            times.append(_timed(lambda login=login: _try(login)))  # type: ignore[misc]
    if User.objects.get(login=name).check_password(PASSWORD + "x"):
        raise RuntimeError("any password lets in")
    return known, unknown


def _try(login: str) -> None:
    """What the adapter does with a login: count, look, hash."""
    from django.contrib.auth import authenticate  # noqa: PLC0415 – after set-up

    from quartier.core.accounts import services  # noqa: PLC0415 – after set-up
    from quartier.kit import clock  # noqa: PLC0415 – after set-up

    counts = services.counted_for_login(login, "203.0.113.7", "")
    services.spend(at=clock.now(), counts=counts)
    if authenticate(None, username=login, password=PASSWORD) is not None:
        services.give_back(counts=counts)
