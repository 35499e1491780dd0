"""Why something is not booked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class NotBalanced(Refused):
    """Debit and credit of an entry are equal."""

    message = _("Debit and credit of this entry are not equal. Nothing was booked.")


class PeriodClosed(Refused):
    """Nothing is booked in a closed period."""

    message = _("The books are closed through this day. Choose a later day, or open the period again.")


class TooMuch(Refused):
    """No more is settled than is open."""

    message = _("No more can be settled than is open.")


class NotTogether(Refused):
    """A credit settles claims of the same customer with the same company."""

    message = _("A credit settles claims of the same customer and company alone.")


class AlreadyReversed(Refused):
    """An entry is reversed once."""

    message = _("This entry has been reversed already.")


class AlreadyUndone(Refused):
    """A settlement is undone once."""

    message = _("This settlement has been undone already.")


class InUse(Refused):
    """The number of an account belongs to one account."""

    message = _("Another account of this company has this number.")
