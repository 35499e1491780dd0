"""The demo's mailbox: what would have gone out, across all providers. In production nobody reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django_tenants.utils import schema_context

from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.providers import queries as providers

NEWEST = 200


@dataclass(frozen=True, slots=True)
class MailboxLine:
    """One mail of any provider, as a line of the mailbox."""

    schema: str
    provider: str
    id: int
    created_at: datetime
    to_address: str
    subject: str
    template: str
    state: str

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(MailState(self.state).label)


def mailbox_places() -> dict[str, str]:
    """Return every schema that writes mail, with its name."""
    return {row.schema_name: row.name for row in providers.providers()} | {settings.CONSOLE_SCHEMA: "Quartier"}


def mailbox(schema: str = "") -> Sequence[MailboxLine]:
    """Return the newest mails of one provider or of all, in one statement. Schema names are checked by the database."""
    places = mailbox_places()
    wanted = [key for key in places if not schema or key == schema]
    if not wanted:
        return ()
    quote, table = connection.ops.quote_name, OutgoingMail._meta.db_table
    columns = "id, created_at, to_address, subject, template, state"
    parts = [f"(SELECT %s, {columns} FROM {quote(key)}.{table} ORDER BY id DESC LIMIT %s)" for key in wanted]  # noqa: S608 – schema names that the database has checked
    union = " UNION ALL ".join(parts)
    newest = f"SELECT * FROM ({union}) AS mail ORDER BY created_at DESC, id DESC LIMIT {NEWEST}"  # noqa: S608 – see above
    with connection.cursor() as cursor:
        cursor.execute(newest, [part for key in wanted for part in (key, NEWEST)])
        return [MailboxLine(key, places[key], *rest) for key, *rest in cursor.fetchall()]


def mailbox_mail(schema: str, mail_id: int) -> OutgoingMail | None:
    """Return one mail of any provider, or None."""
    if schema not in mailbox_places():
        return None
    with schema_context(schema):
        return OutgoingMail.objects.select_related("entity").filter(pk=mail_id).first()
