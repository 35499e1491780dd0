"""The cookies this platform sets: the list that is published and that the build compares with reality (SBV-70)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quartier.kit.registry import Registry

Text = str | Promise
GERMANY = _("Germany")


class Category(StrEnum):
    """What a cookie is for; all but the necessary ones need consent."""

    NECESSARY = "necessary"
    STATISTICS = "statistics"
    MARKETING = "marketing"


CATEGORY_LABELS: dict[Category, Text] = {
    Category.NECESSARY: _("necessary"),
    Category.STATISTICS: _("statistics"),
    Category.MARKETING: _("marketing"),
}


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie as the public list shows it. `lifetime` None means that it ends with the browser session.

    `vendor` "" is the provider of the portal itself; `country` is where the vendor processes it.
    """

    name: str
    purpose: Text
    lifetime: timedelta | None = None
    category: Category = Category.NECESSARY
    vendor: str = ""
    country: Text = GERMANY

    @property
    def category_label(self) -> Text:
        """Return the category in words."""
        return CATEGORY_LABELS[self.category]

    @property
    def days(self) -> int:
        """Return the lifetime in days, 0 for one that ends with the session."""
        return self.lifetime.days if self.lifetime else 0


cookies: Registry[Cookie] = Registry("cookies")


def cookie(name: str, purpose: Text, *, lifetime: timedelta | None = None) -> Cookie:
    """Declare a necessary cookie of our own; called from a plug. One that is set without it fails the build."""
    return cookies.register(name, Cookie(name, purpose, lifetime))
