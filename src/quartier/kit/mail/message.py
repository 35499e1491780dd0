"""The message as it travels: headers and the two bodies, the same bytes however often it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from quartier.kit.mail.headers import checked_address, checked_line
from quartier.kit.mail.letter import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    media_type: str
    content: bytes


def message(
    *,
    rendered: Rendered,
    message_id: str,
    written_at: datetime,
    sender: tuple[str, str],
    to: tuple[str, str],
    reply_to: str = "",
    attached: Sequence[Attachment] = (),
) -> EmailMessage:
    """Return a transactional message; `sender` and `to` are name and address. Raises HeaderRefused."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(*sender)
    made["To"] = _address(*to)
    if reply_to:
        made["Reply-To"] = _address("", reply_to)
    made["Subject"] = checked_line(rendered.subject)
    made["Date"] = format_datetime(written_at)
    made["Message-ID"] = checked_line(message_id)
    # RFC 3834: answering machines keep quiet.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(rendered.text, cte="quoted-printable")
    made.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    # Content headers that are set earlier move into the first part.
    made["Content-Language"] = "de"
    # A boundary of our own, so that a second copy is the same message byte for byte.
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
    made.set_boundary(boundary)
    for one in attached:
        main, _slash, sub = one.media_type.partition("/")
        made.add_attachment(one.content, maintype=main, subtype=sub, filename=checked_line(one.name))
    if attached:
        made.set_boundary(f"{boundary}_")
    return made


def _address(name: str, address: str) -> Address:
    return Address(display_name=checked_line(name), addr_spec=checked_address(address))
