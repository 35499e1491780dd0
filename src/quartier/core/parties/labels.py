"""What the fields of a party are called, where the common words do not fit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
