"""Why an order does not go on; what was filled in stays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NotTogether(Refused):
    """One order leads to one contract with one company."""

    message = _("These services lead to different contracts. Please order them one after the other.")


class TooMuch(Refused):
    """An order has bounds."""

    message = _("This is more than one order can take. Please order the rest separately.")


class AlreadyPlaced(Refused):
    """What was sent is not changed any more; a change needs a message (WR-008)."""

    message = _("This order has been sent already. If something has to change, please write to us.")


class StepMissing(Refused):
    """A step before this one is not complete (WR-012)."""

    message = _("Something before this step is still missing. Please complete it first.")


class ConsumersNotServed(Refused):
    """The services are for businesses alone (QX-02, CC-02)."""

    message = _("We offer this to businesses, freelancers and public bodies only. Consumers cannot order it.")
    field = "standing"


class NameMissing(Refused):
    """Consumers have two names, businesses one or a company."""

    message = _("Please write who you are: given name and surname, or the name of the company.")
    field = "name"


class AccountNeeded(Refused):
    """Some services need an account (WR-009)."""

    message = _("This service needs an account. Please log in first, or register.")


class MayNotOrder(Refused):
    """Whoever may not cause costs for the customer orders nothing that costs money (QX-15)."""

    message = _("This costs money. Your account's administrator has not given you the right to do what costs money.")
    status = 403


class ButtonUnclear(Refused):
    """A button that the law does not let bind is not shown (§ 312j(3) and (4) BGB)."""

    message = _("This cannot be ordered at the moment: our order button is not worded as the law asks. Please call us.")


class TooManyFiles(Refused):
    """Files have a bound."""

    message = _("There are 20 files already. Please remove one first.")
    field = "file"


class UnknownFile(Refused):
    """Nobody asked for such a file."""

    message = _("Please choose what this file is.")
    field = "key"


class LinkOver(Refused):
    """A prepared order was placed, taken back, or its time is over."""

    message = _("This prepared order is not open any more. Please ask whoever sent you the link for a new one.")
    status = 410


class StandsStill(Refused):
    """What somebody prepared is ordered as it is, or not at all (WR-024)."""

    message = _("This order was prepared for you and cannot be changed here. Ask whoever sent you the link.")
