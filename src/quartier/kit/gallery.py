"""All parts on one page, for those who build pages: drawn at /bausteine/ of the console, checked by axe and by eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

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
TEXT: Final = """# House rules

Valid from **1 December 2026**. The law stands [elsewhere](https://law.example/bgb/), the rest [here](/impressum/).

1. Quiet from 22:00 to 6:00.
2. Bicycles belong into the cellar.
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
        (Badge(_("free"), "good"), Badge(_("reserved"), "warn"), str(_("let")))[number % 3],
        Decimal(420 + 37 * (number % 9)) / 10 if number % 7 else None,
        Decimal(51200 + 1735 * (number % 11)) / 100,
        date(2026, 12, 1 + number) if number % 3 == 0 else None,
        AT,
    )
    for number in range(24)
]
TABLE: Final = Table(
    key="flats",
    label=_("Flats"),
    columns=[
        Column("name", _("Flat"), href=lambda flat: f"#{flat.note}", meta="note", sort="name"),
        Column("state", _("State"), kind="badge"),
        Column("area", _("Living area"), kind="number", places=2, unit="m²", sort="area"),
        Column("rent", _("Rent"), kind="money", sort="rent"),
        Column("free_on", _("Free from"), kind="date", sort="free_on"),
        Column("changed_at", _("Changed"), kind="instant"),
    ],
    default_sort="name",
    page_size=8,
    export="wohnungen",
    dense=True,
)


class Sample(forms.Form):
    """Every kind of field once."""

    name = forms.Line(label=_("Name"), autocomplete="name")
    email = forms.Email(label=_("E-mail address"), help_text=_("We send the confirmation there."))
    phone = forms.Phone(label=_("Telephone"), required=False)
    starts_on = forms.Day(label=_("From which day?"), help_text=_("For example 1.12.2026"))
    called_at = forms.Instant(label=_("When did you call?"), required=False)
    rent = forms.Money(label=_("Rent"), least=0)
    area = forms.Number(label=_("Living area"), places=2, unit="m²", required=False)
    reason = forms.Choice(label=_("Reason"), choices=[("move", _("Moving")), ("other", _("Something else"))])
    house = forms.Choice(label=_("House"), choices=[("8", "Ziegelweg 8"), ("9", "Ziegelweg 9")], select=True)
    ways = forms.Several(
        label=_("How may we answer?"), choices=[("post", _("By letter")), ("mail", _("By e-mail"))], required=False
    )
    note = forms.Text(label=_("Your message"), required=False)
    agreed = forms.Tick(label=_("I have read the house rules."))


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
        "series": [_("Due"), _("Paid")],
        "months": MONTHS,
        "load": [15, 7, 16, 13, 16, 14, 17, 21, 13, 10, 13],
        "steps": [_("Access number"), _("E-mail and password"), _("Check"), _("Confirm")],
        "text": TEXT,
    }
    return render(request, "kit/gallery.html", {**samples, **more})
