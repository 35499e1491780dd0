"""Reading a message as it came over the wire. Whatever the bytes, there is an answer and no exception."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from quartier.kit.mail.headers import HeaderRefused, checked_address
from quartier.kit.mail.incoming.words import from_html, one_line, tidy, without_quote

MOST_PARTS = 200
MOST_ENCLOSURES = 20
NAME_LENGTH = 120
SUBJECT_LENGTH = 200
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
# Answering machines and lists (RFC 3834, 2919, 2369); what is sent by them is never answered.
MACHINE_HEADERS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop", "Feedback-ID")
# Proofs of a signature are no files that somebody sends.
SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
MACHINES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply"})


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a message."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a message says. `sender` is "" unless there is exactly one plain address in From.

    `received_at` is when our own mail server had it, `results` what mail servers found about the sender; `digest` is
    the same for a second copy. `left_out` names files beyond the number that is read.
    """

    digest: str
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    left_out: tuple[str, ...] = ()
    received_at: datetime | None = None
    is_automatic: bool = False
    results: tuple[str, ...] = ()


def read(raw: bytes, *, envelope_sender: str | None = None) -> Incoming:
    """Return what a message says; `envelope_sender` "" means that it must not be answered (RFC 5321, 4.5.5)."""
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32), raw, envelope_sender)
    except Exception:
        return Incoming(digest=hashlib.sha256(raw).hexdigest())


def _read(message: Message, raw: bytes, envelope_sender: str | None) -> Incoming:
    name, sender = _sender(message)
    parts = [part for part in _parts(message) if part.get_content_type() not in SIGNATURES]
    files = [_enclosure(part, place) for place, part in enumerate(parts) if _is_file(part)]
    return Incoming(
        digest=_digest(message, raw, sender),
        sender=sender,
        sender_name=name,
        subject=one_line(_header(message, "Subject"), SUBJECT_LENGTH),
        text=_text([part for part in parts if not _is_file(part)]),
        enclosures=tuple(files[:MOST_ENCLOSURES]),
        left_out=tuple(one.name for one in files[MOST_ENCLOSURES:]),
        received_at=_received_at(message),
        is_automatic=_is_automatic(message, sender, envelope_sender),
        results=tuple(str(value) for value in message.get_all("Authentication-Results", [])),
    )


def _digest(message: Message, raw: bytes, sender: str) -> str:
    """Return what tells a second copy; the sender is part of it, so that nobody uses up somebody else's number."""
    number = str(message.get("Message-ID", "")).strip()
    said = f"{number}\0{sender.lower()}".encode("utf-8", "replace") if number else raw
    return hashlib.sha256(said).hexdigest()


def _header(message: Message, name: str) -> str:
    return _decoded(message.get(name, ""))


def _decoded(value: object) -> str:
    """Return a header in words; what cannot be decoded is shown with replacement signs."""
    text = "".join(
        piece if isinstance(piece, str) else _as_text(piece, charset or "utf-8")
        for piece, charset in decode_header(str(value))
    )
    return text.replace("\0", "")


def _as_text(content: bytes, charset: str) -> str:
    for attempt in (charset, "utf-8"):
        try:
            return content.decode(attempt)
        except (LookupError, UnicodeError):
            continue
    return content.decode("latin-1")


def _sender(message: Message) -> tuple[str, str]:
    """Return name and address of the one author; several authors, or none with a plain address, are nobody."""
    headers = message.get_all("From", [])
    found = getaddresses([str(header) for header in headers])
    if len(headers) != 1 or len(found) != 1:
        return "", ""
    name = one_line(_decoded(found[0][0]), NAME_LENGTH)
    try:
        return name, checked_address(found[0][1])
    except HeaderRefused:
        return name, ""


def _received_at(message: Message) -> datetime | None:
    """Return when the newest server had the message, by the header that stands on top."""
    try:
        found = parsedate_to_datetime(str(message.get("Received", "")).rpartition(";")[2].strip())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else None


def _is_automatic(message: Message, sender: str, envelope_sender: str | None) -> bool:
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    return_path = _header(message, "Return-Path").strip()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").strip().lower() in BULK
        or any(name in message for name in MACHINE_HEADERS)
        or message.get_content_type() == "multipart/report"
        or envelope_sender in ("", "<>")
        or return_path == "<>"
        or sender.partition("@")[0].lower() in MACHINES
    )


def _parts(message: Message) -> Iterator[Message]:
    """Yield the leaves in order; of alternatives the plainest, of forwarded mails themselves as files."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inside = part.get_payload() if part.is_multipart() else None
        if not isinstance(inside, list) or part.get_content_type() == "message/rfc822":
            yield part
        elif part.get_content_type() == "multipart/alternative":
            waiting[:0] = _plainest([one for one in inside if isinstance(one, Message)])
        else:
            waiting[:0] = [one for one in inside if isinstance(one, Message)]


def _plainest(parts: list[Message]) -> list[Message]:
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    return plain[:1] if plain and _content(plain[0]).strip() else parts[-1:]


def _is_file(part: Message) -> bool:
    named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return named or part.get_content_maintype() != "text"


def _enclosure(part: Message, place: int) -> Enclosure:
    given = _decoded(part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    ending = part.get_content_subtype() if part.get_content_maintype() != "message" else "eml"
    name = one_line(given, NAME_LENGTH) or one_line(f"{place + 1}.{ending}", NAME_LENGTH)
    return Enclosure(name, _content(part))


def _content(part: Message) -> bytes:
    if part.is_multipart():
        inside = part.get_payload()
        return b"".join(one.as_bytes() for one in inside if isinstance(one, Message))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(parts: list[Message]) -> str:
    said = []
    for part in parts:
        words = _as_text(_content(part), str(part.get_content_charset("utf-8")))
        said.append(from_html(words) if part.get_content_subtype() == "html" else words)
    return without_quote(tidy("\n\n".join(said)))
