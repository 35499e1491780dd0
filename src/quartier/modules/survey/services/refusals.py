"""Why a calculation does not go on; what was typed stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from aufmass.faults import Fault
from quartier.kit.errors import Refused


class SurveyFinished(Refused):
    """What is finished is never changed (WR-011)."""

    message = _("This calculation is finished. It cannot be changed any more; your results stay.")
    status = 410


class NotReadable(Refused):
    """What was sent is no survey; `faults` name the places."""

    message = _("This is no calculation that can be read. Nothing has been changed.")
    status = 422

    def __init__(self, faults: Sequence[Fault] = (), message: str | None = None) -> None:
        self.faults = tuple(faults)
        super().__init__(message)


class TooLarge(Refused):
    """Nobody's building is larger."""

    message = _("This is more than one calculation can take.")
    status = 422


class NotPossible(Refused):
    """Rooms have faults; they are named."""

    message = _("The calculation has faults. Please mend what is marked first.")
    status = 422

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__()


class NothingMeasured(Refused):
    """There is no room yet."""

    message = _("There is no room yet. Please enter at least one.")
    status = 422


class DetailsMissing(Refused):
    """A sheet says who made it, for whom and what for."""

    message = _("Please write first who makes this calculation, for whom and what for.")
    status = 422


class NotOrdered(Refused):
    """A result is made for an order alone."""

    message = _("Please order this calculation first. Then it can be finished.")


class AlreadyOrdered(Refused):
    """One licence is one calculation (WR-011)."""

    message = _("This calculation belongs to an order already. For another calculation please order another licence.")


class HasCalculation(Refused):
    """One licence is one calculation (WR-011)."""

    message = _("This licence covers one calculation, and it has been begun already. Please order another one.")


class NotOffered(Refused):
    """Nothing is sold here that finishes a calculation."""

    message = _("This cannot be ordered at the moment. Your calculation stays.")


class PhotoUnreadable(Refused):
    """A photo is printed, so it must be one."""

    message = _("This photo cannot be printed. Please choose a JPEG or PNG file.")
    field = "photo"
    status = 422


class PlanUnreadable(Refused):
    """A picture beneath the drawing is a photo or a page of a PDF."""

    message = _("This file cannot be shown beneath the drawing. Please choose a JPEG, PNG or PDF file.")
    field = "file"
    status = 422


class NotImported(Refused):
    """A file holds no rooms that can be taken over; the sentence says why."""

    field = "file"
    status = 422
