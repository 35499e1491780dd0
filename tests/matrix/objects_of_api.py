"""Existing tokens of people, and things in the state that an endpoint asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.matrix import objects_of_rights, people
from tests.matrix.people import rows

Finder = Callable[[int], Any]


def token(user_id: int) -> int:
    """A token of somebody."""
    at, count = now(), rows("api.PersonalToken").count()
    given = {"scopes": ["own.read"], "digest": f"{count:064}", "ending": "abcd", "issued_at": at}
    made = rows("api.PersonalToken").create(user_id=user_id, name="App", expires_at=at + timedelta(days=30), **given)
    return int(made.pk)


def closed_thread(user_id: int) -> int:
    """A request of that customer that is settled."""
    entity, at = rows("providers.LegalEntity").first().pk, now()
    common = {"treatment": "request", "category": "Frage", "subject": "Keller", "opened_at": at, "changed_at": at}
    mine = people.party(user_id)
    row = rows("threads.Thread").create(party_id=mine, entity_id=entity, state="closed", closed_at=at, **common)
    row.messages.create(author="customer", text="Das Schloss klemmt.", written_at=at)
    return int(row.pk)


def portable_data(user_id: int) -> int:
    """An answered request of that customer to take data along."""
    row = rows("rights.DataRequest").get(pk=objects_of_rights.data_request(user_id))
    row.kind = "portability"
    row.save(update_fields=["kind"])
    return int(row.pk)


def begun_upload(user_id: int) -> str:
    """A file that was announced, of which nothing has come yet."""
    from quartier.core.documents import services  # noqa: PLC0415 – models load late

    owner = rows("accounts.User").get(pk=user_id)
    return str(services.begin(at=now(), owner=owner, file_name="brief.pdf", size=8).key)


def open_purpose(user_id: int) -> str:
    """A purpose that can be agreed to and is not."""
    from quartier.core.consents import queries, services  # noqa: PLC0415 – models load late

    mine, key = people.party(user_id), next(iter(queries.current_texts()))
    if queries.is_given(key, mine, now()):
        services.revoke(actor=SYSTEM, at=now(), party_id=mine, purposes=[key])
    return key


def companion(user_id: int) -> int:
    """Somebody else who uses the account of this customer, which is made shared for that."""
    from quartier.core.accounts import services  # noqa: PLC0415 – models load late
    from quartier.kit.access import Audience  # noqa: PLC0415 – models load late
    from quartier.kit.roles import customer_rights  # noqa: PLC0415 – models load late

    user = rows("accounts.User").get(pk=user_id)
    common: dict[str, Any] = {"actor": SYSTEM, "at": now()}
    if user.account is None:
        user.account = services.open_customer_account(**common, name=f"Konto-{user_id}")
        user.rights = sorted(customer_rights.keys())
        user.save(update_fields=["account", "rights"])
        rows("parties.Party").filter(user_id=user_id).update(account=user.account)
        accept_everything(user_id)
    name = f"paula-{rows('accounts.User').count()}"
    given: dict[str, Any] = {"audience": Audience.CUSTOMER, "email": "paula@posthaus.example", "name": "Paula Petersen"}
    made = services.open_account(**common, **given, password=None, account=user.account, user_name=name)
    return int(made.pk)


def accept_everything(user_id: int) -> None:
    """Let somebody have accepted the texts."""
    from quartier.core.terms import queries, services  # noqa: PLC0415 – models load late
    from quartier.core.terms.models import Occasion  # noqa: PLC0415 – models load late

    missing = queries.missing(rows("accounts.User").get(pk=user_id))
    given: dict[str, Any] = {"user_id": user_id, "documents": missing, "occasion": Occasion.FIRST_LOGIN}
    services.accept(actor=SYSTEM, at=now(), **given)


def identity_wish(user_id: int) -> None:
    """A wish of that customer for another name that waits for approval."""
    from quartier.core.profile import services  # noqa: PLC0415 – models load late

    mine = rows("parties.Party").get(pk=people.party(user_id))
    values = {"given_name": mine.given_name, "name": f"{mine.name}-Meer", "born_on": str(mine.born_on or "")}
    given: dict[str, Any] = {"values": values, "reason": "Heirat", "shown": {"Name": values["name"]}}
    services.ask_for_identity(actor=SYSTEM, at=now(), party_id=mine.pk, **given)


def prepare(name: str, user_id: int) -> None:
    """Bring about what an endpoint needs that has no parameter for it."""
    if name.startswith(("users:", "charges:")):
        companion(user_id)
    if name == "profile:api_withdraw_identity":
        identity_wish(user_id)


BY_PARAMETER: Mapping[str, Finder] = {"token_id": token}
BY_ADDRESS: Mapping[tuple[str, str], Finder] = {
    ("threads:api_reopen", "thread_id"): closed_thread,
    ("rights:api_withdraw", "request_id"): objects_of_rights.waiting_request("access"),
    ("rights:api_take_along", "request_id"): portable_data,
    ("documents:api_part", "upload_key"): begun_upload,
    ("consents:api_give", "purpose"): open_purpose,
    **{(f"users:api_{name}", "user_id"): companion for name in ("user", "grant", "disable", "remove", "reset")},
}
