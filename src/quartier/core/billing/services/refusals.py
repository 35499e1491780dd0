"""Why something is not scheduled, charged or run."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class InTheFuture(Refused):
    """Nothing is billed before it is due: announced prices take effect on their day only."""

    message = _("Bill through today or an earlier day.")
    field = "through_on"


class RunOpen(Refused):
    """One run of a company at a time."""

    message = _("Another run of this company is not finished yet.")


class NotReady(Refused):
    """A run is started when it is planned through."""

    message = _("This run cannot be started: it is still being planned, or it was started or dropped already.")


class StillRunning(Refused):
    """Somebody is at work."""

    message = _("The run is at work. Wait some minutes before you start it again.")


class NotStuck(Refused):
    """Only what stands still goes on."""

    message = _("There is nothing to go on with here.")


class NoListPrice(Refused):
    """No fee without a price in the list (QX-26)."""

    message = _("The price list has no such fee on this day.")
    field = "kind"


class FeeNotForeseen(Refused):
    """Terms and law say where fees may be charged."""

    message = _("Your rules do not foresee this fee, or the law does not allow it from consumers.")
    field = "kind"


class ReasonMissing(Refused):
    """Whoever charges a fee says why."""

    message = _("Say why.")
    field = "because"


class AlreadySettled(Refused):
    """A question is settled once."""

    message = _("This has been settled already.")


class OtherRhythm(Refused):
    """A rhythm is one of those that people know."""

    message = _("Choose every month, quarter, half year or year.")
    field = "rhythm"
