"""The codes of EN 16931 that we write; what we read may be any code of the standard's lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class TypeCode(StrEnum):
    """What a document is (BT-3, UNTDID 1001)."""

    PARTIAL = "326"
    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"
    PREPAYMENT = "386"
    SELF_BILLED = "389"
    PARTIAL_CONSTRUCTION = "875"
    PARTIAL_FINAL_CONSTRUCTION = "876"
    FINAL_CONSTRUCTION = "877"


class Category(StrEnum):
    """How a supply is taxed (BT-151, UNCL 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE = "O"


class Means(StrEnum):
    """How is paid (BT-81, UNTDID 4461)."""

    CASH = "10"
    CHEQUE = "20"
    CARD = "48"
    SEPA_TRANSFER = "58"
    SEPA_DEBIT = "59"
    ONLINE = "68"
    MUTUALLY_DEFINED = "ZZZ"


class Unit(StrEnum):
    """What is counted (BT-130, UN/ECE Recommendations 20 and 21)."""

    PIECE = "H87"
    ONE = "C62"
    FLAT = "LS"
    HOUR = "HUR"
    MINUTE = "MIN"
    DAY = "DAY"
    WEEK = "WEE"
    MONTH = "MON"
    QUARTER = "QAN"
    YEAR = "ANN"
    KILOMETRE = "KMT"
    METRE = "MTR"
    SQUARE_METRE = "MTK"
    CUBIC_METRE = "MTQ"
    KILOWATT_HOUR = "KWH"


class Profile(StrEnum):
    """Whose rules an XML follows: its specification identifier (BT-24)."""

    EN16931 = "urn:cen.eu:en16931:2017"
    XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"


# The business process XRechnung asks for (BT-23).
BILLING: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# Documents that the law counts as credit: their amounts are what the customer gets back.
CREDITS: Final = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
# Categories under which no tax is due, and those that need a reason why.
UNTAXED: Final = frozenset({Category.ZERO, Category.EXEMPT, Category.REVERSE_CHARGE, Category.INTRA_COMMUNITY,
                            Category.EXPORT, Category.OUTSIDE})  # fmt: skip
REASONED: Final = UNTAXED - {Category.ZERO}
# Why nothing is due (BT-121, the VATEX list), where the list has it.
REASON_CODES: Final = {
    Category.REVERSE_CHARGE: "VATEX-EU-AE", Category.INTRA_COMMUNITY: "VATEX-EU-IC", Category.EXPORT: "VATEX-EU-G",
    Category.OUTSIDE: "VATEX-EU-O",
}  # fmt: skip
