"""The demo: a price list, terms with two versions, a text from earlier years with its faults, and a draft."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from quartier.core.terms import queries, services
from quartier.values.actor import Actor, ActorKind

OFFICE: Final = Actor(ActorKind.STAFF, "0", "Malin Brandt")
PRICES: Final = """## Preise, netto

| Leistung | Preis |
|---|---|
| Wohnflächenberechnung je Wohnung | 49,00 € |
| Aufmaß vor Ort je angefangene Stunde | 89,00 € |
| Fahrt je Kilometer | 0,80 € |

Zu allen Preisen kommt die gesetzliche Umsatzsteuer.
"""
PARTNERS: Final = """Bedingungen für Vermittlungspartner

§1. Vermittlung

1. Der Partner vermittelt Kunden. Die Vergütung steht in der Preisliste.
2. behält sich vor, einzelne Vermittlungen abzulehnen.

§1a

3. Der Partner unterlässt Werbung, die gegen das Gesetz verstößt.

Verboten sind insbesondere Inhalte, die

§3. Schluss

1. Es gilt deutsches Recht.

Version PARTNER 0.9, Stand: 04.03.2011
"""


def seed(*, at: datetime, key: str) -> None:
    """Give two portals texts beyond those of the preset."""
    if key == "planmass":
        _put(at, "price_list", "price_list", "Preisliste", PRICES, name="2026-1", dated_on=date(2026, 1, 2))
        _next_terms(at)
    if key == "raumhafen":
        _put(at, "partner", "special", "Partnerbedingungen", PARTNERS, name="PARTNER 0.9", dated_on=date(2011, 3, 4))


def _put(at: datetime, key: str, kind: str, title: str, body: str, *, name: str, dated_on: date) -> None:
    """Add a text and publish its first version, as one that was in force before."""
    common: dict[str, Any] = {"actor": OFFICE, "at": at}
    scope = "Partner" if kind == "special" else ""
    text = services.add_text(**common, key=key, kind=kind, title=title, for_scope=scope)
    ending = "txt" if kind == "special" else "md"
    row = services.import_version(
        **common, text_id=text.pk, data=body.encode(), file_name=f"{key}.{ending}", name=name, dated_on=dated_on,
        is_legacy=True,
    )  # fmt: skip
    services.publish(**common, version_id=row.pk)


def _next_terms(at: datetime) -> None:
    """Publish a second version of the terms, and leave a third as a draft that cannot be published yet."""
    now = queries.current("terms")
    assert now is not None
    common: dict[str, Any] = {"actor": OFFICE, "at": at}
    added = "\n\n## 6. Wartung\n\nWartungen kündigen wir zwei Werktage vorher an."
    body = now.body.replace("sagen Sie uns Bescheid", "sagen Sie uns noch am selben Tag Bescheid") + added
    day = max(now.dated_on, at.date())
    given: dict[str, Any] = {**common, "text_id": now.text_id, "file_name": "bedingungen.md", "dated_on": day}
    row = services.import_version(**given, data=body.encode(), name="Fassung 2")
    services.publish(**common, version_id=row.pk, reason="Frist für Wartungen")
    unfinished = f"{body}\n\n## 7. Schlichtung\n\nZuständig ist [[Name der Stelle]]."
    services.import_version(**given, data=unfinished.encode(), name="Fassung 3")
