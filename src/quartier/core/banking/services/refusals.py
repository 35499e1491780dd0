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
