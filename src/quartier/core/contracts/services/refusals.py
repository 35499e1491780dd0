"""Why contracts refuse."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.kit import formats
from quartier.kit.errors import Refused


class ContractOver(Refused):
    """What is over is neither ended nor changed."""

    message = _("This contract is over already.")


class AlreadyEnding(Refused):
    """One notice is in force at a time."""

    def __init__(self, ends_on: date) -> None:
        super().__init__(_t("This contract ends on %(day)s already.") % {"day": formats.day(ends_on)})


class NoSuchEnd(Refused):
    """A right to end a contract needs what it rests on."""

    message = _("The contract cannot be ended in this way at present.")
    field = "way"


class ReasonMissing(Refused):
    """Some ends need a reason that can be looked at."""

    message = _("Write the reason. Without one this end is not possible.")
    field = "reason"


class InTheFuture(Refused):
    """Nothing arrives tomorrow."""

    message = _("The day cannot lie in the future.")
    field = "received_on"


class NothingToRevoke(Refused):
    """Only a notice in force is taken back, before the contract is over."""

    message = _("There is no notice in force that could be taken back.")


class FileMissing(Refused):
    """Nothing that is to bind both sides is noted without the signed file."""

    message = _("Add the signed file. Without it nothing takes effect.")
    field = "paper"


class NotWritten(Refused):
    """What somebody says does not change a contract (QX-54), and own terms need a signature (CC-03)."""

    message = _("This has to be agreed in writing. What was only said cannot be noted as binding.")
    field = "channel"


class AlreadyEffective(Refused):
    """An amendment takes effect once."""

    message = _("This amendment is in effect already.")


class BeforeSignature(Refused):
    """An amendment holds from its signature at the earliest."""

    message = _("It cannot hold before it was signed.")
    field = "effective_on"


class InvoiceOutside(Refused):
    """The invoice of a contract year is written in it, or some weeks before."""

    message = _("This day lies in no contract year, or that year has an invoice already.")
    field = "invoiced_on"


class NoTerms(Refused):
    """The date of an invoice matters where notice is counted from it."""

    message = _("The notice of this contract is not counted from an invoice.")


class AlreadyDecided(Refused):
    """Staff decide once."""

    message = _("Somebody has decided this already.")


class AlreadyFound(Refused):
    """One open question by ground is enough."""

    message = _("This ground is noted already and waits to be decided.")
    field = "ground"
