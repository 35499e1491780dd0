"""What the mails about a withdrawal say besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from quartier.kit.mail import Facts, Part

PART: Final = "part"


def parts(row: Any) -> Sequence[Part]:
    """Say how much somebody withdraws from."""
    extent = _("a part of the contract") if row.wishes.get("extent") == PART else _("the whole contract")
    return (Facts(((_("Extent"), extent),)),)
