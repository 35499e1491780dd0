"""What stages of codes are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.components.markup import Text

CODE_STATES: Mapping[str, Text] = {
    "open": pgettext_lazy("code", "not used yet"),
    "used": pgettext_lazy("code", "used"),
    "expired": pgettext_lazy("code", "expired"),
    "locked": pgettext_lazy("code", "locked after wrong entries"),
    "revoked": pgettext_lazy("code", "revoked"),
}
CONTRACTS: Mapping[str, Text] = {
    "tenancy": _("Tenancy"),
    "membership": _("Membership"),
    "savings": _("Savings"),
    "service": _("Service contract"),
}
