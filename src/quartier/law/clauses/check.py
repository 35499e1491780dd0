"""What is wrong with a legal text on a day: every rule about clauses, asked in one go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from quartier.law.clauses import consumers, drafting, liability, missing, outdated, unfair
from quartier.law.clauses.facts import Facts, Finding, ImprintPart, Severity, TextKind
from quartier.law.clauses.reading import Reading, Spot
from quartier.law.clauses.stating import ClauseRule, Hit
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.timeline import Version

RULES: Final[tuple[ClauseRule, ...]] = (
    *drafting.RULES,
    *outdated.RULES,
    *unfair.RULES,
    *liability.RULES,
    *consumers.RULES,
    *missing.RULES,
)
LONGEST_QUOTE = 400


def find(text: str, *, kind: str, on: date, facts: Facts) -> list[Finding]:
    """Return what to look at in a text, in its order; what is missing comes last. No finding is no clearance."""
    reading = Reading(text, TextKind.of(kind))
    found = [one for rule_ in RULES for one in _found(rule_, reading, facts, on)]
    return sorted(found, key=lambda one: (one.end == 0, one.start, one.end))


def _found(clause: ClauseRule, reading: Reading, facts: Facts, on: date) -> Iterator[Finding]:
    if on < clause.when.begins_on or not clause.applies(reading.kind, facts):
        return
    version = clause.when.at(on)
    for hit in clause.looks(reading, facts, on):
        yield _finding(clause, version, reading, hit)


def _finding(clause: ClauseRule, version: Version[Severity], reading: Reading, hit: Hit) -> Finding:
    place = reading.original(hit.spot)
    return Finding(
        rule=clause.key,
        severity=version.value,
        start=place.start,
        end=place.end,
        quote=_quote(reading.text, place),
        why=Sentence(clause.why, hit.values),
        source=version.source,
        since_on=version.valid_from,
        until_on=next((one.valid_from for one in clause.when.versions if one.valid_from > version.valid_from), None),
        verified=version.verified,
    )


def _quote(text: str, place: Spot) -> str:
    """Return the words as they stand, on one line."""
    words = " ".join(text[place.start : place.end].split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"


@rule(
    "clause-check",
    Area.CONTRACTS,
    title=_("Clauses that are void, outdated or missing"),
    says=_(
        "Reads terms, instructions, notices and imprints and names clauses that probably do not bind, laws and "
        "platforms that are gone, and what is missing. It looks for words, so it can miss a clause and can be wrong "
        "about one: every finding quotes what it rests on. Finding nothing is no clearance."
    ),
    timelines=tuple({one.when.title: one.when for one in RULES}.values()),
    cases=(
        Case(
            "a reminder fee before default (C3)",
            {
                "text": "Für jede Mahnung berechnen wir 5,00 Euro, auch wenn der Kunde noch nicht im Verzug ist; "
                "der Nachweis, dass kein oder ein geringerer Schaden entstanden ist, bleibt offen.",
                "kind": "terms",
                "on": "2026-11-22",
                "consumers": True,
                "few-employees": True,
            },
            gives=[{"rule": "reminder-fee-before-default", "severity": "void"}],
            source=f"{ROWS} C3; § 280 Abs. 2, § 286, § 309 Nr. 5 BGB",
        ),
        Case(
            "the link to the closed platform (C5)",
            {
                "text": "Die OS-Plattform finden Sie im Internet.",
                "kind": "privacy",
                "on": "2025-07-20",
            },
            gives=[{"rule": "odr-platform", "severity": "outdated"}],
            source=f"{ROWS} C5; VO (EU) 2024/3228",
        ),
        Case(
            "a limit of liability without its exceptions (C8)",
            {
                "text": "Wir haften nur bei Vorsatz und grober Fahrlässigkeit sowie bei Verletzung wesentlicher "
                "Vertragspflichten. Das Produkthaftungsgesetz bleibt unberührt.",
                "kind": "terms",
                "on": "2026-11-22",
            },
            gives=[{"rule": "liability-life", "severity": "void"}],
            source=f"{ROWS} C8; § 309 Nr. 7 Buchst. a BGB",
        ),
    ),
)
def clause_check(
    *,
    text: Annotated[str, _("The text")],
    kind: Annotated[TextKind, _("What kind of text it is")],
    on: Annotated[date, _("Day on which it is used")],
    consumers: Annotated[bool, _("Whether it is used towards consumers")] = False,
    online: Annotated[bool, _("Whether contracts are concluded online")] = False,
    recurring: Annotated[bool, _("Whether consumers conclude continuing contracts that cost something")] = False,
    free: Annotated[bool, _("Whether the contract costs nothing")] = False,
    few_employees: Annotated[bool, _("Whether at most ten people were employed at the end of last year")] = False,
    not_needed: Annotated[tuple[ImprintPart, ...], _("What the provider does not have; once for each part")] = (),
) -> Derived[tuple[Finding, ...]]:
    """Return the findings; raises nothing: on a day before a rule it is not asked."""
    facts = Facts(
        consumers=consumers,
        online=online,
        recurring=recurring,
        paid=not free,
        few_employees=few_employees,
        not_needed=frozenset(not_needed),
    )
    derivation = Derivation()
    found = find(text, kind=kind, on=on, facts=facts)
    for one in found:
        timeline = next(clause.when for clause in RULES if clause.key == one.rule)
        derivation.applies(timeline, on)
        derivation.step(one.why.template, one.source, **one.why.values)
    if not found:
        derivation.step(_("No rule found anything; that is no clearance."))
    return derivation.gives(tuple(found))
