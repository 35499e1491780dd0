"""Reading XML of others so that nothing is lost in silence: what nobody asked for is told at the end."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element

from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

DAY: Final = "%Y%m%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A value in the XML that the invoice has no term for: where it stands, and what it says."""

    path: str
    value: str


class Source:
    """An element that remembers what was read of it; all sources of one file share that memory."""

    __slots__ = ("_element", "_names", "_seen")

    def __init__(self, element: Element, names: dict[str, str], seen: set[tuple[int, str]] | None = None) -> None:
        self._element, self._names = element, names
        self._seen: set[tuple[int, str]] = set() if seen is None else seen

    def all(self, path: str) -> list[Source]:
        """Return the elements at a path."""
        return [Source(one, self._names, self._seen) for one in self._element.findall(path, self._names)]

    def one(self, path: str) -> Source | None:
        """Return the first element at a path."""
        found = self._element.find(path, self._names)
        return None if found is None else Source(found, self._names, self._seen)

    def must(self, path: str) -> Source:
        """Return the element at a path; raises Unreadable."""
        found = self.one(path)
        if found is None:
            raise Unreadable(_("The XML lacks the element %(path)s."), path=path)
        return found

    def own(self) -> str:
        """Return the text of the element itself: read."""
        self._seen.add((id(self._element), ""))
        return (self._element.text or "").strip()

    def attribute(self, name: str) -> str:
        """Return an attribute: read."""
        self._seen.add((id(self._element), name))
        return self._element.get(name, "")

    def says(self, name: str, word: str) -> None:
        """Take an attribute as read when it says what is taken for granted."""
        if self._element.get(name) == word:
            self._seen.add((id(self._element), name))

    def text(self, path: str) -> str:
        """Return the text at a path, empty when there is none."""
        found = self.one(path)
        return "" if found is None else found.own()

    def peek(self, path: str) -> str:
        """Return the text at a path, or an attribute (`@name`), without taking it as read."""
        if path.startswith("@"):
            return self._element.get(path[1:], "")
        found = self._element if path == "." else self._element.find(path, self._names)
        return "" if found is None else (found.text or "").strip()

    def same_as(self, other: Source) -> bool:
        """Return whether both elements say the same."""
        mine, others = self._element, other._element
        return (mine.text or "").strip() == (others.text or "").strip() and mine.attrib == others.attrib

    def number(self, path: str, currency: str = "") -> Decimal | None:
        """Return the number at a path; raises Unreadable for what is none."""
        found = self.one(path)
        return None if found is None else found.value(currency)

    def value(self, currency: str = "") -> Decimal:
        """Return the element itself as a number; an attribute with this currency is taken for granted."""
        text = self.own()
        if currency:
            self.says("currencyID", currency)
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise Unreadable(_("“%(text)s” in %(path)s is no number."), text=text, path=self.name)
        return number

    def amount(self, path: str, currency: str = "") -> Decimal:
        """Return the number at a path that has to be there; raises Unreadable."""
        return self.must(path).value(currency)

    def day(self, path: str) -> date | None:
        """Return the day at a path, as CII or ISO writes it; raises Unreadable for what is none."""
        found = self.one(path)
        if found is None:
            return None
        found.says("format", "102")
        text = found.own()
        try:
            return datetime.strptime(text, DAY).date() if text.isdigit() else date.fromisoformat(text[:10])  # noqa: DTZ007
        except ValueError:
            raise Unreadable(_("“%(text)s” in %(path)s is no day."), text=text, path=found.name) from None

    def bytes(self) -> bytes:
        """Return the element's text out of base64; raises Unreadable."""
        try:
            return b64decode("".join(self.own().split()), validate=True)
        except ValueError:
            raise Unreadable(_("The file in %(path)s cannot be unpacked."), path=self.name) from None

    @property
    def name(self) -> str:
        """The element's name without its namespace."""
        return _short(self._element.tag)

    def left_out(self) -> tuple[LeftOut, ...]:
        """Return every value below this element that nobody read."""
        return tuple(self._unread(self._element, ""))

    def _unread(self, element: Element, above: str) -> Iterator[LeftOut]:
        path = f"{above}/{_short(element.tag)}"
        text = (element.text or "").strip()
        if text and (id(element), "") not in self._seen:
            yield LeftOut(path=path, value=text)
        for key, value in element.attrib.items():
            # Where a schema lies is no statement of the invoice.
            if (id(element), key) not in self._seen and not key.endswith("schemaLocation"):
                yield LeftOut(path=f"{path}@{_short(key)}", value=value)
        for child in element:
            yield from self._unread(child, path)


def _short(tag: object) -> str:
    return str(tag).rpartition("}")[2]
