"""A mail as its reader sees it: an answer of its own, in a sandbox, because mails bring their style along."""

from __future__ import annotations

from django.http import HttpResponse

from quartier.core.inbox.models import OutgoingMail

# No script, no form, no picture, nothing from elsewhere; a link opens a tab of its own. Only our own pages frame it.
POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
MAY_FRAME = {"frame-src": ["'self'"]}


def frame(mail: OutgoingMail) -> HttpResponse:
    """Return the HTML of a mail, harmless wherever it is opened."""
    response = HttpResponse(mail.html)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
