"""Letters that nobody keeps, because they hold a secret: set one by one and bound into one file at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from quartier.core.letters.extension import LetterText
from quartier.core.letters.services.batching import _folder
from quartier.core.letters.services.writing import SHEETS, _recipient, _sender, _set
from quartier.kit.errors import Refused
from quartier.kit.pdf import Pdf, Press
from quartier.values import writing
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Unkept:
    """A letter that is not kept: to whom it goes, under which sign, and what it says."""

    party_id: int
    sign: str
    text: LetterText


def bind_unkept(
    *,
    actor: Actor,
    at: datetime,
    entity_id: int,
    title: str,
    letters: Iterable[Unkept],
    left_out: Callable[[Unkept, Refused], None],
    going_on: Callable[[int], None] = lambda _count: None,
) -> Pdf | None:
    """Set letters of a company in the order given and bind them behind a cover, for a printer; None when none is left.

    No row, no document and no file stays behind. A letter that cannot be set is told to `left_out`; `going_on` hears
    how many are through.
    """
    files = []
    with _folder(f"batch-{title}") as folder:
        for place, letter in enumerate(letters, 1):
            try:
                head = _sender(letter.party_id, entity_id)
                made = _set(actor, at, _recipient(letter.party_id), head, letter.text, letter.sign)
            except Refused as refusal:
                left_out(letter, refusal)
            else:
                (folder / f"{place}.pdf").write_bytes(made.content)
                files.append({"file": f"{place}.pdf", "pages": made.pages})
            going_on(place)
        if not files:
            return None
        cover = [
            ("Absender", head.entity.name),
            ("Briefe", str(len(files))),
            ("Zusammengestellt", writing.instant(at, english=False)),
            ("Vertraulich", "Die Briefe enthalten persönliche Zugangsdaten. Bitte gleich eintüten."),
        ]
        template = folder / "batch.typ"
        shutil.copyfile(SHEETS / template.name, template)
        data = {"title": title, "cover": cover, "letters": files, "both_sides": False}
        return Press(template, archived=False).printed(data, at=at)
