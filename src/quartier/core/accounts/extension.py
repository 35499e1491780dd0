"""How apps above learn what happens to accounts, and what they add to the page of one's own account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.kit.components.markup import Text
from quartier.kit.http import Request
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

# Called with the user's id when every way in must die: whoever keeps tokens or the like ends them. Same transaction.
credentials_ended: Registry[Callable[[int, datetime], None]] = Registry("credentials ended")
# Called with actor, user's id and instant when somebody may know a password: the provider gets a ticket.
suspicion_reported: Registry[Callable[[Actor, int, datetime], None]] = Registry("suspicion reported")
# Called with actor, user's id, old and new address when a new address has been confirmed.
address_changed: Registry[Callable[[Actor, int, str, str, datetime], None]] = Registry("address changed")
# Called with actor, user's id and instant when a password was changed by its owner: reminders begin anew.
password_changed: Registry[Callable[[Actor, int, datetime], None]] = Registry("password changed")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line on the page of one's own account: label, what is told beside it, where it is changed.

    `shown` says for whom there is the line at all; `value` may be empty.
    """

    label: Text
    value: Callable[[Request], Any]
    address: Callable[[], str]
    change: Text
    shown: Callable[[Request], bool]
    order: int = 100


account_lines: Registry[AccountLine] = Registry("account lines")


@dataclass(frozen=True, slots=True)
class WayIn:
    """A link below the login for who has no account yet; `href` is "" where nobody is let in that way."""

    label: Text
    href: Callable[[Request], str]
    hint: Text = ""
    order: int = 100


# Registration brings these.
ways_in: Registry[WayIn] = Registry("ways in")
