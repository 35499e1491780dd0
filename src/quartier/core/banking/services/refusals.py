"""Why something about bank statements is not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class WrongIban(Refused):
    """Length, structure and check digits of an IBAN fit its country (ISO 13616)."""

    message = _("This IBAN is not right. Please compare it sign by sign with your statement.")
    field = "iban"


class WrongBic(Refused):
    """A BIC has eight or eleven signs (ISO 9362)."""

    message = _("This BIC is not right: it has eight or eleven signs.")
    field = "bic"


class AccountKnown(Refused):
    """An account belongs to one company."""

    message = _("This account is entered already.")
    field = "iban"


class StatementsKnown(Refused):
    """What statements say is not changed afterwards."""

    message = _("Statements of this account are booked. Its number and opening balance stay as they are.")
    field = "iban"


class AlreadyTaken(Refused):
    """The same file comes in once."""

    message = _("This file has been taken in already.")
    field = "file"


class NotReadable(Refused):
    """A file is a statement that can be read to its end."""

    message = _("This file cannot be read.")
    field = "file"


class NothingOfOurs(Refused):
    """A file tells of an account of ours at least."""

    message = _("This file tells of none of our accounts.")
    field = "file"


class StillFuture(Refused):
    """What is booked lies behind us."""

    message = _("This statement has entries of days that are still to come.")
    field = "file"


class NotWaiting(Refused):
    """Somebody else has decided, or it is booked already."""

    message = _("This entry has been decided meanwhile. Please look at it again.")


class NotTheSum(Refused):
    """The parts of an entry add up to it."""

    message = _("The parts do not add up to the amount of the entry.")
    field = "parts"


class NobodyChosen(Refused):
    """Money is assigned to somebody."""

    message = _("Choose a customer.")
    field = "customer"


class NotIncoming(Refused):
    """Only money that came in is a customer's payment."""

    message = _("Only money that came in can be a payment of a customer.")


class NotUndone(Refused):
    """What others have gone on from stays."""

    message = _("This cannot be undone here any more: the payment has gone back or was decided elsewhere.")


class NotASort(Refused):
    """An entry is what it can be booked as."""

    message = _("An entry cannot be booked as this.")


class NotThatPayment(Refused):
    """A return is as much as the payment that came back, and what the bank took."""

    message = _("This is not the payment that came back: the amounts do not fit.")


class NotStopped(Refused):
    """A file goes on where its booking has stopped."""

    message = _("This file is being booked, or is done already.")
