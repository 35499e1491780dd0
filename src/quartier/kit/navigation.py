"""Menus are made from what the apps register: nothing is listed twice, switched-off functions vanish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse
from django.utils.translation import gettext_lazy as _

from quartier.kit.access import Access, access_of, permits
from quartier.kit.components.markup import Text
from quartier.kit.counting import Countable, counts
from quartier.kit.http import Request
from quartier.kit.registry import Registry


class Area(StrEnum):
    """The four shells that have a menu, and the line of legal duties in every footer of a portal."""

    PUBLIC = "public"
    PORTAL = "portal"
    OFFICE = "office"
    CONSOLE = "console"
    DUTIES = "duties"


class Section(TextChoices):
    """The headings of the office's menu, in their order."""

    TOP = "", ""
    WORK = "work", _("Work")
    CUSTOMERS = "customers", _("Customers")
    CONTRACTS = "contracts", _("Orders and contracts")
    MONEY = "money", _("Money")
    POST = "post", _("Mail and documents")
    OFFER = "offer", _("What we offer")
    PORTAL = "portal", _("Portal")
    RULES = "rules", _("Rules")
    PRIVACY = "privacy", _("Data protection")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. Its permission and switch are those of the view it leads to.

    `count` gives an open-work number to show beside it (0 hides it), or the rows that are counted with those of all
    other lines in one statement; `section` is the heading under which it stands in the office. `shown` says whether
    somebody who may open it is led there; without it everybody is. `personal` lines are about the person and stand
    behind their name, not in the row of what the portal does.
    """

    area: Area
    url_name: str
    label: Text
    icon: str = ""
    section: Section = Section.TOP
    order: int = 100
    count: Callable[[Request], Countable] | None = None
    shown: Callable[[Request], bool] | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as drawn for one request."""

    label: str
    url: str
    icon: str
    section: str
    current: bool
    count: int
    personal: bool


# `/buero/` leads to the office's first page and must not light up on every page below it.
TOP_LEVEL = 2

entries: Registry[Entry] = Registry("navigation")


def register(entry: Entry) -> None:
    """Add a line to a menu."""
    entries.register(f"{entry.area}:{entry.url_name}", entry)


def menu(request: Request, area: Area) -> Sequence[Link]:
    """Return the lines that this person may open in this portal, in order."""
    lines = _lines(area)
    urlconf = get_urlconf()
    found = ((entry, *_target(entry.url_name, urlconf)) for entry in lines)
    shown = [(entry, url) for entry, url, rule in found if _open(request, rule) and _led(request, entry)]
    numbers = counts([entry.count(request) if entry.count else 0 for entry, _url in shown])
    return [_link(request, entry, url, count) for (entry, url), count in zip(shown, numbers, strict=True)]


def openable(person: Any, area: Area) -> Sequence[Entry]:
    """Return the lines of a menu that somebody's permissions open, in order, whatever is switched on or off now."""
    rules = ((entry, _target(entry.url_name, None)[1]) for entry in _lines(area))
    return [entry for entry, rule in rules if rule is not None and permits(rule, person)]


def _lines(area: Area) -> Sequence[Entry]:
    sections = list(Section)
    return sorted((e for e in entries if e.area is area), key=lambda e: (sections.index(e.section), e.order))


@cache
def _target(url_name: str, urlconf: str | None) -> tuple[str, Access | None]:
    """Return address and rule of a line; the console does not have the portals' addresses, nor they its."""
    try:
        url = reverse(url_name, urlconf)
    except NoReverseMatch:
        return "", None
    return url, access_of(resolve(url, urlconf).func)


def _open(request: Request, rule: Access | None) -> bool:
    if rule is None or not permits(rule, request.user):
        return False
    return rule.feature is None or request.portal.feature_on(rule.feature, request.now)


def _led(request: Request, entry: Entry) -> bool:
    return entry.shown is None or entry.shown(request)


def _link(request: Request, entry: Entry, url: str, count: int) -> Link:
    here = request.path == url or (url.count("/") > TOP_LEVEL and request.path.startswith(url))
    return Link(str(entry.label), url, entry.icon, str(entry.section.label), here, count, entry.personal)
