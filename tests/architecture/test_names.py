"""No real name stands in the project: no company, person, number or address of the documents behind it, no registry.

The names are kept as SHA-256 in forbidden.sha256, so that they do not stand here either. A name is a phrase of up to
five words in small letters, without signs and spaces around: `printf 'acme gmbh' | sha256sum` makes a line for it.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.architecture.sources import label, project_files

FORBIDDEN = Path(__file__).with_name("forbidden.sha256")
LONGEST = 5
WORD = re.compile(r"[^\W_]+")
BINARY = {".png", ".jpg", ".webp", ".ico", ".woff2", ".ttf", ".otf", ".mo", ".pdf"}


def hashed(phrase: str) -> str:
    """How a phrase stands in the list."""
    return sha256(phrase.encode()).hexdigest()


def phrases(text: str) -> Iterator[tuple[int, str]]:
    """Every run of up to five words, with the line where it starts; a run may cross lines."""
    words = [(number, word) for number, line in enumerate(text.lower().splitlines(), 1) for word in WORD.findall(line)]
    for start, (line, _word) in enumerate(words):
        for length in range(1, min(LONGEST, len(words) - start) + 1):
            yield line, " ".join(word for _line, word in words[start : start + length])


def real_names(text: str, forbidden: frozenset[str], innocent: set[str]) -> Iterator[int]:
    """Lines where a forbidden phrase starts; phrases found innocent are remembered."""
    for line, phrase in phrases(text):
        if phrase not in innocent:
            if hashed(phrase) in forbidden:
                yield line
            else:
                innocent.add(phrase)


def test_no_real_name_stands_in_the_project() -> None:
    forbidden = frozenset(FORBIDDEN.read_text().split())
    innocent: set[str] = set()
    faults = []
    for path in project_files():
        if path.suffix not in BINARY and path != FORBIDDEN:
            text = f"{label(path)}\n{path.read_text(encoding='utf-8')}"
            faults += [
                f"{label(path)}:{max(line - 1, 1)} names somebody real"
                for line in real_names(text, forbidden, innocent)
            ]
    assert faults == []


def test_a_name_is_found_however_it_is_joined() -> None:
    forbidden = frozenset({hashed("acme gmbh"), hashed("roadrunner")})
    for text in ("Acme GmbH", "see acme-gmbh.example", "ACME_GmbH", "of Acme\n  GmbH", "x/RoadRunner.toml"):
        assert list(real_names(f"# title\n{text}", forbidden, set())) == [2]
    assert list(real_names("Acmes GmbH, roadrunners", forbidden, set())) == []
