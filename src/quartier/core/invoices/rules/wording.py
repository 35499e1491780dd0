"""Sentences that the law or the customer's tax return wants on an invoice; German like every invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from quartier.values import writing

# § 14 Abs. 4 Satz 1 Nr. 9, § 14b Abs. 1 Satz 5 UStG: for taxed work on a building, to those who receive it privately.
KEEP: Final = (
    "Bitte bewahren Sie diese Rechnung oder einen Zahlungsbeleg zwei Jahre lang auf: Das Gesetz verlangt es bei "
    "Leistungen an einem Grundstück (§ 14b Abs. 1 Satz 5 UStG)."
)
# BR-CO-25 asks every document with an amount for terms; this amount goes to the customer.
CREDITED: Final = "Der Betrag wird Ihrem Kundenkonto gutgeschrieben."


def labour(gross: Decimal) -> str:
    """Return the share that § 35a EStG lets households set off: labour, machines and travel, with their VAT."""
    return f"Darin enthalten: Arbeits-, Maschinen- und Fahrtkosten von {_euro(gross)} einschließlich USt (§ 35a EStG)."


def deposits(net: Decimal, vat: Decimal) -> str:
    """Return what was invoiced before, with its VAT, as a final invoice has to show it (§ 14 Abs. 5 Satz 2 UStG)."""
    return f"Bereits in Rechnung gestellt: {_euro(net)} netto und {_euro(vat)} Umsatzsteuer; beides ist abgezogen."


def _euro(amount: Decimal) -> str:
    return f"{writing.number(amount, 2, english=False)} €"
