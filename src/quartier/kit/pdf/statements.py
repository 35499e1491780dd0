"""What a PDF says about itself in terms of somebody's own: XMP properties with the schema that PDF/A asks for.

Standards such as Factur-X ask for such terms, and typst has no way to write them. So the one stream that holds the
metadata is written anew into the finished file, and the table of places after it follows; nothing else moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

STREAM: Final = re.compile(rb"<</Length (\d+)/Type/Metadata/Subtype/XML>>\s*stream\r?\n")
PLACE: Final = re.compile(rb"(\d{10}) (\d{5}) n")
TABLE: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
BAG_ENDS: Final = "</rdf:Bag></pdfaExtension:schemas>"
ENDS: Final = "</rdf:RDF>"


class NotFromTypst(RuntimeError):
    """The file is not built as typst builds files: a new version has changed it, and this module must follow."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One property, what it is, and its value."""

    name: str
    description: str
    value: str


@dataclass(frozen=True, slots=True)
class Statements:
    """Properties of one namespace."""

    schema: str
    namespace: str
    prefix: str
    properties: Sequence[Statement]


def stated(pdf: bytes, says: Statements) -> bytes:
    """Return the archivable PDF that typst made, with these statements. Raises NotFromTypst."""
    found = STREAM.search(pdf)
    if found is None:
        raise NotFromTypst("no stream of metadata")
    end = found.end() + int(found[1])
    metadata = _with(pdf[found.end() : end].decode(), says).encode()
    head = b"<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n" % len(metadata)
    body = pdf[: found.start()] + head + metadata + pdf[end:]
    return _placed(body, found.start(), len(body) - len(pdf))


def _with(metadata: str, says: Statements) -> str:
    if BAG_ENDS not in metadata or ENDS not in metadata:
        raise NotFromTypst("no list of schemas in the metadata")
    described = metadata.replace(BAG_ENDS, _schema(says) + BAG_ENDS, 1)
    values = "".join(
        f"<{says.prefix}:{one.name}>{escape(one.value)}</{says.prefix}:{one.name}>" for one in says.properties
    )
    block = f'<rdf:Description rdf:about="" xmlns:{says.prefix}="{says.namespace}">{values}</rdf:Description>'
    return described.replace(ENDS, block + ENDS, 1)


def _schema(says: Statements) -> str:
    """Return the description of the schema, without which PDF/A takes no property of a namespace of one's own."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{escape(one.description)}</pdfaProperty:description>"
        f"<pdfaProperty:name>{one.name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for one in says.properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{escape(says.schema)}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{says.namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{says.prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _placed(body: bytes, changed: int, by: int) -> bytes:
    """Return the file with every place after the changed stream moved by so many bytes."""
    ends = TABLE.search(body)
    if ends is None:
        raise NotFromTypst("no table of places")
    begins = int(ends[1]) + by
    if body[begins : begins + 4] != b"xref":
        raise NotFromTypst("the table of places is compressed")

    def moved(entry: re.Match[bytes]) -> bytes:
        place = int(entry[1])
        return b"%010d %s n" % (place + by if place > changed else place, entry[2])

    table = PLACE.sub(moved, body[begins : ends.start()])
    return body[:begins] + table + b"startxref\n%d\n%%%%EOF" % begins
