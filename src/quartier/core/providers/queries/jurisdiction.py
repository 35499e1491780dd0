"""Law, venue and place of performance as the terms print them: German sentences made from the policy in force."""

from __future__ import annotations

from collections.abc import Sequence

from quartier.core.providers.policies import JurisdictionPolicy
from quartier.core.providers.policies.identity import ConsumerVenue, GoverningLaw, Venue


def jurisdiction_sentences(policy: JurisdictionPolicy) -> Sequence[str]:
    """Return what stands below the terms (DWG-43, DWG-44, CC-91). Contract text, so German whatever the interface."""
    sentences = [_law(policy.governing_law), *_venue(policy.venue)]
    sentences.append("Die Vertragssprache ist Deutsch.")
    return sentences


def _law(law: GoverningLaw) -> str:
    without = []
    if law.without_un_sales_law:
        without.append("des UN-Kaufrechts")
    if law.without_conflict_rules:
        without.append("des Internationalen Privatrechts")
    head = "Es gilt deutsches Recht"
    if without:
        head += f" unter Ausschluss {' und '.join(without)}"
    if law.residence_law_stays:
        stays = "zwingende Vorschriften zum Schutz von Verbrauchern am Ort ihres gewöhnlichen Aufenthalts bleiben"
        return f"{head}; {stays} unberührt."
    return f"{head}."


def _venue(venue: Venue | None) -> list[str]:
    if venue is None:
        return ["Für den Gerichtsstand gilt das Gesetz."]
    sentences = []
    if venue.performance:
        sentences.append(f"Erfüllungsort ist {venue.performance}.")
    if venue.merchants:
        kind = "Ausschließlicher Gerichtsstand" if venue.exclusive else "Gerichtsstand"
        whom = "Kaufleute und juristische Personen des öffentlichen Rechts"
        sentences.append(f"{kind} für {whom} ist {venue.merchants}.")
    if venue.place and (venue.consumers is ConsumerVenue.SEAT_IF_UNKNOWN or venue.merchants):
        who = "Haben Sie Ihren Wohnsitz oder gewöhnlichen Aufenthalt nach Vertragsschluss ins Ausland verlegt"
        sentences.append(f"{who} oder ist er unbekannt, ist Gerichtsstand {venue.place}.")
    if venue.attempt_first:
        sentences.append("Vor einer Klage suchen beide Seiten eine außergerichtliche Einigung.")
    return sentences
