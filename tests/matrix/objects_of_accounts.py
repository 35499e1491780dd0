"""Existing sessions, links by mail and passkeys to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import rows


def session(user_id: int) -> str:
    """A session of that user, by the name under which pages show it."""
    from quartier.core.accounts import queries  # noqa: PLC0415 – models load late

    owner = rows("accounts.User").get(pk=user_id)
    row = rows("accounts.Session").create(
        session_key=f"matrix{rows('accounts.Session').count()}",
        session_data="",
        user=owner,
        expire_date=now() + timedelta(hours=1),
    )
    return queries.name_of(row)


def link(purpose: str) -> Callable[[int], str]:
    """A finder of the key of a link that was mailed to that user."""

    def key(user_id: int) -> str:
        from quartier.core.accounts.services.devices import hash_of, new_key  # noqa: PLC0415 – models load late

        made = new_key()
        rows("accounts.MailLink").create(
            user_id=user_id, purpose=purpose, key_hash=hash_of(made), email="neu@posthaus.example", created_at=now(),
            expires_at=now() + timedelta(hours=1),
        )  # fmt: skip
        return made

    return key


def passkey(user_id: int) -> int:
    """A passkey of somebody who does not come here: whoever asks confirms first that it is them, and a second factor
    of their own would change how they log in."""
    name = "schluessel@posthaus.example"
    owner, _new = rows("accounts.User").get_or_create(
        login=name, defaults={"email": name, "name": "Kim Nord", "audience": "customer", "created_at": now()}
    )
    return int(rows("mfa.Authenticator").create(user=owner, type="webauthn", data={"name": "Telefon"}).pk)


BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("accounts:session_end", "session"): session,
    ("accounts:password_choose", "key"): link("reset"),
    ("accounts:address_confirm", "key"): link("address"),
    ("accounts:role_edit", "role"): lambda _user_id: "editor",
    ("mfa_edit_webauthn", "pk"): passkey,
    ("mfa_remove_webauthn", "pk"): passkey,
}
