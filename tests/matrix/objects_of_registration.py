"""Existing codes, letters with codes, applications and links to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import rows


def code(user_id: int) -> int:
    """An open code of a customer of the company of a partner's staff, otherwise of the first one."""
    entity = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk
    party = rows("parties.Relationship").filter(legal_entity_id=entity).order_by("pk")[0].party_id
    at = now()
    rows("registration.InvitationCode").filter(party_id=party, used_at=None, revoked_at=None).update(revoked_at=at)
    run = rows("registration.CodeRun").create(
        entity_id=entity, occasion="first", issued_at=at, issued_by="Test", code_count=1, made_at=at, set_count=1,
        file="JVBERi0=", printed_at=at, printed_by="Test",
    )  # fmt: skip
    number = rows("registration.InvitationCode").count()
    given = {"digest": f"matrix {number}", "issued_at": at, "expires_at": at + timedelta(days=90)}
    return int(rows("registration.InvitationCode").create(run=run, party_id=party, **given).pk)


def run(user_id: int) -> int:
    """Letters with codes that are printed and not in the post."""
    return int(rows("registration.InvitationCode").get(pk=code(user_id)).run_id)


def application(user_id: int) -> int:
    """An application that has been looked at and waits for the decision."""
    entity = rows("accounts.User").get(pk=user_id).entity_id or rows("providers.LegalEntity").first().pk
    at, number = now(), rows("registration.Application").count()
    row = rows("registration.Application").create(
        entity_id=entity, state="confirmed", email=f"antrag{number}@posthaus.example", organisation="Kontor Süd GmbH",
        account_name=f"Kontor{number}", user_name="paula", given_name="Paula", name="Sander", submitted_at=at,
        confirmed_at=at, note="Register eingesehen.",
    )  # fmt: skip
    return int(row.pk)


def link(user_id: int) -> str:
    """The secret of a link that confirms an address."""
    from quartier.core.registration.services.entering import fresh_link  # noqa: PLC0415 – models load late

    row = rows("registration.Application").get(pk=application(user_id))
    rows("registration.Application").filter(pk=row.pk).update(state="submitted", confirmed_at=None)
    return fresh_link(now(), row, now() + timedelta(hours=1))[0]


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"application_id": application, "code_id": code}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("registration:go_on", "token"): link,
    ("registration:run", "run_id"): run,
    ("registration:print", "run_id"): run,
    ("registration:close", "run_id"): run,
}
