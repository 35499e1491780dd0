"""All parts on one page, for those who build pages: drawn at /bausteine/ of the console, checked by axe and by eye.

Its samples are content, not interface: they are German in every language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from quartier.kit import forms
from quartier.kit.access import Audience, access
from quartier.kit.components.pictures import Bars
from quartier.kit.http import Request
from quartier.kit.tables import Badge, Column, Table

AT: Final = datetime(2026, 11, 23, 13, 7, tzinfo=UTC)
BRANDS: Final = (
    ("Rheinufer", "#0f5c7a", "#e8835a"),
    ("Planmaß", "#d2491b", "#24486b"),
    ("Raumhafen", "#5a45c9", "#19a3a0"),
    ("Werkstatt Nord", "#ffd23f", "#1f2933"),
    ("Emscher", "#2c7a4b", "#f0b429"),
)
TEXT: Final = """# Hausordnung

Gültig ab **1. Dezember 2026**. Das Gesetz steht [anderswo](https://gesetz.example/bgb/), alles Übrige [hier](/).

1. Ruhe von 22 bis 6 Uhr.
2. Fahrräder gehören in den Keller.
"""


@dataclass(frozen=True)
class Flat:
    """A row of the sample list."""

    name: str
    note: str
    state: Badge | str
    area: Decimal | None
    rent: Decimal
    free_on: date | None
    changed_at: datetime


FLATS: Final = [
    Flat(
        f"Ziegelweg {2 + number // 3}, {('A', 'B', 'C')[number % 3]}.{1 + number % 4}",
        f"K-{1000 + 7 * number}",
        (Badge("frei", "good"), Badge("reserviert", "warn"), "vermietet")[number % 3],
        Decimal(420 + 37 * (number % 9)) / 10 if number % 7 else None,
        Decimal(51200 + 1735 * (number % 11)) / 100,
        date(2026, 12, 1 + number) if number % 3 == 0 else None,
        AT,
    )
    for number in range(24)
]
TABLE: Final = Table(
    key="flats",
    label="Wohnungen",
    columns=[
        Column("name", "Wohnung", href=lambda flat: f"#{flat.note}", meta="note", sort="name"),
        Column("state", "Stand", kind="badge"),
        Column("area", "Wohnfläche", kind="number", places=2, unit="m²", sort="area"),
        Column("rent", "Miete", kind="money", sort="rent"),
        Column("free_on", "Frei ab", kind="date", sort="free_on"),
        Column("changed_at", "Geändert", kind="instant"),
    ],
    default_sort="name",
    page_size=8,
    export="wohnungen",
    dense=True,
)


class Sample(forms.Form):
    """Every kind of field once."""

    name = forms.Line(label="Name", autocomplete="name")
    email = forms.Email(label="E-Mail-Adresse", help_text="Dorthin schicken wir die Bestätigung.")
    phone = forms.Phone(label="Telefon", required=False)
    starts_on = forms.Day(label="Ab welchem Tag?", help_text="Zum Beispiel 1.12.2026")
    called_at = forms.Instant(label="Wann haben Sie angerufen?", required=False)
    rent = forms.Money(label="Miete", least=0)
    area = forms.Number(label="Wohnfläche", places=2, unit="m²", required=False)
    reason = forms.Choice(label="Grund", choices=[("move", "Umzug"), ("other", "Etwas anderes")])
    house = forms.Choice(label="Haus", choices=[("8", "Ziegelweg 8"), ("9", "Ziegelweg 9")], select=True)
    ways = forms.Several(
        label="Wie dürfen wir antworten?", choices=[("post", "Per Brief"), ("mail", "Per E-Mail")], required=False
    )
    note = forms.Text(label="Ihre Nachricht", required=False)
    agreed = forms.Tick(label="Ich habe die Hausordnung gelesen.")


WRONG: Final = {"name": "Emine Yıldız", "email": "emine.yildiz@posthaus", "starts_on": "31.2.2027", "rent": "viel"}
MONTHS: Final = [
    Bars(name, (Decimal("812.40"), paid))
    for name, paid in (("Jan", Decimal("812.40")), ("Feb", 0), ("Mär", Decimal("1624.80")), ("Apr", Decimal("812.40")))
]


@access(Audience.OPERATOR)
def gallery(request: Request) -> HttpResponseBase:
    """Show every part."""
    table = TABLE.bind(request, FLATS)
    if answer := table.answer():
        return answer
    return gallery_page(request, table=table, broken=Sample(WRONG, auto_id="broken_%s"))


def gallery_page(request: Request, **more: object) -> HttpResponse:
    """Draw the page; apart from the view so that tools can draw it without a person."""
    samples = {
        "sample": Sample(initial={"starts_on": date(2026, 12, 1), "rent": Decimal(812)}),
        "at": AT,
        "on": date(2026, 12, 3),
        "later": date(2027, 2, 28),
        "brands": BRANDS,
        "amount": Decimal("-24.1"),
        "series": ["Soll", "gezahlt"],
        "months": MONTHS,
        "load": [15, 7, 16, 13, 16, 14, 17, 21, 13, 10, 13],
        "steps": ["Zugangsnummer", "E-Mail und Passwort", "Angaben prüfen", "Bestätigen"],
        "text": TEXT,
    }
    return render(request, "kit/gallery.html", {**samples, **more})
