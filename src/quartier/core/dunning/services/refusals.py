"""Why something about default is not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NotAClaim(Refused):
    """Only open claims are reminded."""

    message = _("Only a claim can be in default, no credit, costs or interest.")


class NotInDefault(Refused):
    """Interest and damages presuppose default (§§ 280, 286, 288 BGB)."""

    message = _("The customer is not in default with this claim.")


class RateMissing(Refused):
    """A missing base rate is entered, never guessed."""

    message = _("The base rate of a half-year is missing. Enter what the Bundesbank has announced.")


class WrongRate(Refused):
    """Base rates follow one another by half-years."""

    message = _("This is not the half-year that is missing next, or its rate is known already.")
    field = "starts_on"


class ConsumerOwesNone(Refused):
    """§ 288 Abs. 5 BGB."""

    message = _("No lump sum can be charged: consumers owe none, or the provider asks for none.")


class ChargedAlready(Refused):
    """Once for each claim."""

    message = _("This has been charged for this claim already.")


class EvidenceMissing(Refused):
    """Damage is shown."""

    message = _("Say what shows the damage, such as the number and day of an invoice.")
    field = "evidence"


class OnlyLower(Refused):
    """A proof makes a fee lower."""

    message = _("The new amount has to be below the present one, zero at least.")
    field = "amount"


class ReasonMissing(Refused):
    """Whoever reads it later wants to know why."""

    message = _("Say why.")
    field = "reason"


class InFuture(Refused):
    """Only what has happened is noted."""

    message = _("This day lies in the future.")
    field = "received_on"


class NoSuchHold(Refused):
    """A hold ends once."""

    message = _("This hold has ended already.")


class AlreadyHeld(Refused):
    """One hold of a kind for a claim at a time."""

    message = _("There is a hold for this reason already.")


class NothingOpen(Refused):
    """A plan is about open claims of one customer with one company."""

    message = _("Choose open claims of this customer with one company.")
    field = "claims"


class AlreadyPlanned(Refused):
    """A claim is in one running plan."""

    message = _("One of these claims is in a running instalment plan already.")
    field = "claims"


class WrongRates(Refused):
    """Two rates at least, the first not before today."""

    message = _("Choose two to 72 rates, the first one not before today.")
    field = "first_on"


class PlanOver(Refused):
    """A plan ends once."""

    message = _("This plan has ended already.")


class NotADryRun(Refused):
    """A run is sent or dropped once."""

    message = _("This run has been sent or dropped already.")


class RunGoesOn(Refused):
    """One run of a company at a time."""

    message = _("Another dunning run of this company is on its way. Wait until it is done.")


class StillRunning(Refused):
    """Somebody is at work."""

    message = _("The run is at work. Wait some minutes before you start it again.")


class TooOld(Refused):
    """What is sent is as of today."""

    message = _("This dry run is of another day. Make a new one: payments may have come in since.")


class WrongStages(Refused):
    """Stages hold together."""

    message = _("The stages are not complete: each needs a title, days and time to pay, from today on at the earliest.")


class WorkHeld(Refused):
    """Until it is paid, work waits (WR-076; § 273 BGB)."""

    message = _("Work on this order waits: an overdue invoice of the customer is open. It goes on once that is paid.")
