"""What kind of business somebody is, where supervised institutions keep longer or are bound sooner."""

from __future__ import annotations

from datetime import date

from quartier.law.rule import Derivation
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version


class Institution(Choice):
    """The kinds of business that retention and reporting offices tell apart."""

    ORDINARY = "ordinary", _("no supervised institution")
    CREDIT = "credit", _("credit or financial services institution, insurer or securities institution")
    SAVINGS_COOPERATIVE = "savings-cooperative", _("housing co-operative with a savings institution")

    @property
    def supervised(self) -> bool:
        """Tell whether the rules for credit institutions are taken to apply."""
        return self is not Institution.ORDINARY


SAVINGS_COOPERATIVES: Timeline[str] = Timeline(
    _("Housing co-operatives with a savings institution"),
    (
        Version(
            valid_from=date(2014, 1, 1),
            value="institution",
            source="§ 1 Abs. 1b, Abs. 29, § 51a KWG; § 340 Abs. 3 HGB",
            verified=False,
            note=_(
                "They take deposits and are therefore treated as credit institutions here. Have the auditing "
                "association say whether § 1 Abs. 1b KWG holds for this co-operative."
            ),
        ),
    ),
)


def counts_as_institution(institution: Institution, on: date, derivation: Derivation) -> bool:
    """Tell whether it counts as a supervised institution; raises NotInForce for savings before 2014."""
    if institution is Institution.SAVINGS_COOPERATIVE:
        derivation.applies(SAVINGS_COOPERATIVES, on)
        derivation.step(
            _("A housing co-operative with a savings institution is treated as a credit institution."),
            "§ 1 Abs. 1b, Abs. 29 KWG",
        )
    return institution.supervised
