"""Why something is not billed, credited or sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NothingToBill(Refused):
    """An invoice has at least one line, and no sum below zero."""

    message = _("There is nothing to bill: an invoice needs a line and a sum that is not below zero.")


class NotFit(Refused):
    """An invoice that the standard does not let pass is not issued; the sentence names what is missing."""


class NoSuchCustomer(Refused):
    """Whoever is billed is known."""

    message = _("This customer is not known.")


class MoreThanPaid(Refused):
    """Only what stands to the customer's credit pays an invoice in advance."""

    message = _("The customer's account has no credit of this sum.")


class AlreadyCancelled(Refused):
    """An invoice is cancelled once."""

    message = _("This invoice has been cancelled already.")


class NotCorrectable(Refused):
    """Credit notes and cancellations are not corrected themselves."""

    message = _("Only invoices are credited or cancelled.")


class MoreThanBilled(Refused):
    """No more is credited than was billed."""

    message = _("No more can be credited than was billed and is not yet credited.")


class ReasonMissing(Refused):
    """Whoever corrects an invoice says why."""

    message = _("Please say why.")
    field = "because"


class NoAddress(Refused):
    """Post and mail need an address."""

    message = _("There is no address to send this to.")


class NotYetPressed(Refused):
    """What is sent is there as a paper."""

    message = _("The paper of this invoice is not ready yet. Please try again in a moment.")


class NotYetSent(Refused):
    """What was not sent has not arrived."""

    message = _("This was not sent yet, so it cannot have arrived.")


class BeforeSending(Refused):
    """Nothing arrives before it is sent."""

    message = _("It cannot have arrived before it was sent, nor in the future.")
    field = "received_on"
