"""§ 356 BGB: when the right of withdrawal lapses before its period ends, and which clauses about that are void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS, FINANCIAL_REFORM
from quartier.law.errors import Incomplete, WrongOrder
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

MODERNISATION = date(2022, 5, 28)


class Performance(Choice):
    """What the provider owes, as far as the lapse depends on it."""

    SERVICE = "service", _("a service for a price")
    FREE_SERVICE = "free-service", _("a service without a price")
    REPAIR = "repair", _("repair work for which the consumer expressly asked for a visit")
    DIGITAL = "digital-content", _("digital content for a price, not on a physical medium")
    FREE_DIGITAL = "free-digital-content", _("digital content without a price, not on a physical medium")


class Place(Choice):
    """How the contract came about."""

    DISTANCE = "distance", _("only by means of distance communication, such as online")
    OFF_PREMISES = "off-premises", _("away from the provider's business premises")


class Condition(Choice):
    """What must have happened for the right to lapse."""

    COMPLETED = "completed", _("the service has been performed in full")
    BEGUN = "begun", _("performance has begun")
    CONSENT = "consent", _("before it began the consumer expressly agreed that it begins within the period")
    DURABLE = "durable", _("the consumer sent this consent on a durable medium")
    KNOWS_COMPLETION = "knows-completion", _("the consumer confirmed knowing that full performance ends the right")
    KNOWS_BEGIN = "knows-begin", _("the consumer confirmed knowing that the beginning of performance ends the right")
    CONFIRMATION = "confirmation", _("the contract was confirmed, with consent and knowledge, under § 312f BGB")


C = Condition
OLD_TEXT = _("Compare with the text in force before 28 May 2022; it is not among the texts checked here.")
NEW_NUMBERS = _(
    "§ 356 BGB was renumbered on 19 June 2026; read the text in force and confirm that the conditions are unchanged."
)
SERVICE_CONDITIONS = (C.COMPLETED, C.CONSENT, C.DURABLE, C.KNOWS_COMPLETION)
DIGITAL_CONDITIONS = (C.BEGUN, C.CONSENT, C.KNOWS_BEGIN, C.CONFIRMATION)

LAPSE: dict[Performance, Timeline[tuple[Condition, ...]]] = {
    Performance.SERVICE: Timeline(
        _("Lapse of the right: services for a price"),
        (
            Version(
                valid_from=CONSUMER_RIGHTS,
                value=SERVICE_CONDITIONS,
                source="§ 356 Abs. 4 BGB a. F.",
                verified=False,
                note=OLD_TEXT,
            ),
            Version(valid_from=MODERNISATION, value=SERVICE_CONDITIONS, source="§ 356 Abs. 4 Nr. 2 BGB"),
            Version(
                valid_from=FINANCIAL_REFORM,
                value=SERVICE_CONDITIONS,
                source="§ 356 Abs. 5 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
                verified=False,
                note=NEW_NUMBERS,
            ),
        ),
    ),
    Performance.FREE_SERVICE: Timeline(
        _("Lapse of the right: services without a price"),
        (
            Version(valid_from=MODERNISATION, value=(C.COMPLETED,), source="§ 356 Abs. 4 Nr. 1 BGB"),
            Version(
                valid_from=FINANCIAL_REFORM,
                value=(C.COMPLETED,),
                source="§ 356 Abs. 5 Nr. 1 BGB (BGBl. 2026 I Nr. 28)",
                verified=False,
                note=NEW_NUMBERS,
            ),
        ),
    ),
    Performance.REPAIR: Timeline(
        _("Lapse of the right: repairs"),
        (
            Version(
                valid_from=MODERNISATION, value=(C.COMPLETED, C.CONSENT, C.DURABLE), source="§ 356 Abs. 4 Nr. 3 BGB"
            ),
            Version(
                valid_from=FINANCIAL_REFORM,
                value=(C.COMPLETED, C.CONSENT, C.DURABLE),
                source="§ 356 Abs. 5 Nr. 3 BGB (BGBl. 2026 I Nr. 28)",
                verified=False,
                note=NEW_NUMBERS,
            ),
        ),
    ),
    Performance.DIGITAL: Timeline(
        _("Lapse of the right: digital content for a price"),
        (
            Version(
                valid_from=CONSUMER_RIGHTS,
                value=DIGITAL_CONDITIONS[:3],
                source="§ 356 Abs. 5 BGB a. F.",
                verified=False,
                note=OLD_TEXT,
            ),
            Version(valid_from=MODERNISATION, value=DIGITAL_CONDITIONS, source="§ 356 Abs. 5 Nr. 2 BGB"),
            Version(
                valid_from=FINANCIAL_REFORM,
                value=DIGITAL_CONDITIONS,
                source="§ 356 Abs. 6 Nr. 2 BGB (BGBl. 2026 I Nr. 28)",
                verified=False,
                note=NEW_NUMBERS,
            ),
        ),
    ),
    Performance.FREE_DIGITAL: Timeline(
        _("Lapse of the right: digital content without a price"),
        (
            Version(valid_from=MODERNISATION, value=(C.BEGUN,), source="§ 356 Abs. 5 Nr. 1 BGB"),
            Version(
                valid_from=FINANCIAL_REFORM,
                value=(C.BEGUN,),
                source="§ 356 Abs. 6 Nr. 1 BGB (BGBl. 2026 I Nr. 28)",
                verified=False,
                note=NEW_NUMBERS,
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Whether the right has lapsed early, since when, and what is missing for it."""

    lapsed: Annotated[bool, _("Lapsed before the end of the period")]
    lapsed_on: Annotated[date | None, _("Day of the lapse")]
    missing: Annotated[tuple[Condition, ...], _("Missing")]


@rule(
    "withdrawal-lapse",
    Area.WITHDRAWAL,
    title=_("Early lapse of the right of withdrawal"),
    says=_(
        "For a service the right lapses only when it has been performed in full, after express consent and confirmed "
        "knowledge; for digital content when performance begins, after consent, knowledge and confirmation."
    ),
    timelines=tuple(LAPSE.values()),
    cases=(
        Case(
            "a survey has begun with consent but is not finished (C4)",
            {
                "concluded": "2026-03-20",
                "performance": "service",
                "begun": "2026-03-23",
                "consented": "2026-03-20",
                "acknowledged": "2026-03-20",
            },
            gives={"lapsed": False, "lapsed_on": None, "missing": ["completed"]},
            source=f"{ROWS} WR-072, C4",
        ),
        Case(
            "the same, performed in full",
            {
                "concluded": "2026-03-20",
                "performance": "service",
                "begun": "2026-03-23",
                "completed": "2026-03-30",
                "consented": "2026-03-20",
                "acknowledged": "2026-03-20",
            },
            gives={"lapsed": True, "lapsed_on": "2026-03-30", "missing": []},
            source="§ 356 Abs. 4 Nr. 2 BGB",
        ),
        Case(
            "a CAD file was delivered, but the contract was never confirmed",
            {
                "concluded": "2026-03-20",
                "performance": "digital-content",
                "begun": "2026-03-20",
                "consented": "2026-03-20",
                "acknowledged": "2026-03-20",
            },
            gives={"lapsed": False, "missing": ["confirmation"]},
            source="§ 356 Abs. 5 Nr. 2 Buchst. d BGB",
        ),
    ),
)
def withdrawal_lapse(
    *,
    concluded_on: Annotated[date, _("Day on which the contract was concluded")],
    performance: Annotated[Performance, _("What the provider owes")],
    place: Annotated[Place, _("How the contract came about")] = Place.DISTANCE,
    begun_on: Annotated[date | None, _("Day on which performance began")] = None,
    completed_on: Annotated[date | None, _("Day on which it was performed in full")] = None,
    consented_on: Annotated[date | None, _("Day of the express consent to an early beginning")] = None,
    durable: Annotated[bool, _("Whether that consent came on a durable medium")] = False,
    acknowledged_on: Annotated[date | None, _("Day on which knowledge of the loss was confirmed")] = None,
    confirmed_on: Annotated[date | None, _("Day of the contract confirmation with both")] = None,
) -> Derived[Lapse]:
    """Return whether the right has lapsed; raises Incomplete when full performance has no beginning."""
    derivation = Derivation()
    conditions = derivation.applies(LAPSE[performance], concluded_on)
    _check_order(begun_on, completed_on)
    met_on = {
        C.COMPLETED: completed_on,
        C.BEGUN: begun_on,
        C.CONSENT: _before(consented_on, begun_on),
        C.DURABLE: _before(consented_on, begun_on) if durable else None,
        C.KNOWS_COMPLETION: _before(acknowledged_on, begun_on),
        C.KNOWS_BEGIN: _before(acknowledged_on, begun_on),
        C.CONFIRMATION: confirmed_on,
    }
    needed = [one for one in conditions if one is not C.DURABLE or place is Place.OFF_PREMISES]
    missing = tuple(one for one in needed if met_on[one] is None)
    for one in needed:
        derivation.step(_("Missing: %(condition)s.") if one in missing else _("Met: %(condition)s."), condition=one)
    if missing:
        derivation.step(_("The right has not lapsed; it lasts until its period ends."))
        return derivation.gives(Lapse(lapsed=False, lapsed_on=None, missing=missing))
    lapsed_on = max(day for one in needed if (day := met_on[one]) is not None)
    derivation.step(_("The right lapsed on %(day)s."), day=lapsed_on)
    return derivation.gives(Lapse(lapsed=True, lapsed_on=lapsed_on, missing=()))


def _check_order(begun_on: date | None, completed_on: date | None) -> None:
    if completed_on is None:
        return
    if begun_on is None:
        raise Incomplete(_("Give the day on which performance began: consent must have come before it."))
    if completed_on < begun_on:
        raise WrongOrder(
            _("Performance cannot be complete (%(completed)s) before it began (%(begun)s)."),
            completed=completed_on,
            begun=begun_on,
        )


def _before(declared_on: date | None, begun_on: date | None) -> date | None:
    """Return the day of a declaration unless it came after the beginning, when it is too late."""
    if declared_on is not None and begun_on is not None and declared_on > begun_on:
        return None
    return declared_on


class LossPoint(Choice):
    """When the right is lost."""

    START = "start", _("when performance begins")
    COMPLETION = "completion", _("when performance is complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class LossClause:
    """Whether a clause about the loss of the right holds, and what the law says instead."""

    holds: Annotated[bool, _("Clause holds")]
    by_law: Annotated[LossPoint, _("Earliest loss by law")]


MANDATORY: Timeline[str] = Timeline(
    _("No clause to the consumer's detriment"),
    (Version(valid_from=CONSUMER_RIGHTS, value="mandatory", source="§ 361 Abs. 2 Satz 1 BGB"),),
)


@rule(
    "withdrawal-loss-clause",
    Area.WITHDRAWAL,
    title=_("A clause about the loss of the right of withdrawal"),
    says=_(
        "A clause that lets the right end with the beginning of a service is void: by law only full performance ends "
        "it. For digital content the beginning can end it."
    ),
    timelines=(MANDATORY, *LAPSE.values()),
    cases=(
        Case(
            "“the right is lost at the start of work” for a survey (WR-072, C4)",
            {"concluded": "2026-03-20", "performance": "service", "clause": "start"},
            gives={"holds": False, "by_law": "completion"},
            source=f"{NOTES}; {ROWS} C4",
        ),
        Case(
            "the same for digital content",
            {"concluded": "2026-03-20", "performance": "digital-content", "clause": "start"},
            gives={"holds": True, "by_law": "start"},
            source="§ 356 Abs. 5 Nr. 2 BGB",
        ),
    ),
)
def withdrawal_loss_clause(
    *,
    concluded_on: Annotated[date, _("Day on which the contract was concluded")],
    performance: Annotated[Performance, _("What the provider owes")],
    clause: Annotated[LossPoint, _("When the right is lost according to the clause")],
) -> Derived[LossClause]:
    """Return whether the clause holds against a consumer; raises NotInForce before the first known version."""
    derivation = Derivation()
    derivation.applies(MANDATORY, concluded_on)
    conditions = derivation.applies(LAPSE[performance], concluded_on)
    by_law = LossPoint.COMPLETION if C.COMPLETED in conditions else LossPoint.START
    holds = clause is by_law or clause is LossPoint.COMPLETION
    derivation.step(_("By law the right is lost at the earliest %(point)s (%(owed)s)."), point=by_law, owed=performance)
    if holds:
        derivation.step(_("The clause is no worse for the consumer. The other conditions of the law still apply."))
    else:
        derivation.step(
            _("The clause takes the right away earlier and is void. Before full performance only value is owed."),
            "§ 361 Abs. 2 Satz 1, § 357a Abs. 2 BGB",
        )
    return derivation.gives(LossClause(holds=holds, by_law=by_law))
