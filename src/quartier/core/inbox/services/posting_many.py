"""One mail to many people: rendered once, written in a few statements; each copy is a mail like every other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model

from quartier.core.audit import services as audit
from quartier.core.audit.services import Happening
from quartier.core.inbox import queries
from quartier.core.inbox.models import OutgoingMail
from quartier.core.inbox.services.posting import (
    NAME_LENGTH,
    enqueue_sending,
    identity_of,
    sender_of,
    subject_of,
)
from quartier.kit.jobs import enqueue
from quartier.kit.mail import HeaderRefused, Mail, Rendered, checked_address, checked_line
from quartier.values.actor import Actor

# How many copies one job puts into the queue: they go there beside the transaction that wrote them.
QUEUED_AT_ONCE = 500
# What each copy has of its own.
OWN = ("message_id", "to_address", "to_name", "about")


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient of a mail to many; `about` is the subject in the audit's form."""

    to: str
    to_name: str = ""
    about: str = ""


@transaction.atomic
def post_many(
    *, actor: Actor, at: datetime, mail: Mail, copies: Sequence[Copy], entity: Model | None = None
) -> list[int | None]:
    """Write one mail to many people as `post` writes it to one; returns the key of each copy in the order given.

    The same mail to the same address about the same subject at the same instant is posted once. None stands for an
    address that cannot stand in a header: nobody else is kept from the mail by it.
    """
    letterhead, entity_id = queries.letterhead(entity)
    rendered, sender = mail.render(letterhead), sender_of(letterhead, "")
    names = [_name(mail.template, one, at, rendered) for one in copies]
    known = dict(OutgoingMail.objects.filter(message_id__in=[n for n in names if n]).values_list("message_id", "pk"))
    new = {name: one for name, one in zip(names, copies, strict=True) if name is not None and name not in known}
    shape = OutgoingMail(
        template=mail.template, entity_id=entity_id, **sender, subject=rendered.subject, text=rendered.text,
        html=rendered.html, created_at=at, due_at=at,
    )  # fmt: skip
    made = _insert(shape, new)
    told = [
        Happening("mail.posted", subject_of(key), {"template": mail.template, "about": new[name].about})
        for name, key in made.items()
    ]
    if told:
        audit.record_many(actor=actor, at=at, happenings=told)
    keys = sorted(made.values())
    for start in range(0, len(keys), QUEUED_AT_ONCE):
        enqueue("inbox.send_many", mail_ids=keys[start : start + QUEUED_AT_ONCE])
    known |= made
    return [known[name] if name else None for name in names]


def _insert(shape: OutgoingMail, copies: Mapping[str, Copy]) -> dict[str, int]:
    """Write a row for each copy; what all of them share, above all the words, goes to the database once."""
    if not copies:
        return {}
    own = (list(copies), *zip(*((one.to, _line(one.to_name), one.about) for one in copies.values()), strict=True))
    fields = [field for field in OutgoingMail._meta.concrete_fields if not field.primary_key]
    shared = [field for field in fields if field.name not in OWN]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    values = ", ".join(f"one.{field.name}" if field.name in OWN else "%s" for field in fields)
    statement = (
        f"INSERT INTO {OutgoingMail._meta.db_table} ({columns}) SELECT {values}"  # noqa: S608 – names of our own fields
        f" FROM unnest({', '.join(['%s::text[]'] * len(OWN))}) AS one({', '.join(OWN)}) RETURNING message_id, id"
    )
    given = [field.get_db_prep_save(getattr(shape, field.attname), connection) for field in shared]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *map(list, own)])
        return dict(cursor.fetchall())


def put_into_queue(*, mail_ids: Sequence[int]) -> None:
    """Let workers send these mails, each by a job of its own; one that waits already is not queued again."""
    for mail_id in mail_ids:
        enqueue_sending(mail_id)


def _name(template: str, one: Copy, at: datetime, rendered: Rendered) -> str | None:
    try:
        return identity_of(template, checked_address(one.to), one.about, at, rendered)
    except HeaderRefused:
        return None


def _line(text: str) -> str:
    return checked_line(" ".join(text.split()))[:NAME_LENGTH]
