"""What can be asked for, on which way, and what can become of it; pure."""

from __future__ import annotations

from quartier.law.gdpr.requests import Request
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

__all__ = ["Request", "State", "Way"]


class Way(Choice):
    """How a request reached the provider."""

    PORTAL = "portal", _("in the portal")
    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")
    PHONE = "phone", _("by telephone")
    PERSON = "person", _("in person")


class State(Choice):
    """What has become of a request."""

    OPEN = "open", _("in progress")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused with reasons")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NO_PERSON = "no_person", _("not applicable to a legal person")
