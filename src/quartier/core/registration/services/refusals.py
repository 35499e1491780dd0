"""Why something about registration does not work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class DoesNotFit(Refused):
    """The one answer to every wrong number, name, day and code, so that it tells nobody which of them was wrong."""

    message = _(
        "These entries do not fit together, or the code is not valid any more. Please compare them with our letter. "
        "If they are right, ask us for a new letter."
    )
    status = 422


class AddressUnreached(Refused):
    """Somebody else uses the address meanwhile."""

    message = _("There is an account with this e-mail address already. Please log in, or set a new password.")


class LinkDead(Refused):
    """The link has expired or its application is gone."""

    message = _("This link is not valid any more. Have a new one sent to you.")


class WrongCode(Refused):
    """Not the activation code that we sent."""

    message = _("This is not the code from our message. Please compare it sign by sign.")
    field = "code"
    status = 422


class EntryLocked(Refused):
    """Five wrong activation codes."""

    message = _("There were five wrong codes. The entry is locked for an hour; your application is safe.")
    field = "code"
    status = 429


class CodeExpired(Refused):
    """The activation code was not entered in time."""

    message = _("The code has expired. Please ask us for a new one.")
    field = "code"


class NotYetConfirmed(Refused):
    """Nobody is accepted whose e-mail address we do not know for certain (QX-10)."""

    message = _("The applicant has not confirmed the e-mail address yet. Until then nobody can be accepted.")


class NoteMissing(Refused):
    """Whoever decides writes down what was looked at (QX-10)."""

    message = _("Write first what you have checked, and with which result.")
    field = "note"


class AlreadyDecided(Refused):
    """Somebody has decided about this application."""

    message = _("This application has been decided already.")


class NobodyChosen(Refused):
    """Codes are for customers who have none yet and whom a letter reaches."""

    message = _("Nobody of these needs a code: they log in already, have a code, or no letter reaches them.")


class TooManyCodes(Refused):
    """One file of letters is made in memory."""

    message = _("At once at most 2,000 codes can be issued. Choose fewer people, for example by postcode.")


class CodeOver(Refused):
    """A code that was used, revoked or replaced."""

    message = _("This code is not open any more.")


class LettersNotReady(Refused):
    """The letters are made by a job."""

    message = _("The letters are not ready yet. Please try again in a moment.")


class LettersGone(Refused):
    """What is in the post is shown to nobody again."""

    message = _("These letters have been printed and closed. Nobody can read the codes again; issue new ones.")


class NotPrintedYet(Refused):
    """Only what was printed can be in the post."""

    message = _("Print the letters first.")
