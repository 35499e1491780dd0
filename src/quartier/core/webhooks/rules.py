"""Pure decisions about events for programs: how they are signed, when they are tried again, how long they are kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

# As the Standard Webhooks convention has it (https://www.standardwebhooks.com, specification 1.0): secrets of 24 to 64
# bytes behind this mark, and signatures over id, time and body with dots between them.
MARK: Final = "whsec_"
BYTES: Final = 32
VERSION: Final = "v1"
# More than the systems of one customer; whoever sets addresses up in a loop ends here.
MOST_HOOKS: Final = 10
# How long the secret before still signs, so that the receiver can be changed meanwhile.
OVERLAP: Final = timedelta(hours=24)
# After each try that failed; ten tries in not quite three days.
WAITS: Final = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3),
    timedelta(hours=6), timedelta(hours=12), timedelta(hours=24), timedelta(hours=24),
)  # fmt: skip
TRIES: Final = len(WAITS) + 1
# A try that has not ended by then has died with its worker.
LEASE: Final = timedelta(minutes=2)
# Whatever is due for longer has lost its job.
LATE_AFTER: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=30)
# What an address is sent on demand, whatever it is told of otherwise.
TEST: Final = "webhooks.test"


def signature(secrets: Sequence[str], number: str, seconds: int, body: bytes) -> str:
    """Return the signatures of a message, one for each secret that is in force, as the header has them."""
    signed = f"{number}.{seconds}.".encode() + body
    return " ".join(f"{VERSION},{_sealed(secret, signed)}" for secret in secrets)


def _sealed(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(MARK))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after that many failed tries of a round."""
    return WAITS[min(tries, len(WAITS)) - 1]
