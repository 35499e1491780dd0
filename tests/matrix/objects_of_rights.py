"""Existing requests about personal data, holds and restrictions to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import party, rows

Finder = Callable[[int], Any]


def data_request(user_id: int) -> int:
    """An answered request of a customer for their own data."""
    at, mine = now(), party(user_id)
    common = {"kind": "access", "way": "portal", "received_at": at, "identity": "login"}
    row = rows("rights.DataRequest").create(**common, party_id=mine, state="answered", answered_at=at, answer="Bereit.")
    return int(row.pk)


def waiting_request(kind: str, **more: Any) -> Finder:
    """A finder of a request of a kind that waits for an answer."""

    def find(user_id: int) -> int:
        given = {"way": "letter", "received_at": now(), "identity": "signature", **more}
        found = rows("rights.DataRequest").get_or_create(
            party_id=party(user_id), kind=kind, state="open", defaults=given
        )
        return int(found[0].pk)

    return find


def notice_to_recipient(user_id: int) -> int:
    """Somebody who has to be told of a correction."""
    row = rows("rights.RecipientNotice").get_or_create(request_id=data_request(user_id), recipient="Messdienst Matrix")
    return int(row[0].pk)


def legal_hold(user_id: int) -> int:
    """A hold on that customer."""
    given = {"case": "Matrix", "reason": "Klage", "review_on": now().date(), "set_at": now(), "set_by": "Test"}
    return int(rows("retention.LegalHold").get_or_create(party_id=party(user_id), lifted_at=None, defaults=given)[0].pk)


def restriction(user_id: int) -> int:
    """A restriction of that customer's data, which they were told will end."""
    given = {"ground": "disputed", "since_at": now(), "set_by": "Test", "told_at": now()}
    found = rows("retention.Restriction").get_or_create(party_id=party(user_id), lifted_at=None, defaults=given)
    return int(found[0].pk)


def retention_run(user_id: int) -> int:
    """A run of the retention."""
    return int(rows("retention.Run").create(began_at=now()).pk)


BY_PARAMETER: Mapping[str, Finder] = {
    "request_id": data_request,
    "restriction_id": restriction,
    "run_id": retention_run,
    "hold_id": legal_hold,
}
BY_ADDRESS: Mapping[tuple[str, str], Finder] = {
    ("rights:act", "verb"): lambda _user_id: "answer",
    ("rights:erase", "request_id"): waiting_request("erasure"),
    ("rights:correct", "request_id"): waiting_request("rectification"),
    ("rights:restrict", "request_id"): waiting_request("restriction"),
    ("rights:decide", "request_id"): waiting_request("objection"),
    ("rights:ask_fee", "request_id"): waiting_request("access"),
    ("rights:agree", "request_id"): waiting_request("access", fee=5, fee_reason="Papier"),
    ("rights:settle", "notice_id"): notice_to_recipient,
}
