"""§§ 194–213, 548 BGB: when a claim is barred."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import WEEKEND, Begin, add, counted_end
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.errors import Incomplete, NotApplicable, in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY, Period
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

REFORM = date(2002, 1, 1)


class Claim(Choice):
    """The kinds of claims that are barred after different periods."""

    ORDINARY = "ordinary", _("an ordinary claim, such as rent, a price or a deposit to be returned")
    SAVINGS = "savings", _("savings to be paid out; due by notice")
    DAMAGES = "damages", _("damages, but not for injury to persons")
    INJURY = "injury", _("damages for injury to life, body, health or freedom")
    WILFUL_INJURY = "wilful-injury", _("damages for wilful injury to life, body, health, freedom or sexual autonomy")
    LAND = "land", _("transfer of land or of a right in land, and what is paid for it")
    TITLE = "title", _("a claim established by judgment, settlement or enforceable deed")
    TITLE_RECURRING = "title-recurring", _("recurring payments that fall due after they were established")
    LANDLORD_DAMAGE = "landlord-damage", _("the landlord's claims for damage to the flat; since it was returned")
    TENANT_EXPENSES = "tenant-expenses", _("the tenant's claims for expenses and fixtures; since the tenancy ended")


class Suspension(Choice):
    """What keeps the period from running for a while."""

    NEGOTIATIONS = "negotiations", _("negotiations (§ 203 BGB)")
    PROCEEDINGS = "proceedings", _("a lawsuit, an order for payment or another proceeding (§ 204 BGB)")


REGULAR: Timeline[Span] = Timeline(
    _("Regular period of limitation"),
    (Version(valid_from=REFORM, value=Span(years=3), source="§§ 195, 199 Abs. 1 BGB"),),
)
MOST: dict[Claim, Timeline[Span]] = {
    Claim.ORDINARY: Timeline(
        _("Longest period from when a claim arose"),
        (Version(valid_from=REFORM, value=Span(years=10), source="§ 199 Abs. 4 BGB"),),
    ),
    Claim.DAMAGES: Timeline(
        _("Longest period from when a claim for damages arose"),
        (Version(valid_from=REFORM, value=Span(years=10), source="§ 199 Abs. 3 Satz 1 Nr. 1 BGB"),),
    ),
}
SINCE_ACT: dict[Claim, Timeline[Span]] = {
    Claim.DAMAGES: Timeline(
        _("Longest period from the act that caused damage"),
        (Version(valid_from=REFORM, value=Span(years=30), source="§ 199 Abs. 3 Satz 1 Nr. 2 BGB"),),
    ),
    Claim.INJURY: Timeline(
        _("Longest period from the act that injured a person"),
        (Version(valid_from=REFORM, value=Span(years=30), source="§ 199 Abs. 2 BGB"),),
    ),
}
OWN: dict[Claim, Timeline[Span]] = {
    Claim.WILFUL_INJURY: Timeline(
        _("Limitation of claims for wilful injury"),
        (Version(valid_from=date(2013, 6, 30), value=Span(years=30), source="§ 197 Abs. 1 Nr. 1, § 200 BGB"),),
    ),
    Claim.LAND: Timeline(
        _("Limitation of rights in land"),
        (Version(valid_from=REFORM, value=Span(years=10), source="§ 196, § 200 BGB"),),
    ),
    Claim.TITLE: Timeline(
        _("Limitation of established claims"),
        (Version(valid_from=REFORM, value=Span(years=30), source="§ 197 Abs. 1 Nr. 3 bis 5, § 201 BGB"),),
    ),
    Claim.LANDLORD_DAMAGE: Timeline(
        _("Limitation of a landlord's claims for damage"),
        (Version(valid_from=REFORM, value=Span(months=6), source="§ 548 Abs. 1 BGB"),),
    ),
    Claim.TENANT_EXPENSES: Timeline(
        _("Limitation of a tenant's claims for expenses"),
        (Version(valid_from=REFORM, value=Span(months=6), source="§ 548 Abs. 2 BGB"),),
    ),
}
AFTER: dict[Suspension, Timeline[Span]] = {
    Suspension.NEGOTIATIONS: Timeline(
        _("Earliest end after negotiations"),
        (Version(valid_from=REFORM, value=Span(months=3), source="§ 203 Satz 2 BGB"),),
    ),
    Suspension.PROCEEDINGS: Timeline(
        _("Suspension after proceedings have ended"),
        (Version(valid_from=REFORM, value=Span(months=6), source="§ 204 Abs. 2 Satz 1 BGB"),),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationEnd:
    """When a claim is barred: from the day after `ends_on` the debtor may refuse to pay."""

    begins_on: Annotated[date, _("First day of the period")]
    counted_to: Annotated[date, _("Counted end")]
    ends_on: Annotated[date, _("Last day to act")]
    barred_from: Annotated[date, _("Barred from")]


@dataclass(frozen=True, slots=True)
class _Run:
    """One period of limitation: its first and last day, what it is and where it is written."""

    begins_on: date
    last_on: date
    timeline: Timeline[Span]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    claim: Claim
    arose_on: date
    known_on: date | None
    act_on: date
    suspended: Period | None
    by: Suspension


@rule(
    "limitation-end",
    Area.RETENTION,
    title=_("When a claim is barred"),
    says=_(
        "Three years from the end of the year in which the claim arose and was known, at most ten or thirty years; "
        "established claims thirty years; claims after a tenancy six months. An end on a Saturday, Sunday or holiday "
        "moves to the next working day."
    ),
    timelines=(REGULAR, *MOST.values(), *SINCE_ACT.values(), *OWN.values(), *AFTER.values(), WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "rent for March 2026",
            {"claim": "ordinary", "arose": "2026-03-04", "land": "NW"},
            gives={"begins_on": "2027-01-01", "ends_on": "2029-12-31", "barred_from": "2030-01-01"},
            source="§§ 195, 199 Abs. 1 BGB",
        ),
        Case(
            "the year ends on a Saturday, New Year is a holiday on a Sunday",
            {"claim": "ordinary", "arose": "2019-05-01", "land": "NW"},
            gives={"counted_to": "2022-12-31", "ends_on": "2023-01-02"},
            source="§ 193 BGB; BGH 06.12.2007, III ZR 146/07",
        ),
        Case(
            "nobody knew: ten years to the day",
            {"claim": "ordinary", "arose": "2026-03-04", "unknown": True, "land": "NW"},
            gives={"counted_to": "2036-03-04"},
            source="§ 199 Abs. 4 BGB",
        ),
        Case(
            "known late: the ten years end first",
            {"claim": "ordinary", "arose": "2026-03-04", "known": "2034-05-05", "land": "NW"},
            gives={"ends_on": "2036-03-04"},
            source="§ 199 Abs. 4 BGB",
        ),
        Case(
            "a judgment",
            {"claim": "title", "arose": "2026-06-10", "land": "NW"},
            gives={"counted_to": "2056-06-10"},
            source="§ 197 Abs. 1 Nr. 3, § 201 BGB",
        ),
        Case(
            "a flat returned on the last day of August with damage",
            {"claim": "landlord-damage", "arose": "2026-08-31", "land": "NW"},
            gives={"counted_to": "2027-02-28", "ends_on": "2027-03-01"},
            source="§ 548 Abs. 1 BGB",
        ),
        Case(
            "savings without notice: nothing runs",
            {"claim": "savings", "land": "NW"},
            gives=None,
            source="§ 199 Abs. 1 Nr. 1 BGB",
        ),
        Case(
            "ten days of negotiations",
            {
                "claim": "ordinary",
                "arose": "2026-03-04",
                "suspended-from": "2028-05-01",
                "suspended-to": "2028-05-10",
                "land": "NW",
            },
            gives={"counted_to": "2030-01-10"},
            source="§§ 203, 209 BGB",
        ),
        Case(
            "a part payment: three years to the day",
            {"claim": "ordinary", "arose": "2026-03-04", "acknowledged": "2028-04-18", "land": "NW"},
            gives={"counted_to": "2031-04-18"},
            source="§ 212 Abs. 1 Nr. 1 BGB",
        ),
    ),
)
def limitation_end(
    *,
    claim: Annotated[Claim, _("Kind of claim")],
    arose_on: Annotated[date | None, _("Day on which it fell due, was established, or the flat came back")] = None,
    land: Annotated[Land, _("Land of the place of performance")],
    known_on: Annotated[date | None, _("Day of knowledge of the facts and the debtor; left out: when it arose")] = None,
    unknown: Annotated[bool, _("Whether facts or debtor are not known and need not be")] = False,
    act_on: Annotated[date | None, _("Day of the act that caused damage; left out: when the claim arose")] = None,
    suspended_from: Annotated[date | None, _("First day on which the period did not run")] = None,
    suspended_to: Annotated[date | None, _("Last day of the negotiations or proceedings")] = None,
    suspended_by: Annotated[Suspension, _("What kept it from running")] = Suspension.NEGOTIATIONS,
    acknowledged_on: Annotated[date | None, _("Day of a part payment or another acknowledgement")] = None,
) -> Derived[LimitationEnd | None]:
    """Return the end, or None while no notice makes savings due.

    Raises Incomplete for other claims without a day, NotInForce before 2002, NotApplicable for facts that contradict
    each other, WrongOrder for days that do.
    """
    derivation = Derivation()
    if arose_on is None:
        if claim is not Claim.SAVINGS:
            raise Incomplete(_("State the day on which the claim fell due or was established; before it nothing runs."))
        derivation.rests_on(REGULAR, REGULAR.versions[-1])
        derivation.step(_("Savings fall due by notice; before it the period does not begin."), "§ 199 Abs. 1 Nr. 1 BGB")
        return derivation.gives(None)
    facts = _Facts(
        claim=claim,
        arose_on=arose_on,
        known_on=_known(arose_on, known_on, unknown=unknown),
        act_on=_act(arose_on, act_on),
        suspended=_suspended(suspended_from, suspended_to),
        by=suspended_by,
    )
    run = _first_to_end(facts, derivation)
    if acknowledged_on is not None:
        run = _anew(run, acknowledged_on, facts, derivation)
    return derivation.gives(_moved(run, land, derivation))


def _known(arose_on: date, known_on: date | None, *, unknown: bool) -> date | None:
    if not unknown:
        return known_on or arose_on
    if known_on is not None:
        raise NotApplicable(_("State either the day of knowledge or that it is unknown, not both."))
    return None


def _act(arose_on: date, act_on: date | None) -> date:
    if act_on is None:
        return arose_on
    in_order(act_on, arose_on)
    return act_on


def _suspended(from_on: date | None, to_on: date | None) -> Period | None:
    if from_on is None and to_on is None:
        return None
    if from_on is None or to_on is None:
        raise NotApplicable(_("A suspension needs its first and its last day."))
    return Period.through(from_on, to_on)


def _runs(facts: _Facts, derivation: Derivation) -> Iterator[_Run]:
    """Yield every period that runs for the claim; the first to end bars it."""
    if own := OWN.get(facts.claim):
        span = derivation.applies(own, facts.arose_on)
        yield _Run(facts.arose_on + ONE_DAY, add(facts.arose_on, span), own, span)
        return
    if facts.known_on is not None:
        span = derivation.applies(REGULAR, facts.arose_on)
        begins_on = date(max(facts.arose_on, facts.known_on).year + 1, 1, 1)
        yield _Run(begins_on, counted_end(begins_on, span, Begin.DAY), REGULAR, span)
    like = facts.claim if facts.claim in {Claim.DAMAGES, Claim.INJURY} else Claim.ORDINARY
    for day, timeline in ((facts.arose_on, MOST.get(like)), (facts.act_on, SINCE_ACT.get(like))):
        if timeline is not None:
            span = derivation.applies(timeline, facts.arose_on)
            yield _Run(day + ONE_DAY, add(day, span), timeline, span)


def _first_to_end(facts: _Facts, derivation: Derivation) -> _Run:
    runs = [_suspend(run, facts, derivation) for run in _runs(facts, derivation)]
    for run in runs:
        derivation.step(
            _("%(what)s: %(length)s, from %(begin)s to %(end)s."),
            run.timeline.at(facts.arose_on).source,
            what=run.timeline.title,
            length=run.span,
            begin=run.begins_on,
            end=run.last_on,
        )
    first = min(runs, key=lambda run: run.last_on)
    if len(runs) > 1:
        derivation.step(_("The period that ends first counts, on %(end)s."), "§ 199 BGB", end=first.last_on)
    return first


def _suspend(run: _Run, facts: _Facts, derivation: Derivation) -> _Run:
    """Return the run with the days that did not count added to its end."""
    if facts.suspended is None:
        return run
    idle, last_on = facts.suspended, run.last_on
    after = derivation.applies(AFTER[facts.by], idle.starts_on)
    if facts.by is Suspension.PROCEEDINGS:
        idle = Period.through(idle.starts_on, add(idle.last_on, after))
    if idle.starts_on > last_on:
        derivation.step(_("The suspension began after the end and changes nothing."), "§ 209 BGB")
        return run
    counted = Period(run.begins_on, max(idle.ends_before, run.begins_on)).overlap(idle)
    if counted is not None:
        idled = Span(days=counted.days)
        template = _("%(what)s: %(length)s from %(first)s on do not count.")
        derivation.step(template, "§ 209 BGB", what=run.timeline.title, length=idled, first=counted.starts_on)
        last_on = add(last_on, idled)
    if facts.by is Suspension.NEGOTIATIONS and (earliest := add(idle.last_on, after)) > last_on:
        derivation.step(_("After negotiations it ends on %(end)s at the earliest."), "§ 203 Satz 2 BGB", end=earliest)
        last_on = earliest
    return replace(run, last_on=last_on)


def _anew(run: _Run, acknowledged_on: date, facts: _Facts, derivation: Derivation) -> _Run:
    """Return the period that an acknowledgement begins; one after the end begins nothing."""
    in_order(facts.arose_on, acknowledged_on)
    if acknowledged_on > run.last_on:
        derivation.step(
            _("Acknowledged on %(day)s, after the end: the period does not begin anew."),
            "§ 212 Abs. 1 BGB",
            day=acknowledged_on,
        )
        return run
    span = derivation.applies(OWN.get(facts.claim, REGULAR), facts.arose_on)
    anew = replace(run, begins_on=acknowledged_on + ONE_DAY, last_on=add(acknowledged_on, span), span=span)
    anew = _suspend(anew, facts, derivation)
    derivation.step(
        _("Acknowledged on %(day)s: the period begins anew on the next day and ends on %(end)s."),
        "§ 212 Abs. 1 Nr. 1 BGB",
        day=acknowledged_on,
        end=anew.last_on,
    )
    return anew


def _moved(run: _Run, land: Land, derivation: Derivation) -> LimitationEnd:
    derivation.applies(WEEKEND, run.last_on)
    ends_on = statutory(land).on_or_after(run.last_on)
    if ends_on != run.last_on:
        derivation.rests_on(HOLIDAYS, HOLIDAYS.at(run.last_on))
        derivation.step(
            _("%(counted)s is a Saturday, a Sunday or a holiday in %(land)s; the end moves to %(end)s."),
            "§ 193 BGB; BGH 06.12.2007, III ZR 146/07",
            counted=run.last_on,
            land=land,
            end=ends_on,
        )
    return LimitationEnd(
        begins_on=run.begins_on, counted_to=run.last_on, ends_on=ends_on, barred_from=ends_on + ONE_DAY
    )
