"""`quartier mail receive`: one message from standard input, as a mail server's pipe delivers it.

It is accepted when it is committed, never before: exit code 0 after the commit, 75 (try again) for everything that may
pass, so that the server's own queue keeps the message. The codes are those of sysexits.h, which mail servers read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Act = Callable[[Any], int]
OK, BAD_DATA, NO_SUCH_USER, TRY_LATER = 0, 65, 67, 75
LARGEST = 26_214_400


def add(parser: Any, on_database: Callable[[Act], Act]) -> None:
    """Declare the action; `on_database` sets Django up around an act."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    receive = actions.add_parser("receive", help="take one message in from standard input")
    receive.add_argument("--to", required=True, metavar="ADDRESS", help="the recipient in the envelope")
    receive.add_argument("--sender", metavar="ADDRESS", help="the sender in the envelope; empty for bounces")
    receive.add_argument("--provider", default="", metavar="KEY", help="take mail to other addresses in for this one")
    receive.set_defaults(act=lambda words: _settled(on_database(_receive), words))


def _settled(act: Act, words: Any) -> int:
    """Turn whatever went wrong into a code that lets the mail server keep the message."""
    try:
        code = act(words)
    except Exception as error:
        return _say(f"{type(error).__name__}: {error}", TRY_LATER)
    return code if code in (OK, BAD_DATA, NO_SUCH_USER) else TRY_LATER


def _receive(words: Any) -> int:
    from django_tenants.utils import schema_context  # noqa: PLC0415

    from quartier.core.inbox import services as inbox  # noqa: PLC0415
    from quartier.core.providers import queries as providers  # noqa: PLC0415
    from quartier.core.threads import services  # noqa: PLC0415
    from quartier.kit import clock  # noqa: PLC0415
    from quartier.kit.mail.incoming import Purpose, Recipient, read_address  # noqa: PLC0415

    recipient = read_address(words.to) or (Recipient(words.provider) if words.provider else None)
    if recipient is None or recipient.schema not in {row.schema_name for row in providers.providers()}:
        return _say(f"Nobody takes mail in for {words.to}.", NO_SUCH_USER)
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _say("The message is too large; at most 25 MB are taken in.", BAD_DATA)
    with schema_context(recipient.schema):
        if recipient.purpose is Purpose.BOUNCE:
            came_back = inbox.note_report(at=clock.now(), mail_id=recipient.number, raw=raw)
            print(f"{recipient.schema}: {'came back' if came_back else 'ignored'}")
            return OK
        row = services.receive(at=clock.now(), recipient=recipient, to=words.to, raw=raw, envelope_sender=words.sender)
    print(f"{recipient.schema}: {row.pk} {row.fate}")
    return OK


def _say(sentence: str, code: int) -> int:
    print(f"quartier: {sentence}", file=sys.stderr)
    return code
