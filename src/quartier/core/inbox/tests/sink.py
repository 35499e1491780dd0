"""A mail server that answers as it is told, on a port of this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from quartier.kit.mail.transport import Smtp


@dataclass
class Script:
    """What the server does. An answer of None breaks the connection instead."""

    greeting: str = ""
    recipient: str | None = "250 OK"
    content: str | None = "250 taken"
    accepted: list[bytes] = field(default_factory=list)
    on_content: Callable[[], None] = field(default=lambda: None)

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages that arrived, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.accepted]

    async def handle_RCPT(  # noqa: N802 – aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer a recipient."""
        if self.recipient is None:
            return _broken(server)
        if self.recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer a message."""
        content = envelope.original_content
        assert content is not None
        self.on_content()
        if self.content is None or self.content.startswith("2"):
            self.accepted.append(content)
        return self.content if self.content is not None else _broken(server)


def _broken(server: SMTP) -> str:
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()
    return "421 never read"


@contextmanager
def smtp_server(script: Script) -> Iterator[Smtp]:
    """Run the server and yield the way to it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(script, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    try:
        yield Smtp(host="127.0.0.1", port=port, security="none", timeout=5)
    finally:
        controller.stop()
