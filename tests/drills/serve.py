"""`quartier serve` with a worker that knows the drill's deadlines: the product's supervisor, web server and worker."""

from __future__ import annotations

import os
import sys

from quartier.config.demo import launch, preparation
from quartier.config.environment import Environment
from quartier.kit.supervise import Supervisor, program
from tests.drills import kinds


def main(arguments: list[str]) -> int:
    """Supervise web server and worker until told to stop; with the word “worker”, be that worker."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quartier.config.settings"
    if arguments == ["worker"]:
        return work()
    env = Environment.from_env(os.environ)
    preparation.deployment(env)
    worker = program("worker", [sys.executable, "-m", "tests.drills.serve", "worker"], grace_s=25)
    with Supervisor([launch._web(env), worker], lambda words: print(words, flush=True)) as supervisor:
        supervisor.start()
        supervisor.run()
    return 0


def work() -> int:
    """Run jobs as `quartier worker` does."""
    import django  # noqa: PLC0415 – the environment comes first

    django.setup()
    kinds.register()
    from quartier.kit.jobs import run_worker  # noqa: PLC0415 – the environment comes first

    return run_worker()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
