"""What the fields of a party are called, where the common words do not fit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PARTY_LABELS = {
    "number": _("Customer number"),
    "kind": _("Kind of person"),
    "standing": _("Consumer or business"),
    "born_on": _("Date of birth"),
    "mobile": _("Mobile phone"),
    "country": _("Country"),
    "billing_name": _("Invoice recipient"),
    "billing_street": _("Invoice street and number"),
    "billing_postcode": _("Invoice postcode"),
    "billing_city": _("Invoice city"),
    "language": _("Language of letters"),
    "sent": _("What the back office said last"),
    "restricted_at": _("Restricted on"),
}
# What nobody has to give for a contract.
VOLUNTARY = frozenset({"phone", "mobile", "email"})
# What people bring in themselves when a contract is concluded or in the portal (Art. 20 GDPR).
PROVIDED = frozenset(
    {"salutation", "given_name", "name", "born_on", "email", "phone", "mobile", "street", "postcode", "city"}
)
BANK_LABELS = {
    "holder": _("Account holder"),
    "iban": _("IBAN"),
    "valid_from": _("Since"),
    "valid_until": _("Ends on"),
    "set_at": _("Noted on"),
    "by_customer": _("Changed by the customer"),
    "notice": _("How the change was announced"),
    "told_to": _("Addresses that were told"),
    "letter_on": _("Letter of"),
    "seen_at": _("Looked at on"),
}
PROPOSAL_LABELS = {
    "holder": _("Account holder"),
    "iban": _("IBAN"),
    "evidence": _("Evidence"),
    "proposed_at": _("Typed in on"),
}
# Every field in which two records are compared.
PARTY_NAMES = PARTY_LABELS | {
    "salutation": pgettext_lazy("master data", "Salutation"),
    "given_name": pgettext_lazy("master data", "Given name"),
    "name": _("Name or firm"),
    "email": _("E-mail address"),
    "phone": _("Phone"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("City"),
}
# Why two records may be one, and what speaks against it.
REASON_LABELS = {
    "name": _("same name"),
    "swapped": _("names swapped"),
    "sound": _("name sounds alike"),
    "initial": _("initial fits"),
    "email": _("same e-mail address"),
    "phone": _("same telephone number"),
    "iban": _("same bank account"),
    "place": _("same address"),
    "born": _("same date of birth"),
    "not_born": _("other date of birth"),
    "kind": _("person and firm"),
    "other_name": _("other name"),
}
