"""`python -m tests.drills`: break things at random, count what is lost or doubled, print a table."""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.drills.outcome import Outcome, table
from tests.drills.place import Place, installation

Drill = Callable[[Place, int, random.Random], Outcome]
ROUNDS = 200
# Of so many rounds each drill makes one, but at least one: a restart takes longer than a kill.
SHARE = {"kills": 1, "restarts": 20, "full": 200, "clock": 40, "races": 10, "restore": 200, "bills": 1}


def drills() -> Mapping[str, Drill]:
    """Return all drills by name; they need Django, so they are loaded when it is set up."""
    from tests.drills import billing, full, kills, restarts, restore  # noqa: PLC0415 – the environment comes first

    return {
        "kills": kills.kills,
        "restarts": restarts.restarts,
        "full": full.full,
        "clock": kills.clock,
        "races": kills.races,
        "restore": restore.restore,
        "bills": billing.bills,
    }


def main(arguments: list[str]) -> int:
    """Run the drills one after the other; exit code 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description="Break things and count the losses.")
    parser.add_argument("names", nargs="*", choices=[*SHARE, []], help="which drills (all)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how many kills (default {ROUNDS}); others fewer")
    parser.add_argument("--seed", type=int, default=None, help="the same random points again")
    words = parser.parse_args(arguments)
    # Whoever is asked to stop still takes the database down.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    seed = words.seed if words.seed is not None else int(time.time())
    print(f"seed {seed}", flush=True)
    found = []
    with tempfile.TemporaryDirectory(prefix="quartier-drill-") as home, installation(Path(home), _say) as place:
        for name, drill in drills().items():
            if words.names and name not in words.names:
                continue
            _say(f"{name} …")
            found.append(drill(place, max(1, words.rounds // SHARE[name]), random.Random(f"{seed} {name}")))
            _say(f"  {found[-1].verdict}, {found[-1].seconds:.0f} s. {found[-1].skipped or found[-1].note}")
    print(table(found))
    return 1 if any(one.is_bad for one in found) else 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
