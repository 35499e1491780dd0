"""The cookies this platform sets: the list that is published and that the build compares with reality (SBV-70)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
    def lifetime_text(self) -> str:
        """Return whether it is permanent and how long it lives."""
        if self.lifetime is None:
            return _t("until the browser is closed")
        if self.lifetime.days == 0:
            hours = self.lifetime.seconds // 3600
            return ngettext("permanent, %d hour", "permanent, %d hours", hours) % hours
        return ngettext("permanent, %d day", "permanent, %d days", self.lifetime.days) % self.lifetime.days


cookies: Registry[Cookie] = Registry("cookies")


def cookie(name: str, purpose: Text, *, lifetime: timedelta | None = None) -> Cookie:
    """Declare a necessary cookie of our own; called from a plug. One that is set without it fails the build."""
    return cookies.register(name, Cookie(name, purpose, lifetime))
