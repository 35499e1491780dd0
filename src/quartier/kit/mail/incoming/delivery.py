"""Reports of mail servers that a message could not be delivered (RFC 3464), and what their codes say (RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from quartier.kit.mail.incoming.words import one_line

TOLD_LENGTH = 200
CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# The address itself is gone: no such mailbox or domain, moved, switched off, takes no mail at all. A full mailbox,
# a message that is too large, suspected spam and every other policy say nothing about the address.
GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})


@dataclass(frozen=True, slots=True)
class Failure:
    """What a report says about the recipient: the code, `""` without one, and the server's own words."""

    code: str
    told: str

    @property
    def is_gone(self) -> bool:
        """Tell whether the address does not exist, so that trying again is no use."""
        return self.code in GONE


def code_in(answer: str) -> str:
    """Return the code in a server's answer, such as `5.1.1` in `550 5.1.1 User unknown`; "" without one."""
    found = CODE.search(answer)
    return found[0] if found else ""


def failure_in(raw: bytes) -> Failure | None:
    """Return what a report of non-delivery says; None for every other message, also for delays. Never raises."""
    try:
        return _failure(message_from_bytes(raw, policy=policy.compat32))
    except Exception:
        return None


def _failure(message: Message) -> Failure | None:
    if message.get_content_type() != "multipart/report":
        return None
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    for block in (block for report in reports[:1] for block in _blocks(report)):
        if str(block.get("Action", "")).strip().lower() == "failed":
            diagnosis = str(block.get("Diagnostic-Code", "")).partition(";")[2]
            # The remote server's own code is finer than the one our server has made of it.
            code = code_in(diagnosis) or code_in(str(block.get("Status", "")))
            return Failure(code, one_line(diagnosis, TOLD_LENGTH))
    return None


def _blocks(report: Message) -> list[Message]:
    inside = report.get_payload()
    return [block for block in inside if isinstance(block, Message)] if isinstance(inside, list) else []
