"""Why banks reject and return: the codes of ISO 20022 in plain words, and what follows for the mandate."""

from __future__ import annotations

from typing import Final

from quartier.values.sentences import mark as _

REASONS: Final[dict[str, str]] = {
    "AC01": _("The IBAN is wrong."),
    "AC04": _("The account is closed."),
    "AC06": _("The account is blocked."),
    "AC13": _("The account belongs to a consumer; this scheme is for businesses alone."),
    "AG01": _("The account cannot be debited."),
    "AG02": _("The bank does not know this kind of transaction."),
    "AM04": _("There is not enough money in the account."),
    "AM05": _("It was collected twice."),
    "BE04": _("The address of the creditor is missing or wrong."),
    "BE05": _("The creditor identifier is wrong."),
    "CNOR": _("The bank of the creditor takes no part in the scheme."),
    "DNOR": _("The bank of the payer takes no part in the scheme."),
    "DT01": _("The day is not valid."),
    "DUPL": _("The file was sent twice."),
    "ED05": _("It could not be settled between the banks."),
    "FF01": _("The file has a wrong format."),
    "FF05": _("The scheme is wrong."),
    "FOCR": _("It was recalled."),
    "FRAD": _("It was said to be fraud."),
    "MD01": _("There is no valid mandate."),
    "MD02": _("Data of the mandate are missing or wrong."),
    "MD06": _("The payer asked for the money back."),
    "MD07": _("The holder of the account has died."),
    "MS02": _("The payer has refused the debit."),
    "MS03": _("The bank gives no reason."),
    "NARR": _("The bank gives a reason in words."),
    "RC01": _("The BIC is wrong."),
    "RR01": _("The account or identity of the payer is missing."),
    "RR02": _("Name or address of the payer is missing."),
    "RR03": _("Name or address of the creditor is missing."),
    "RR04": _("Reasons of supervision."),
    "SL01": _("The payer has set a limit for debits at the bank."),
    "TECH": _("A technical failure."),
    "TM01": _("The file came too late."),
}
UNKNOWN: Final = _("The bank gives a code that is not known here.")

# After these nothing may be collected by the mandate before the payer has said more.
BLOCKING: Final = frozenset({"AC01", "AC04", "AC06", "AC13", "AG01", "FRAD", "MD01", "MD06", "MD07", "MS02", "SL01"})
# The account itself is of no more use: the customer is asked for another one.
NEW_ACCOUNT: Final = frozenset({"AC01", "AC04", "AC06", "AG01"})
# What the customer has to answer for; of the rest the bank's costs are not claimed by themselves (§ 280 Abs. 1 BGB).
ANSWERABLE: Final = frozenset({"AC01", "AC04", "AC06", "AG01", "AM04", "MS03", "SL01"})
# Another try may help, where the provider wants one.
WORTH_A_RETRY: Final = frozenset({"AM04", "ED05", "TECH"})


def reason_in_words(code: str) -> str:
    """Return what a code means, as a text to be translated."""
    return REASONS.get(code, UNKNOWN)
