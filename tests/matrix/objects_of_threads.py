"""Existing things of threads to ask for: mail that came in, cases, requests without an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import now
from quartier.values.actor import Actor, ActorKind
from tests.matrix.people import rows


def _request(user_id: int) -> Any:
    """A request of a customer; for staff one that they can see."""
    entity, at = rows("accounts.User").get(pk=user_id).entity_id, now()
    own = rows("parties.Party").filter(user__isnull=False)
    own = own.filter(relationships__legal_entity=entity) if entity else own
    common = {"treatment": "request", "category": "Frage", "subject": "Keller", "opened_at": at, "changed_at": at}
    entity_id = entity or rows("providers.LegalEntity").first().pk
    row = rows("threads.Thread").create(party=own.order_by("pk")[0], entity_id=entity_id, **common)
    row.messages.create(author="customer", text="Das Schloss klemmt.", written_at=at)
    return row


def incoming_mail(user_id: int) -> int:
    """A mail that waits to be sorted."""
    count = rows("threads.IncomingMail").count()
    row = rows("threads.IncomingMail").create(
        digest=f"{count:064}", sender_address="wer@posthaus.example", to_address="emscher@post.example",
        subject="Frage", text="Hallo", proof="absent", fate="waits", doubt="unknown", received_at=now(), taken_at=now(),
    )  # fmt: skip
    return int(row.pk)


def case(user_id: int) -> int:
    """A case in which a message of that customer was hidden."""
    from quartier.core.threads import services  # noqa: PLC0415 – models load late

    own = _request(user_id)
    words = {"ground": "insult", "reason": "Beleidigung"}
    clerk = Actor(ActorKind.STAFF, "1", "Jette Brandis")
    services.hide(actor=clerk, at=now(), message_id=own.messages.get().pk, **words)
    return int(own.cases.get().pk)


def sanction(user_id: int) -> int:
    """What followed from the case that was made last."""
    last = rows("threads.Case").order_by("-pk")[0]
    return int(last.sanctions.create(kind="warning", reason="Ton", imposed_at=now()).pk)


def account(user_id: int) -> int:
    """The account of a customer whom staff can see."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    seen = rows("parties.Party").filter(user__isnull=False)
    seen = seen.filter(relationships__legal_entity=entity) if entity else seen
    return int(seen.order_by("pk")[0].user_id)


def contact(user_id: int) -> int:
    """A request of somebody without an account."""
    from quartier.core.threads import services  # noqa: PLC0415 – models load late

    words = {
        "name": "Jo Falk",
        "email": f"{rows('threads.ContactRequest').count()}@posthaus.example",
        "subject": "Frage",
    }
    entity = rows("accounts.User").get(pk=user_id).entity_id
    return int(services.ask(at=now(), text="Hallo", entity_id=entity, **words).pk)


def contact_link(user_id: int) -> str:
    """A secret link to such a request."""
    from quartier.core.threads import queries  # noqa: PLC0415 – models load late

    token = f"token-{contact(user_id)}"
    link = {"digest": queries.digest_of(token), "expires_at": now() + timedelta(days=1)}
    rows("threads.ContactLink").create(request=rows("threads.ContactRequest").order_by("-pk")[0], **link)
    return token


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "account_id": account,
    "case_id": case,
    "contact_id": contact,
    "incoming_id": incoming_mail,
    "sanction_id": sanction,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("threads:contact_one", "token"): contact_link,
    ("threads:contact_withdraw", "token"): contact_link,
}
