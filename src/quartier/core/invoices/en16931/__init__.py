"""EN 16931: invoices in the standard's terms, as XML (CII, read and written; UBL, read) and as kept records.

Pure: no Django, no clock, no database. `balanced` computes the sums, `check` refuses what does not add up,
`to_json`/`from_json` keep an invoice, `write_cii` and `read` are the way out and in.
"""

from quartier.core.invoices.en16931.checks import Fault, Unfit, check, faults
from quartier.core.invoices.en16931.cii import as_profile, write_cii
from quartier.core.invoices.en16931.codes import BILLING, Category, Means, Profile, TypeCode, Unit
from quartier.core.invoices.en16931.invoice import (
    Attribute,
    File,
    Invoice,
    Item,
    Line,
    Note,
    Price,
    Reference,
    Support,
)
from quartier.core.invoices.en16931.money import (
    Adjustment,
    Card,
    CreditTransfer,
    DirectDebit,
    LineAdjustment,
    Payment,
    Tax,
    Totals,
)
from quartier.core.invoices.en16931.parties import (
    Address,
    Contact,
    Delivery,
    Identifier,
    Party,
    Span,
    TaxRepresentative,
)
from quartier.core.invoices.en16931.reading import Read, read
from quartier.core.invoices.en16931.record import from_json, to_json
from quartier.core.invoices.en16931.source import LeftOut
from quartier.core.invoices.en16931.totals import balanced, priced, tax_on, taxes_of, totals_of

__all__ = [
    "BILLING",
    "Address",
    "Adjustment",
    "Attribute",
    "Card",
    "Category",
    "Contact",
    "CreditTransfer",
    "Delivery",
    "DirectDebit",
    "Fault",
    "File",
    "Identifier",
    "Invoice",
    "Item",
    "LeftOut",
    "Line",
    "LineAdjustment",
    "Means",
    "Note",
    "Party",
    "Payment",
    "Price",
    "Profile",
    "Read",
    "Reference",
    "Span",
    "Support",
    "Tax",
    "TaxRepresentative",
    "Totals",
    "TypeCode",
    "Unfit",
    "Unit",
    "as_profile",
    "balanced",
    "check",
    "faults",
    "from_json",
    "priced",
    "read",
    "tax_on",
    "taxes_of",
    "to_json",
    "totals_of",
    "write_cii",
]
