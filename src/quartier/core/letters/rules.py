"""Pure decisions about letters: what a letterhead must say, how people are addressed, how many sheets there are."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Final

# Words of letters are German whatever the interface language: they are declarations of the provider.
LABELS: Final[Mapping[str, str]] = {
    "name": "Name",
    "street": "Straße",
    "postcode": "Postleitzahl",
    "city": "Ort und Sitz",
    "register_court": "Registergericht",
    "register_number": "Registernummer",
    "represented_by": "Vertreten durch",
    "supervisory_board_chair": "Vorsitz des Aufsichtsrats",
}
ADDRESS: Final = ("name", "street", "postcode", "city")
REGISTER: Final = (*ADDRESS, "register_court", "register_number")
BODIES: Final = (*REGISTER, "represented_by")
BUSINESS_LETTERS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "GmbH": ("§ 35a GmbHG", BODIES),
    "UG (haftungsbeschränkt)": ("§ 35a GmbHG", BODIES),
    "AG": ("§ 80 AktG", (*BODIES, "supervisory_board_chair")),
    "eG": ("§ 25a GenG", (*BODIES, "supervisory_board_chair")),
    "GmbH & Co. KG": ("§ 177a HGB mit § 125 HGB, bis 2023 § 125a HGB", BODIES),
    "KG": ("§ 161 Abs. 2 HGB mit § 125 HGB", REGISTER),
    "OHG": ("§ 125 HGB", REGISTER),
    "e. K.": ("§ 37a HGB", REGISTER),
}
TITLES: Final[Mapping[str, str]] = {"Frau": "Sehr geehrte Frau", "Herr": "Sehr geehrter Herr"}
LARGEST_BATCH: Final = 2_000


def lacking(company: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the source of what a company's business letters must say, and the labels of what is empty."""
    source, needed = BUSINESS_LETTERS.get(company.get("legal_form", ""), ("DIN 5008", ADDRESS))
    return source, [LABELS[field] for field in needed if not company.get(field, "").strip()]


def statements(company: Mapping[str, str]) -> list[list[str]]:
    """Return the columns at the foot of a letter: address, ways to reach us, register, those who represent us."""
    columns = [
        [company["name"], company["street"], f"{company['postcode']} {company['city']}"],
        [_said("Telefon ", company["phone"]), _said("Telefax ", company["fax"]), company["email"]],
        [
            f"Sitz: {company['city']}",
            ", ".join(part for part in (company["register_court"], company["register_number"]) if part),
            _said("USt-IdNr. ", company["vat_id"]) or _said("Steuernummer ", company["tax_number"]),
        ],
        [company["represented_by"], _said("Vorsitz des Aufsichtsrats: ", company["supervisory_board_chair"])],
    ]
    return [lines for column in columns if (lines := [line for line in column if line])]


def return_line(company: Mapping[str, str]) -> str:
    """Return the small line in the window that brings a letter back to us."""
    return " · ".join((company["name"], company["street"], f"{company['postcode']} {company['city']}"))


def address_lines(*, salutation: str, full_name: str, street: str, postcode: str, city: str) -> list[str]:
    """Return the lines of the window, from the addressee to the place."""
    return [line for line in (salutation, full_name, street, f"{postcode} {city}".strip()) if line]


def greeting(*, is_person: bool, salutation: str, name: str, full_name: str) -> str:
    """Return how a letter begins; whoever has not told us how to be addressed is greeted by the full name."""
    if not is_person:
        return "Sehr geehrte Damen und Herren,"
    if salutation in TITLES:
        return f"{TITLES[salutation]} {name},"
    return f"Guten Tag {full_name},"


def sheets(pages: int, *, both_sides: bool) -> int:
    """Return how many sheets of paper so many pages take; no letter begins on the back of another."""
    return -(-pages // 2) if both_sides else pages


def picture(logo: bytes, media_type: str) -> str:
    """Return a logo as SVG text, which is how templates get pictures; "" for none."""
    if not logo:
        return ""
    if media_type == "image/svg+xml":
        return logo.decode()
    data = base64.b64encode(logo).decode("ascii")
    image = f'<image href="data:{media_type};base64,{data}" width="40" height="20" preserveAspectRatio="xMinYMid"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{image}</svg>'


def _said(word: str, value: str) -> str:
    return f"{word}{value}" if value else ""
