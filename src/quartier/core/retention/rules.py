"""Why somebody's data are restricted at their wish, and what may still be done with them; pure."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

__all__ = ["Ground", "Use"]


class Ground(Choice):
    """The four cases of Art. 18(1) GDPR."""

    DISPUTED = "disputed", _("the person says that the data are wrong (a)")
    UNLAWFUL = "unlawful", _("the use is unlawful and the person wants no erasure (b)")
    CLAIMS = "claims", _("the person needs the data for claims (c)")
    OBJECTION = "objection", _("the person has objected and it is being decided (d)")


class Use(Choice):
    """What restricted data may be used for (Art. 18(2) GDPR)."""

    CONSENT = "consent", _("with the person's consent")
    CLAIMS = "claims", _("for claims")
    OTHERS = "others", _("to protect the rights of others")
    PUBLIC_INTEREST = "public_interest", _("for an important public interest")
