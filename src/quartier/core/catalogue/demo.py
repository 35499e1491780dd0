"""The demo: what three fictional companies sell, at fictional prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from quartier.core.catalogue import services
from quartier.core.catalogue.queries import net_of
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM

BOTH: Final = ["consumer", "business"]
OBJECT: Final = [
    {"key": "address", "label": "Anschrift des Objekts", "kind": "address"},
    {"key": "sort", "label": "Art des Objekts", "kind": "choice", "choices": ["Wohnung", "Haus", "Mehrfamilienhaus"]},
    {"key": "area", "label": "Wohnfläche ungefähr", "kind": "number", "unit": "m²", "required": False},
]  # fmt: skip
PLANS: Final = [{"key": "plans", "label": "Grundrisse oder Baupläne", "least": 1, "most": 10}]
Row = tuple[str, str, str, str, str, str, Mapping[str, Any]]


def _document(key: str, name: str, gross: str, summary: str) -> Row:
    return (key, "work", "documents", name, gross, summary, {"inputs": OBJECT, "uploads": PLANS})


PLANMASS: Final[Sequence[Row]] = (
    (
        "wohnflaeche-express", "licence", "express", "Wohnfläche selbst berechnen (Express)", "49.00",
        "Zugang für eine Berechnung nach WoFlV, mit PDF", {"order": 10},
    ),
    _document("wohnflaeche", "Wohnflächenberechnung nach WoFlV", "89.00", "Aus Ihren Unterlagen, als PDF und Tabelle"),
    _document("grundriss", "Grundriss, bemaßt, Maßstab 1:100", "119.00", "Je Geschoss, als PDF, SVG und DXF"),
    _document("kubatur", "Kubatur nach DIN 277", "79.00", "Umbauter Raum aus Ihren Unterlagen"),
    _document("schnitt", "Schnitt", "99.00", "Ein Schnitt durch das Gebäude"),
    _document("ansicht", "Ansicht", "99.00", "Eine Ansicht des Gebäudes"),
    (
        "aufmass", "work", "survey", "Aufmaß vor Ort", "499.00", "Wir messen mit Laser, innerhalb von 50 km", {
            "inputs": [*OBJECT, {"key": "wish", "label": "Wunschtermin", "kind": "date", "required": False}],
            "options": [{"key": "garage", "label": "Garage mitmessen"}],
        },
    ),
    (
        "mehr-projekte", "work", "app_extra", "Zehn weitere Projekte in der App", "19.90", "Für Ihr Konto in der App",
        {"needs_account": True},
    ),
)  # fmt: skip
RAUMHAFEN: Final[Sequence[Row]] = (
    (
        "raumverwaltung", "recurring", "paid", "Raumverwaltung", "39.00", "Bis 50 Räume, monatlich zu zahlen",
        {"standings": ["business"], "needs_account": True, "options": [{"key": "rooms", "label": "50 weitere Räume"}]},
    ),
)  # fmt: skip
WERKSTATT: Final[Sequence[Row]] = (
    (
        "wolke", "recurring", "recurring", "Cloud-Software", "29.00", "Eine Anwendung mit Sicherung und Pflege",
        {"standings": ["business"]},
    ),
    (
        "webseite", "work", "website", "Arbeiten an einer Webseite", "640.00", "Ein Tag, nach Absprache",
        {"standings": ["business"], "inputs": [{"key": "address", "label": "Adresse der Webseite"}]},
    ),
    (
        "druck", "work", "single_order", "Druck, 500 Faltblätter", "185.00", "DIN A4 auf DIN lang gefalzt",
        {"standings": ["business"], "uploads": [{"key": "file", "label": "Druckdatei als PDF", "least": 1, "most": 2}]},
    ),
)  # fmt: skip
SOLD: Final[Mapping[str, tuple[bool, Sequence[Row]]]] = {
    "planmass": (True, PLANMASS),
    "raumhafen": (False, RAUMHAFEN),
    "werkstatt": (False, WERKSTATT),
}
EXTRA: Final = {"garage": "59.50", "rooms": "15.00"}


def seed(*, at: datetime, key: str, entity_id: int) -> None:
    """Fill the catalogue of a portal of the demo; the others sell nothing."""
    is_gross, rows = SOLD.get(key, (False, ()))
    for number, (slug, kind, scope, name, amount, summary, more) in enumerate(rows):
        values = {
            "kind": kind, "scope": scope, "name": name, "summary": summary, "standings": BOTH, "entity_id": entity_id,
            "order": 10 * number + 10, **more,
        }  # fmt: skip
        row = services.offer(actor=SYSTEM, at=at, key=slug, values=values)
        unit = "month" if kind == "recurring" else "once"
        _price(at, row, "", amount, unit, is_gross)
        for option in more.get("options", ()):
            _price(at, row, option["key"], EXTRA[option["key"]], unit, is_gross)


def _price(at: datetime, row: Any, option: str, amount: str, unit: str, is_gross: bool) -> None:
    net = net_of(Decimal(amount), "standard", day_of(at)) if is_gross else Decimal(amount)
    if net is None:
        raise ValueError(f"{amount} cannot be split")
    services.price(actor=SYSTEM, at=at, product_id=row.pk, net=net, valid_from=day_of(at), option=option, unit=unit)
