"""Words of the syntax CII that writing and reading share."""

from __future__ import annotations

import re
from typing import Final

_UNECE: Final = "urn:un:unece:uncefact:data:standard"
NAMESPACES: Final = {
    "rsm": f"{_UNECE}:CrossIndustryInvoice:100",
    "ram": f"{_UNECE}:ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{_UNECE}:QualifiedDataType:100",
    "udt": f"{_UNECE}:UnqualifiedDataType:100",
}
# What an additional document is (UNTDID 1001): it proves something, names a tender, or an object that is billed.
ATTACHED: Final = "916"
TENDER: Final = "50"
OBJECT: Final = "130"
ACCOUNT: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
