"""Existing changes, wishes and links to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.matrix.people import rows

Finder = Callable[[int], Any]


def own(user_id: int) -> int:
    """The customer behind an account; for staff the first customer they can see."""
    from tests.matrix.people import party  # noqa: PLC0415 – beside its only use

    return party(user_id)


def identity_change(user_id: int) -> int:
    """A wish for another name, of a customer whom this person sees."""
    found = rows("profile.IdentityChange").filter(party=own(user_id)).first()
    wanted = {"name": ["Alt", "Neu"]}
    common = {"party_id": own(user_id), "wanted": wanted, "reason": "Heirat", "asked_at": now(), "asked_by": "Ida"}
    return int((found or rows("profile.IdentityChange").create(**common)).pk)


def link(user_id: int) -> str:
    """The secret of a link that proves an address."""
    from quartier.core.profile import services  # noqa: PLC0415 – models load late

    party = rows("parties.Party").order_by("pk").first()
    services.ask_for_address(actor=SYSTEM, at=now(), party_id=party.pk, email="neu@posthaus.example")
    mail = rows("inbox.OutgoingMail").filter(template="profile.address_link").order_by("-pk")[0]
    return str(mail.text.partition("/e-mail-bestaetigen/")[2].split("/")[0])


BY_PARAMETER: Mapping[str, Finder] = {"change_id": identity_change}
BY_ADDRESS: Mapping[tuple[str, str], Finder] = {("profile:address_confirm", "key"): link}
