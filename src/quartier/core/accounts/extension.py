"""How apps above plug in here: what they learn of accounts, and what they bring to the page about one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.kit.roles import StaffRole, grant

__all__ = ["AccountLine", "StaffRole", "account_lines", "address_changed", "grant", "password_set"]

# The user, the old address, the confirmed new one, when it was confirmed.
AddressChanged = Callable[[int, str, str, datetime], None]
# The user who has a new password, and since when.
PasswordSet = Callable[[int, datetime], None]

address_changed: Registry[AddressChanged] = Registry("changes of addresses")
password_set: Registry[PasswordSet] = Registry("new passwords")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line on the page about one's own account: where it leads, what it is for, and for whom it is shown."""

    address: str
    label: Text
    text: Text = ""
    icon: str = ""
    order: int = 50
    shown: Callable[[Any], bool] = bool


account_lines: Registry[AccountLine] = Registry("lines about one's own account")
