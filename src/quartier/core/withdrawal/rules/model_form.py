"""The model withdrawal form of Anlage 2 zu Art. 246a § 1 Abs. 2 EGBGB, word for word, with the provider's address."""

from __future__ import annotations

from collections.abc import Sequence

FORM = """Muster-Widerrufsformular

(Wenn Sie den Vertrag widerrufen wollen, dann füllen Sie bitte dieses Formular aus und senden Sie es zurück.)

– An {address}:

– Hiermit widerrufe(n) ich/wir (*) den von mir/uns (*) abgeschlossenen Vertrag über den Kauf der folgenden Waren (*)/
  die Erbringung der folgenden Dienstleistung (*)

– Bestellt am (*)/erhalten am (*)

– Name des/der Verbraucher(s)

– Anschrift des/der Verbraucher(s)

– Unterschrift des/der Verbraucher(s) (nur bei Mitteilung auf Papier)

– Datum

_______________
(*) Unzutreffendes streichen.
"""


def model_form(address: Sequence[str]) -> str:
    """Return the form, addressed to the provider: name, street, town, fax if there is one, e-mail."""
    return FORM.format(address=", ".join(line for line in address if line))
