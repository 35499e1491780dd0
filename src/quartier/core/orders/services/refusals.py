"""Why something is not done with an order; nothing has changed then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class EmptyOrder(Refused):
    """Somebody orders something."""

    message = _("Choose what you want to order.")


class MixedOrder(Refused):
    """One order leads to one contract with one company."""

    message = _("These services lead to different contracts. Please order them one after the other.")


class NotForYou(Refused):
    """The product is for the other kind of customers."""

    message = _("This service is not offered to customers like you.")
    field = "standing"


class LoginNeeded(Refused):
    """The product needs an account (WR-009)."""

    message = _("This service needs an account. Please log in first.")


class InputMissing(Refused):
    """A detail that the service needs was not given."""


class UploadMissing(Refused):
    """A file that the service needs was not given (WR-017)."""


class PriceChanged(Refused):
    """The total somebody saw is not the total any more."""

    message = _("The price has changed meanwhile. Please check your order once more.")


class WrongButton(Refused):
    """The button did not say the words that bind a customer (§ 312j BGB)."""

    message = _("This order was not placed with the button that the law asks for. Please order once more.")


class WrongPayment(Refused):
    """The provider does not take this payment."""

    message = _("Choose how you want to pay.")
    field = "payment_method"


class TermsMissing(Refused):
    """A text that belongs to the order was not confirmed."""

    message = _("Please confirm each of the texts. Each has a box of its own.")


class CustomerMissing(Refused):
    """Somebody is the customer, and an e-mail reaches them."""

    message = _("Please give your name and your e-mail address.")


class AlreadyDecided(Refused):
    """The order has gone another way meanwhile."""

    message = _("This order has changed meanwhile. Please look at it once more.")


class NotThisWay(Refused):
    """The terms conclude the contract with another event."""

    message = _("This order is not accepted in this way.")


class NotAccepted(Refused):
    """Before acceptance there is no contract: no appointment, no invoice, no work (WR-016)."""

    message = _("This order has not been accepted yet. Accept it first.")


class StillWithdrawable(Refused):
    """A consumer did not ask for an early start (WR-072)."""

    message = _(
        "The customer can still withdraw and did not ask for an early start. Work may begin when that time is over."
    )


class OrderHeld(Refused):
    """Work waits for something, such as a payment that was agreed for before (CC-11); the sentence says for what."""

    message = _("Work on this order cannot begin yet.")


class OrderOver(Refused):
    """What is over is not worked on (WR-062)."""

    message = _("This order is over. Nothing is worked on any more.")


class WordsMissing(Refused):
    """An entry says something."""

    message = _("Please write what happened.")
    field = "words"


class NothingDelivered(Refused):
    """A result is a document or words."""

    message = _("Add the result: a document, or in words what was delivered.")


class NotFinished(Refused):
    """There is a first result before there is a second one."""

    message = _("This order has no result yet that could be delivered anew.")


class TooManyFiles(Refused):
    """An answer takes so many files at most."""

    message = _("An answer takes ten files at most. Send this answer first, then another one.")


class NothingAsked(Refused):
    """A request names what is missing."""

    message = _("Write what is missing, one thing a line.")
    field = "missing"


class NoAddress(Refused):
    """There is no e-mail address."""

    message = _("We have no e-mail address of this customer.")


class InTheFuture(Refused):
    """What happened lies in the past."""

    message = _("This moment has not come yet.")


class NotYetClosable(Refused):
    """Not everything has been tried that the terms ask for (WR-061)."""


class NoSuchRule(Refused):
    """The terms know no such end."""

    message = _("The terms of this provider do not let an order be closed in this way.")


class RefundBlocked(Refused):
    """Work has begun (WR-063)."""

    message = _("Work on this order has begun, so nothing is paid back. An exception needs a reason.")
    field = "reason"


class NothingPaid(Refused):
    """There is nothing to pay back."""

    message = _("Nothing has been paid for this order.")


class AlreadyAsked(Refused):
    """Money goes back once."""

    message = _("This refund has been asked for already.")


class TooLateToGoOn(Refused):
    """The time for taking an order up again is over (WR-065)."""

    message = _("The time in which this order can be taken up again is over.")


class NotDearer(Refused):
    """An upgrade is a dearer service (WR-066)."""

    message = _("Choose a service that costs more than the one that was ordered.")


class ConsentMissing(Refused):
    """Cancelling and converting need the customer's consent (WR-070)."""

    message = _("Write how and when the customer consented.")
    field = "consent"


class CreditTaken(Refused):
    """What was paid is credited once."""

    message = _("What was paid for this order has been credited or paid back already.")
