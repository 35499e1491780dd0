"""How alike two parties are: keys under which they are looked for, and reasons with points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from quartier.core.parties.rules.people import sort_key

# From this sum on somebody has a look.
WORTH_A_LOOK: Final = 60
MOST: Final = 100
DIGITS: Final = re.compile(r"\D+")
LETTERS: Final = re.compile(r"[^a-z]+")
STREET: Final = re.compile(r"str(asse|\.)?(?=\W|\d|$)")
FAMILY_AND_FIRST: Final = 2
# Shorter numbers are extensions and signs, which many share.
SHORTEST_NUMBER: Final = 7
# Names repeat; what they sound like is worked out once.
REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a party; `sort_name` is its name as lists sort it, "markgraf, ilse"."""

    number: int
    sort_name: str
    born_on: date | None
    email: str
    phones: frozenset[str]
    street: str
    postcode: str
    ibans: frozenset[str]
    is_person: bool

    @property
    def names(self) -> tuple[str, str]:
        """Return family or firm name and given name in plain letters."""
        return _names(self.sort_name)

    @property
    def place(self) -> str:
        """Return postcode and street as one word, "" unless both are known."""
        street = re.sub(r"[^a-z0-9]+", "", STREET.sub("str", self.street.casefold().replace("ß", "ss")))
        return f"{self.postcode}{street}" if self.postcode and street else ""


@lru_cache(maxsize=REMEMBERED)
def _names(sort_name: str) -> tuple[str, str]:
    family, _comma, given = sort_name.partition(",")
    return LETTERS.sub("", family), LETTERS.sub("", given)


def digits_of(phone: str) -> str:
    """Return a German telephone number by its digits, 0049 and +49 as 0; "" for one too short to say anything."""
    plain = DIGITS.sub("", phone.strip().replace("+", "00", 1).replace("(0)", ""))
    plain = "0" + plain[4:].lstrip("0") if plain.startswith("0049") else plain
    return plain if len(plain) >= SHORTEST_NUMBER else ""


def keys(one: Traits) -> Iterator[str]:
    """Yield the keys under which a party is looked for: two that share none are not compared."""
    family, given = one.names
    sound = f"{sound_of(family)} {sound_of(given)}"
    if one.email:
        yield f"email {one.email.casefold()}"
    for phone in one.phones:
        yield f"phone {phone}"
    for iban in one.ibans:
        yield f"iban {iban}"
    if one.born_on:
        yield f"born {one.born_on} {sound_of(family)}"
        yield f"born {one.born_on} {sound_of(given)}"
    if one.place:
        yield f"place {one.place} {sound_of(family)}"
    yield f"name {sound} {one.postcode}"


def reasons(one: Traits, other: Traits) -> dict[str, int]:
    """Return what speaks for two parties being one, and what speaks against it, with points.

    A name and one thing that few people share are worth a look; a different birthday means two people.
    """
    found = dict(_of_names(one, other))
    if one.email and one.email.casefold() == other.email.casefold():
        found["email"] = 35
    if one.phones & other.phones:
        found["phone"] = 25
    if one.ibans & other.ibans:
        found["iban"] = 45
    if one.place and one.place == other.place:
        found["place"] = 25
    if one.born_on and other.born_on:
        found["born" if one.born_on == other.born_on else "not_born"] = 40 if one.born_on == other.born_on else -50
    if one.is_person != other.is_person:
        found["kind"] = -40
    return found


def _of_names(one: Traits, other: Traits) -> Iterator[tuple[str, int]]:
    (family, given), (family_b, given_b) = one.names, other.names
    if (family, given) == (family_b, given_b):
        yield "name", 40
    elif family and given and (family, given) == (given_b, family_b):
        yield "swapped", 35
    elif sound_of(family) == sound_of(family_b) and sound_of(given) == sound_of(given_b):
        yield "sound", 30
    elif family == family_b and given[:1] == given_b[:1] and min(len(given), len(given_b)) <= FAMILY_AND_FIRST:
        yield "initial", 20
    else:
        yield "other_name", -30


def score(found: dict[str, int]) -> int:
    """Return the sum of the points, within 0 and 100."""
    return max(0, min(MOST, sum(found.values())))


@lru_cache(maxsize=REMEMBERED)
def sound_of(word: str) -> str:
    """Return the Kölner Phonetik of a word (H. J. Postel, IBM-Nachrichten 19, 1969): alike when it sounds alike.

    >>> sound_of("Wikipedia"), sound_of("Müller-Lüdenscheidt"), sound_of("Breschnew")
    ('3412', '65752682', '17863')
    """
    letters = LETTERS.sub("", sort_key(word, ""))
    codes = "".join(_code(letters, place) for place in range(len(letters)))
    once = re.sub(r"(.)\1+", r"\1", codes)
    return once[:1] + once[1:].replace("0", "")


CODES: Final = (
    dict.fromkeys("aeijouy", "0") | {"h": "", "b": "1"} | dict.fromkeys("fvw", "3")
    | dict.fromkeys("gkq", "4") | {"l": "5", "m": "6", "n": "6", "r": "7", "s": "8", "z": "8"}
)  # fmt: skip


def _code(letters: str, place: int) -> str:
    """Return the code of one letter between its neighbours."""
    sign = letters[place]
    before, after = letters[place - 1 : place] if place else "", letters[place + 1 : place + 2]
    if sign == "p":
        return "3" if after == "h" else "1"
    if sign in "dt":
        return "8" if after and after in "csz" else "2"
    if sign == "x":
        return "8" if before and before in "ckq" else "48"
    if sign == "c":
        return _code_of_c(before, after)
    return CODES[sign]


def _code_of_c(before: str, after: str) -> str:
    """C sounds like K or like S."""
    if not before:
        return "4" if after and after in "ahkloqrux" else "8"
    return "4" if before not in "sz" and after and after in "ahkoqux" else "8"
