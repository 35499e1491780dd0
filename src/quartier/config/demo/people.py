"""Fictional people for the demo: the same ones every time, none of them real."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

GIVEN = (
    "Ada Ahmet Albert Alma Amira Anton Ayla Bela Berta Bruno Can Clara Cosima Dana David Derya Edda Elif Emil "
    "Emma Erol Fabian Fatma Felix Fiete Frida Greta Gustav Halina Hanno Hedwig Helga Ida Igor Ilse Irma Jakob "
    "Jana Jonas Jost Kaan Karla Klara Konrad Lale Lea Leo Lina Linus Lotte Luise Malik Mara Marta Mats Merle "
    "Milan Mina Nele Nils Noah Olga Oskar Otto Pia Paula Rafi Rosa Ruth Samir Selma Sören Stine Tarik Theo "
    "Thea Tilda Till Uwe Vera Viktor Wanda Willi Yara Yusuf Zoe"
).split()
FAMILY = (
    "Adler Ahrens Albers Aydın Bach Behrens Berger Blum Bohm Brandt Brügge Çelik Dahlke Demir Ebel Eggers "
    "Engel Erdem Falk Feldmann Fink Förster Frank Gerber Goldmann Grabowski Groß Hagen Hahn Harms Heller Hinze "
    "Holm Jansen Jung Kaya Keller Kern Kiefer Klee Köhler Kowalski Krüger Kühn Lang Lehnert Linde Lorenz "
    "Markgraf Mertens Möller Nagel Neumann Nowak Osei Öztürk Pape Peters Pohl Quast Rademacher Renner Richter "
    "Roth Sander Schaper Seidel Sommer Stark Şahin Thiel Ulrich Vogt Voß Wagner Weiler Weiß Wendt Wolff Yıldız "
    "Zander Zimmer"
).split()
STREETS = (
    "Ahornweg Birkenallee Buchenstraße Deichstraße Eschenweg Gartenstraße Hafenstraße Kastanienweg "
    "Lindenstraße Marktgasse Mühlenweg Parkallee Schulstraße Sonnenhang Uferstraße Weidenweg Ziegelweg"
).split()
# How the two customers log in who do not do so with their address.
ACCOUNT, USER_NAME = "kontor-sued", "paula"
ISSUED_ID = "WN-4711-K"

FIRMS = (
    "Lindner Haustechnik GmbH",
    "Kontor Süd GmbH",
    "Bäckerei Morgenrot",
    "Praxis am Park",
    "Studio Falter GbR",
    "Kanzlei Hell & Partner",
    "Tischlerei Eiche OHG",
    "Café Ankerplatz",
    "Ingenieurbüro Pfeiler",
    "Verein Stadtgarten e. V.",
)

# The access codes of the demo: always the same, so that the terminal can print them at every start.
KNOWN_CODES = {"rheinufer": "KKJRN-DE6SH-AKWHW", "emscher": "MAVMY-XYTCS-SZQWP"}


@dataclass(frozen=True, slots=True)
class Someone:
    """One invented person."""

    salutation: str
    given_name: str
    name: str
    email: str
    phone: str
    street: str


def people(seed: str, number: int) -> Iterator[Someone]:
    """Yield invented people, always the same ones for a seed; addresses end in `.example`."""
    dice = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < number:
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        local = plain(f"{given}.{family}")
        if local in seen:
            continue
        seen.add(local)
        yield Someone(
            salutation=dice.choice(["Frau", "Herr", ""]),
            given_name=given,
            name=family,
            email=f"{local}@posthaus.example",
            phone=f"0211 5550-{dice.randint(1000, 9999)}",
            street=f"{dice.choice(STREETS)} {dice.randint(1, 98)}",
        )


def plain(text: str) -> str:
    """Return a text in small ASCII letters, as it can stand in an address."""
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ş": "s", "ç": "c", "ğ": "g"})
    return text.lower().translate(table).replace("i̇", "i")
