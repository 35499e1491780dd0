"""Why performance refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class Over(Refused):
    """Nothing new is promised in a contract that is over."""

    message = _("This contract is over; nothing more is promised in it.")


class Settled(Refused):
    """A date that was kept or replaced stays so."""

    message = _("This date is settled already.")


class AlreadyBinding(Refused):
    """A date is marked once."""

    message = _("This date is binding already.")


class NotYet(Refused):
    """Nothing happened tomorrow."""

    message = _("This day lies in the future.")


class TooEarly(Refused):
    """What is done was asked before."""

    message = _("This cannot have been done before it was asked for.")
    field = "done_on"


class NothingDue(Refused):
    """Before its date nothing is due, and what was delivered is not reminded of."""

    message = _("A reminder is possible once the date has passed and nothing has been delivered.")


class AlreadyClosed(Refused):
    """What is closed stays so."""

    message = _("This has been closed already.")


class AlreadyImpossible(Refused):
    """One open obstacle by contract is enough."""

    message = _("It is noted already that this contract cannot be performed as agreed.")


class ChangeNotTried(Refused):
    """Another specification comes first (CC-80)."""

    message = _("First try to change the specification and note what came of it. Only then withdrawal is available.")


class UnknownOutcome(Refused):
    """A claim is closed with what became of it."""

    message = _("Choose what became of the claim.")
    field = "state"


class ConfirmationMissing(Refused):
    """A guarantee is what somebody has signed (QX-05)."""

    message = _("Add the signed confirmation. Without it there is no guarantee.")
    field = "paper"
