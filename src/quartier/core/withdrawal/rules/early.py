"""The two declarations of a consumer who wants work to begin before the withdrawal period is over (WR-072).

They are contract texts, so German in every language of the interface. Each stands beside its own unticked box, and
each is stored with its time; only both together let work begin early, and neither takes the right away before full
performance (§ 356 Abs. 5, § 357a Abs. 2 BGB).
"""

from __future__ import annotations

from typing import Final

EARLY_START: Final = (
    "Ich verlange ausdrücklich, dass Sie vor Ablauf der Widerrufsfrist mit der Ausführung der Dienstleistung beginnen."
)
KNOWN_LOSS: Final = (
    "Mir ist bekannt, dass ich bei einem Widerruf den bis dahin erbrachten Teil bezahle und dass mein Widerrufsrecht "
    "erlischt, sobald Sie die Dienstleistung vollständig erbracht haben."
)
