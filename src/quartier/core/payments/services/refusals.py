"""Why money is not booked, not taken back or not paid out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NothingReceived(Refused):
    """A payment is more than nothing."""

    message = _("Enter an amount above 0.00 €.")
    field = "amount"


class WayUnknown(Refused):
    """Money comes in by a way that is known."""

    message = _("This way to pay does not exist.")
    field = "kind"


class NotAgreed(Refused):
    """A cheque is taken only where that was agreed and recorded (CC-69)."""

    message = _("Cheques are accepted only by recorded agreement. There is none with this customer on this day.")
    field = "agreement"


class NotYet(Refused):
    """What has not happened yet is not booked."""

    message = _("This day has not come yet.")
    field = "on"


class NotUnclear(Refused):
    """Money that is somebody's already is not given to somebody else."""

    message = _("This payment belongs to a customer already, or has gone back.")


class NotAssigned(Refused):
    """Only what was assigned can be released again."""

    message = _("This payment belongs to nobody.")


class AlreadyReturned(Refused):
    """A payment goes back once."""

    message = _("This payment has gone back already.")


class CashStays(Refused):
    """Nobody calls cash back: it is paid out, and the cash book shows that."""

    message = _("Cash does not go back by itself. Pay it out as a refund, so that the cash book shows it.")


class AlreadyPaidBack(Refused):
    """A thing is paid back once."""

    message = _("This is being paid back already.")


class NoCredit(Refused):
    """Only what stands to a customer's credit is paid back."""

    message = _("The customer's account has no open credit over this amount. Nothing was paid back.")


class NotInThisState(Refused):
    """A refund goes its way step by step."""

    message = _("The refund is not at this step.")


class HolderMissing(Refused):
    """An account belongs to somebody."""

    message = _("Write whom the account belongs to.")
    field = "holder"


class ReasonMissing(Refused):
    """Who is refused something is told why."""

    message = _("Say why.")
    field = "reason"


class NotSetOff(Refused):
    """The terms allow set-off with some counterclaims alone."""

    message = _(
        "By the terms this customer may set off only with claims that are undisputed, acknowledged or established by"
        " court. Mark how the counterclaim stands first."
    )
    field = "standing"


class WordsMissing(Refused):
    """A set-off names the counterclaim."""

    message = _("Describe your claim, so that we can look at it.")
    field = "words"


class AlreadyDecided(Refused):
    """A set-off is decided once."""

    message = _("This has been decided already.")


class NotEnoughCash(Refused):
    """More than lies in the till cannot be taken out of it."""

    message = _("There is not so much money in the till.")
    field = "amount"


class DayClosed(Refused):
    """The cash book is kept in the order of days."""

    message = _("The cash book already has entries of a later day.")
    field = "on"


class PayPalOff(Refused):
    """PayPal is asked only where a company has set it up."""

    message = _("Payment by PayPal is not possible at the moment.")


class PayPalSilent(Refused):
    """PayPal did not answer, or not as it promised."""

    message = _("PayPal does not answer at the moment. Nothing was charged. Please try again later.")


class NothingOpen(Refused):
    """Only what is open is paid."""

    message = _("Nothing is open here any more.")
