"""How a message leaves: by SMTP, or into the demo's mailbox. Every failure says whether the message may be out."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 60
ANSWER_LENGTH = 300
START_DATA = 354
OK = range(200, 300)
FINAL = range(500, 600)


class NotSent(Exception):
    """The base of all failures; the text is the server's answer or what went wrong."""


class TryLater(NotSent):
    """Certainly not accepted, and may be later: no connection, 421, 4xx, or our login is wrong."""


class Never(NotSent):
    """Certainly not accepted, for good: 5xx for this sender, recipient or message."""


class Unknown(NotSent):
    """The connection broke after the message had begun to leave: nobody can know whether it was accepted."""


class Transport(Protocol):
    """One way out."""

    def send(self, message: EmailMessage, *, sender: str, to: str, before_data: Callable[[], None]) -> str:
        """Hand over one message and return the answer.

        `before_data` is called exactly once, right before the message begins to leave; what it raises stops the
        handing over. Raises TryLater, Never or Unknown.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Nothing leaves the machine: the operator reads the rows in the console."""

    def send(self, message: EmailMessage, *, sender: str, to: str, before_data: Callable[[], None]) -> str:
        """Accept everything."""
        before_data()
        return "Mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """One SMTP server. `security` is tls, starttls (required) or none."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    timeout: float = TIMEOUT

    def send(self, message: EmailMessage, *, sender: str, to: str, before_data: Callable[[], None]) -> str:
        """Speak SMTP step by step, so that the moment from which the outcome is open is known exactly."""
        with self._session(sender) as client:
            with _certainly_not_sent():
                _expect(client.mail(sender))
                _expect(client.rcpt(to))
            before_data()
            with _certainly_not_sent():
                _expect(client.docmd("DATA"), (START_DATA,))
            try:
                client.send(_as_data(message))
                code, answer = client.getreply()
            except (OSError, smtplib.SMTPException) as error:
                raise Unknown(_words(error)) from None
            return _expect((code, answer))

    @contextmanager
    def _session(self, sender: str) -> Iterator[smtplib.SMTP]:
        """Connect, secure and log in; nothing that fails here can have sent anything."""
        try:
            client = self._connected(sender.rpartition("@")[2])
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(_words(error)) from None
        try:
            yield client
        finally:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _connected(self, own_name: str) -> smtplib.SMTP:
        client: smtplib.SMTP
        if self.security == "tls":
            client = smtplib.SMTP_SSL(self.host, self.port, own_name, timeout=self.timeout, context=_trusted())
        else:
            client = smtplib.SMTP(self.host, self.port, own_name, timeout=self.timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                client.starttls(context=_trusted())
                client.ehlo()
            if self.user:
                client.login(self.user, self.password)
        except BaseException:
            client.close()
            raise
        return client


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust, read once: reading it takes longer than sending a mail."""
    return ssl.create_default_context()


def configured() -> Transport:
    """Return the transport of this deployment."""
    address = settings.MAIL
    if address.is_mailbox:
        return Mailbox()
    return Smtp(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        security=address.security,
    )


@contextmanager
def _certainly_not_sent() -> Iterator[None]:
    """A connection that breaks here broke before the message began to leave."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(_words(error)) from None


def _expect(reply: tuple[int, bytes], wanted: range | tuple[int, ...] = OK) -> str:
    """Return the answer when its code is a wanted one; raise what the code means otherwise."""
    code, words = reply
    answer = f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"[:ANSWER_LENGTH]
    if code not in wanted:
        raise (Never if code in FINAL else TryLater)(answer)
    return answer


def _as_data(message: EmailMessage) -> bytes:
    """Return the message as it follows DATA: CRLF line ends, leading dots doubled, closed by a single dot."""
    content = message.as_bytes(policy=SMTP_POLICY)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content) + b".\r\n"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(words.split())}"[:ANSWER_LENGTH]
    return f"{type(error).__name__}: {error}"[:ANSWER_LENGTH]
