"""What others may read about mail."""

from quartier.core.inbox.queries.letterheads import letterhead
from quartier.core.inbox.queries.mailbox import MailboxLine, mailbox, mailbox_mail, mailbox_places
from quartier.core.inbox.queries.outgoing import (
    about,
    bounces_of,
    outgoing,
    outgoing_mail,
    overdue,
    undelivered,
)

__all__ = [
    "MailboxLine",
    "about",
    "bounces_of",
    "letterhead",
    "mailbox",
    "mailbox_mail",
    "mailbox_places",
    "outgoing",
    "outgoing_mail",
    "overdue",
    "undelivered",
]
