"""The schemas of ISO 20022, as the test dependency sepaxml brings them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree


@cache
def schema(name: str) -> Any:
    """Return a schema by the name of its message, such as "pain.008.001.08"."""
    return etree.XMLSchema(etree.fromstring(files("sepaxml").joinpath(f"schemas/{name}.xsd").read_bytes()))


def valid(name: str, content: bytes) -> Any:
    """Return the document after its schema has found nothing wrong with it."""
    document = etree.fromstring(content)
    schema(name).assertValid(document)
    return document


def texts(document: Any, name: str) -> list[str]:
    """Return the texts of all elements of a name."""
    return [str(one.text) for one in document.iter(f"{{*}}{name}")]
