"""Why something is not done with a visit or its site; nothing has changed then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NoSite(Refused):
    """Only an accepted order for a survey on site has a site (WR-016)."""

    message = _("Nothing is measured on site for this order yet. It has to be accepted first.")


class AccessMissing(Refused):
    """No date is agreed before it is known who opens every unit (WR-052)."""

    message = _("A date can be agreed when it is known for every unit who opens the door.")


class DateHeld(Refused):
    """Somebody could not be reached: the customer arranges the date first (WR-054)."""

    message = _("The date is on hold: please arrange it with everybody in the units first and tell us.")


class TimeTaken(Refused):
    """A surveyor is at one place at a time, and on the way between them."""

    message = _("This time is taken meanwhile. Please choose another one.")


class TooManyDates(Refused):
    """A choice of dates is short."""

    message = _("Please propose one to three dates.")


class InThePast(Refused):
    """A visit is agreed before it takes place."""

    message = _("Please choose a time to come.")
    field = "when"


class NoSurveyor(Refused):
    """Visits are for those whose hours are known."""

    message = _("This person has no working hours on site yet.")


class VisitOver(Refused):
    """What was chosen, called off or done stays so."""

    message = _("This visit was settled meanwhile. Please look at it once more.")


class CauseMissing(Refused):
    """Without a cause of the trip nothing is charged and nothing is noted (C1)."""

    message = _("Please say why the trip was made.")
    field = "cause"


class UnitsUnsaid(Refused):
    """What came of a visit is said for every unit that was still to be measured."""

    message = _("Please say for every unit what came of it.")


class ReasonNeeded(Refused):
    """Why nobody opened is written down: effort is billed by it (WR-055)."""

    message = _("Please write down why a unit could not be measured.")


class UnitNamed(Refused):
    """Two units of a site have two names."""

    message = _("Another unit has this number already.")
    field = "label"


class WordsNeeded(Refused):
    """Somebody reads why."""

    message = _("Please say in a few words why.")
    field = "words"


class BadHours(Refused):
    """Work begins before it ends."""

    message = _("The end of the working hours lies before their beginning.")
