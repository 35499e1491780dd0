"""How consent comes in, and what can be said about it; pure."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Channel(Choice):
    """How somebody gave a consent, took it back, or objected."""

    PORTAL = "portal", _("ticked in the portal")
    SIGNATURE = "signature", _("signed electronically (eIDAS)")
    PAPER = "paper", _("on paper")
    PHONE = "phone", _("by telephone")
    MAIL = "mail", _("by e-mail or letter")


class Said(Choice):
    """What somebody said."""

    GIVEN = "given", _("given")
    REVOKED = "revoked", _("revoked")
    OBJECTED = "objected", _("objection to advertising")


# A consent has to be proven (Art. 7(1) GDPR): outside of the portal there is a file for it.
WITH_PAPER = (Channel.SIGNATURE, Channel.PAPER)
GIVEN_THROUGH = (Channel.PAPER, Channel.SIGNATURE)
TAKEN_BACK_THROUGH = (Channel.PHONE, Channel.MAIL, Channel.PAPER)
