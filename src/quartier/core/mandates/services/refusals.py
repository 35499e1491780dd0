"""Why a mandate is not taken, a run not prepared, a file not made."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused


class WrongIdentifier(Refused):
    """A creditor identifier has its form and check digits."""

    message = _("This creditor identifier is not right. It has 18 signs, such as DE98ZZZ09999999999.")
    field = "identifier"


class WrongBic(Refused):
    """A BIC has 8 or 11 signs."""

    message = _("This BIC is not right. It has 8 or 11 signs.")
    field = "bic"


class NoticeNotAgreed(Refused):
    """Fewer than 14 days between announcement and collection need an agreement."""

    message = _("Fewer than 14 days need an agreement. Write where it stands, or choose 14 days.")
    field = "agreed_in"


class NoCreditor(Refused):
    """Only who has a creditor identifier collects."""

    message = _("This company has no creditor identifier yet. Enter it first.")


class DebitNotOffered(Refused):
    """Only what the terms name can be chosen."""

    message = _("Payment by direct debit is not offered.")


class NoAccount(Refused):
    """A mandate is for an account."""

    message = _("There are no bank details yet. Please enter them first.")


class MandateThere(Refused):
    """One mandate at a time."""

    message = _("There is a mandate in force already. Revoke it first, or enter other bank details.")


class WordsChanged(Refused):
    """What is confirmed is what was read."""

    message = _("The text of the mandate has changed since you have read it. Please read it once more.")


class BusinessesAlone(Refused):
    """Consumers keep their right to a refund."""

    message = _("This scheme is for businesses alone. Consumers give a Core mandate.")
    field = "scheme"


class ScanMissing(Refused):
    """A mandate on paper is signed paper."""

    message = _("Add the scan of the signed mandate.")
    field = "paper"


class NotYetSigned(Refused):
    """The day of a signature is not in the future."""

    message = _("The day of the signature has not come yet.")
    field = "signed_on"


class NotInForce(Refused):
    """Only what is in force can be ended, changed or confirmed."""

    message = _("This mandate is not in force.")


class ReasonMissing(Refused):
    """Who ends something says why."""

    message = _("Say why.")
    field = "reason"


class NothingToCollect(Refused):
    """A run has something in it."""

    message = _("Nothing is due for collection until this day.")


class NothingToPay(Refused):
    """A run has something in it."""

    message = _("No refund is approved and waits to be paid.")


class WrongState(Refused):
    """A run goes its way step by step."""

    message = _("The run is not in the state that this needs. Look at it once more.")


class AllRefused(Refused):
    """Nothing of a run can be carried out any more."""

    message = _("Nothing of this run can be carried out any more. Discard it.")


class PaidMeanwhile(Refused):
    """What is paid is not collected."""

    message = _(
        "Since the file was made, something in it was paid or held back. Discard the run and prepare it once more, "
        "or say that the bank has the file already."
    )


class NotOurFile(Refused):
    """An answer of a bank names a file of ours."""

    message = _("This file does not answer a run of this company.")
    field = "upload"


class NotReadable(Refused):
    """An answer of a bank is a pain.002."""

    message = _("This file is no pain.002.")
    field = "upload"


class NoSuchCollection(Refused):
    """What comes back was sent."""

    message = _("No collection has this reference.")
