"""The smallest parts of CII: elements of the namespace `ram` as text. What says nothing is left away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from quartier.core.invoices.en16931.parties import Span

# A reader would turn these into something else.
RETURN: Final = {"\r": "&#13;"}
QUOTES: Final = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def node(name: str, *parts: str) -> str:
    """Return an element around its parts."""
    inside = "".join(parts)
    return f"<ram:{name}>{inside}</ram:{name}>" if inside else ""


def leaf(name: str, text: str, **attributes: str) -> str:
    """Return an element with a text; attributes without a value are left away as well."""
    if not text:
        return ""
    said = "".join(f' {key}="{escape(value, QUOTES)}"' for key, value in attributes.items() if value)
    return f"<ram:{name}{said}>{escape(text, RETURN)}</ram:{name}>"


def amount(name: str, value: Decimal | None, **attributes: str) -> str:
    """Return an amount with its cents."""
    return "" if value is None else leaf(name, f"{value:.2f}", **attributes)


def number(name: str, value: Decimal | None, **attributes: str) -> str:
    """Return a number with as many places as it has."""
    return "" if value is None else leaf(name, f"{value.normalize():f}", **attributes)


def day(name: str, on: date | None, prefix: str = "udt") -> str:
    """Return a day within an element."""
    return node(name, text_of_day(f"{prefix}:DateTimeString", on)) if on else ""


def text_of_day(name: str, on: date) -> str:
    """Return a day as the element that bears it."""
    return f'<{name} format="102">{on:%Y%m%d}</{name}>'


def period(span: Span | None) -> str:
    """Return a period of billing."""
    if span is None:
        return ""
    return node("BillingSpecifiedPeriod", day("StartDateTime", span.first), day("EndDateTime", span.last))


def indicator(word: str) -> str:
    """Return whether something is a charge: true or false."""
    return f"<ram:ChargeIndicator><udt:Indicator>{word}</udt:Indicator></ram:ChargeIndicator>"


def taxed(name: str, category: str, rate: Decimal | None) -> str:
    """Return category and rate of VAT."""
    return node(name, leaf("TypeCode", "VAT"), leaf("CategoryCode", category), number("RateApplicablePercent", rate))
