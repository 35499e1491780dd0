"""Whether two names mean the same person, as banks and master data write them."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import Final

WITHOUT: Final = frozenset(
    {"herr", "frau", "herrn", "dr", "prof", "dipl", "ing", "und", "u", "eheleute", "familie", "fam", "von", "zu", "der"}
)
REMEMBERED: Final = 50_000


class Likeness(IntEnum):
    """How alike two names are."""

    NONE = 0
    SIMILAR = 1
    SAME = 2


def folded(text: str) -> str:
    """Return a name in plain small letters, as lists sort it."""
    text = text.casefold().replace("ß", "ss").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=REMEMBERED)
def _words(name: str) -> frozenset[str]:
    # "Müller" is written "Mueller" by banks and sorted as "Muller": all three become one.
    plain = re.sub(r"(?<=[aou])e(?=[^aeiou]|$)", "", folded(name))
    return frozenset(word for word in re.findall(r"[a-z0-9]+", plain) if word not in WITHOUT)


def likeness(payer: str, known: str) -> Likeness:
    """Return how alike the name at the bank and the known one are.

    >>> likeness("MUELLER, DR. ILSE", "Ilse Müller"), likeness("Otto Blum", "Ida Blum")
    (<Likeness.SAME: 2>, <Likeness.SIMILAR: 1>)
    """
    one, other = _words(payer), _words(known)
    if not one or not other:
        return Likeness.NONE
    if one == other or (len(other) > 1 and other <= one):
        return Likeness.SAME
    return Likeness.SIMILAR if any(len(word) > 2 for word in one & other) else Likeness.NONE  # noqa: PLR2004 – initials


def sort_names(payer: str) -> list[str]:
    """Return under which names lists may sort a payer: any word may be where the family name begins."""
    words = [word for word in re.findall(r"[\w.-]+", folded(payer)) if word.strip(".") not in WITHOUT]
    if not words or len(words) > 6:  # noqa: PLR2004 – no name of a person has more
        return [folded(payer)] if payer else []
    turned = [f"{' '.join(words[n:])}, {' '.join(words[:n])}" for n in range(1, len(words))]
    turned += [f"{' '.join(words[:n])}, {' '.join(words[n:])}" for n in range(1, len(words))]
    return list(dict.fromkeys([folded(payer), " ".join(words), *turned]))
