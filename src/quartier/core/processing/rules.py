"""Who may get data of people, and on what; pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from quartier.law.gdpr.transfers import Ground, third_country_transfer
from quartier.values.choice import Choice
from quartier.values.sentences import Unanswerable
from quartier.values.sentences import mark as _

__all__ = ["Basis", "Ground", "Obstacle", "Part", "RecipientKind", "may_go", "needs_contract", "needs_request"]

# A new contract takes weeks to agree; by then whoever answers for it has to begin.
REMINDED_BEFORE: Final = timedelta(days=60)


class RecipientKind(Choice):
    """How a recipient stands to the controller."""

    PROCESSOR = "processor", _("processor (Art. 28 GDPR)")
    JOINT = "joint", _("joint controller (Art. 26 GDPR)")
    CONTROLLER = "controller", _("controller of its own")
    AUTHORITY = "authority", _("authority")
    COURT = "court", _("court")
    AGENCY = "agency", _("credit agency")


class Basis(Choice):
    """On what a disclosure rests."""

    CONSENT = "consent", _("consent (Art. 6(1)(a) GDPR)")
    CONTRACT = "contract", _("performance of the contract (Art. 6(1)(b) GDPR)")
    DUTY = "duty", _("legal duty (Art. 6(1)(c) GDPR)")
    VITAL = "vital", _("vital interests (Art. 6(1)(d) GDPR)")
    INTEREST = "interest", _("legitimate interest (Art. 6(1)(f) GDPR)")
    COMPATIBLE = "compatible", _("another, compatible purpose (Art. 6(4) GDPR)")


class Part(Choice):
    """The texts of an agreement on processing."""

    AGREEMENT = "agreement", _("agreement on processing (Art. 28(3) GDPR)")
    MEASURES = "measures", _("technical and organisational measures (Art. 32 GDPR)")


class Obstacle(Choice):
    """Why nothing goes to a recipient now, as a sentence."""

    ENDED = "ended", _("Nothing goes to this recipient any more: it was taken out of use.")
    CONTRACT = "contract", _("There is no valid contract with this recipient (Art. 26, 28 GDPR).")
    GROUND = "ground", _("The recipient is outside the EU and the EEA, and no ground for it holds (Art. 44 GDPR).")
    POLICY = "policy", _("The recipient is outside the EU and the EEA; your policy lets no data go there.")
    SUB_PROCESSOR = "sub_processor", _("A sub-processor is outside the EU and the EEA, and no ground for it holds.")


# What somebody has to hand out, or what saves a life, waits for nobody's consent.
WITHOUT_CONSENT: Final = frozenset({Basis.DUTY, Basis.VITAL})


def needs_contract(kind: str) -> bool:
    """Tell whether a recipient of this kind gets data under a contract alone."""
    return kind in (RecipientKind.PROCESSOR, RecipientKind.JOINT)


def needs_request(kind: str) -> bool:
    """Tell whether a recipient of this kind gets data only when it asked for them (SBV-24)."""
    return kind in (RecipientKind.AUTHORITY, RecipientKind.COURT, RecipientKind.AGENCY)


def may_go(country: str, ground: str, on: date) -> tuple[bool, bool]:
    """Tell whether data may go to a country, and whether it is a third one; what the law cannot answer may not."""
    try:
        transfer = third_country_transfer(country=country, on=on, ground=Ground(ground) if ground else None).value
    except Unanswerable:
        return False, True
    return transfer.allowed, transfer.third_country
