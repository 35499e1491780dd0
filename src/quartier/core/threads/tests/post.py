"""What tests about incoming mail share: a mail server's settings, messages, taking one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from quartier.core.threads import services
from quartier.core.threads.models import IncomingMail
from quartier.kit.mail.incoming import Purpose, Recipient, address_of, read_address

DOMAIN, SERVER = "post.example", "mx.post.example"
# When our mail server had the message, and when it is taken in.
HAD_AT = datetime(2026, 11, 20, 9, 14, 30, tzinfo=UTC)
TAKEN_AT = datetime(2026, 11, 20, 9, 20, tzinfo=UTC)
PROVEN = "dmarc=pass header.from={domain}"


def letter(
    sender: str,
    text: str,
    *,
    number: str = "1",
    proof: str = PROVEN,
    subject: str = "Frage",
    files: Sequence[tuple[str, bytes]] = (),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A message as our mail server hands it over; `number` tells messages apart."""
    made = EmailMessage(policy=SMTP)
    made["Received"] = "from mail.example by mx.post.example; Fri, 20 Nov 2026 10:14:30 +0100"
    if proof:
        made["Authentication-Results"] = f"{SERVER}; {proof.format(domain=sender.rpartition('@')[2])}"
    made["From"], made["To"], made["Subject"] = sender, f"emscher@{DOMAIN}", subject
    made["Message-ID"] = f"<{number}@posthaus.example>"
    for name, value in (headers or {}).items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def sent(raw: bytes, *, purpose: Purpose = Purpose.ANYTHING, number: int = 0, **given: Any) -> IncomingMail:
    """Take a message in that was sent to an address of emscher."""
    to = address_of(Recipient("emscher", purpose, number))
    recipient = read_address(to)
    assert recipient is not None
    return services.receive(at=given.pop("at", TAKEN_AT), recipient=recipient, to=to, raw=raw, **given)
