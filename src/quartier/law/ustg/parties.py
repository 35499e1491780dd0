"""Who receives a supply, as §§ 14 and 14b UStG tell recipients apart."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Customer(Choice):
    """The recipient of a supply."""

    CONSUMER = "consumer", _("a private person, or a business for private use")
    BUSINESS = "business", _("a business, for its business")
    LEGAL_PERSON = "legal-person", _("a legal person that is no business, such as an association")
    PUBLIC_BODY = "public-body", _("a public body, not for a business of its own")

    @property
    def private(self) -> bool:
        """Tell whether the recipient is neither a business nor a legal person (§ 14 Abs. 2 Satz 2 Nr. 3 UStG)."""
        return self is Customer.CONSUMER
