"""Who types a command: the person at the server, by the name of their account there."""

from __future__ import annotations

import os

from quartier.values.actor import Actor, ActorKind, Way


def typist() -> Actor:
    """Return whoever runs this command, behind `sudo` too."""
    name = os.environ.get("SUDO_USER") or os.environ.get("USER") or "command line"
    return Actor(ActorKind.OPERATOR, name=name, via=Way.COMMAND)
