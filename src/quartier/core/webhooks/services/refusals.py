"""Why something about addresses for events is not possible."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class UnfitAddress(Refused):
    """Nothing is sent there."""

    message = _(
        "We send to addresses that begin with https:// and a public name, without a user name, on port 443 or from"
        " 1024 on."
    )
    field = "url"


class AddressTaken(Refused):
    """The customer has set up this address already."""

    message = _("This address is set up already. Change there what it is told of.")
    field = "url"


class NoEvent(Refused):
    """An address that is told of nothing is none."""

    message = _("Choose what the address is told of.")
    field = "events"


class TooManyHooks(Refused):
    """Nobody needs that many."""

    message = _("You have 10 addresses. Please remove those that you do not need first.")


class NotActive(Refused):
    """The address is paused already."""

    message = _("This address is paused already.")


class NotPaused(Refused):
    """The address is told of everything already."""

    message = _("This address is not paused.")


class StillOnItsWay(Refused):
    """A message that is on its way, or held back, is not sent a second time beside that."""

    message = _("This message is still on its way. It is sent again once that has ended.")
