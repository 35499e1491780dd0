"""Sentences that stand on papers and before the last button. Papers are German whatever the language of the page."""

from __future__ import annotations

from typing import Final

from quartier.values.sentences import mark as _

# WR-098: shown before finishing, and printed.
CHECKED: Final = _(
    "We look only at structure and form: whether outlines close, measures are possible and the calculation follows the "
    "rule. Whether your measures are right only you can know; you alone answer for what you enter and for the result."
)
CHECKED_IN_GERMAN: Final = (
    "Der Rechner sieht sich nur Aufbau und Form an: ob Umrisse geschlossen, Maße möglich und die Rechenregeln "
    "eingehalten sind. Ob die eingegebenen Maße stimmen, hat niemand geprüft; für Eingaben und Ergebnis ist allein "
    "verantwortlich, wer sie erstellt hat."
)
# WR-041
LICENCE_IN_GERMAN: Final = (
    "Einfaches, nicht übertragbares Nutzungsrecht für eigene Zwecke des Auftraggebers; alle übrigen Rechte bleiben "
    "beim Anbieter."
)
