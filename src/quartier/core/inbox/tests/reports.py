"""Reports of non-delivery as mail servers write them (RFC 3464)."""

from __future__ import annotations

REPORT = """From: MAILER-DAEMON@mx.post.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/plain; charset=utf-8

I am sorry.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example
Arrival-Date: Mon, 2 Mar 2026 10:15:00 +0100

Final-Recipient: rfc822; mara@lindqvist.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {told}

--b0
Content-Type: message/rfc822

Message-ID: <x@post.example>
Subject: Ihr Brief

Hallo
--b0--
"""


def report(
    *, status: str = "5.1.1", told: str = "550 5.1.1 User unknown", action: str = "failed", to: str = ""
) -> bytes:
    """A report that a mail failed."""
    text = REPORT.format(status=status, told=told, action=action, to=to or "portal@post.example")
    return text.replace("\n", "\r\n").encode()
