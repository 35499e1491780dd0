"""Reading an e-invoice of anybody, in either syntax of the standard, and saying what it holds beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from quartier.core.invoices.en16931 import from_cii, from_ubl
from quartier.core.invoices.en16931.cii_words import NAMESPACES
from quartier.core.invoices.en16931.invoice import Invoice
from quartier.core.invoices.en16931.source import LeftOut, Source
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

CII: Final = "CII"
UBL: Final = "UBL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read: the invoice, its syntax, and every value that EN 16931 has no term for."""

    invoice: Invoice
    syntax: str
    left_out: tuple[LeftOut, ...]


def read(data: bytes) -> Read:
    """Return the invoice that an XML holds, checked or not; raises Unreadable. Entities and DTDs are refused."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_("This is no XML that can be read: %(why)s."), why=str(error)) from error
    if root.tag == from_cii.ROOT:
        source, syntax = Source(root, NAMESPACES), CII
        invoice = from_cii.invoice_of(source)
    elif root.tag in from_ubl.ROOTS:
        source, syntax = Source(root, from_ubl.NAMESPACES), UBL
        invoice = from_ubl.invoice_of(source)
    else:
        raise Unreadable(_("This XML is no invoice in CII or UBL but “%(name)s”."), name=root.tag)
    return Read(invoice=invoice, syntax=syntax, left_out=source.left_out())
