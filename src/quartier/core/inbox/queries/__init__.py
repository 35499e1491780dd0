"""What others may read about mail."""

from quartier.core.inbox.queries.letterheads import letterhead
from quartier.core.inbox.queries.mailbox import MailboxLine, mailbox, mailbox_mail, mailbox_places
from quartier.core.inbox.queries.outgoing import (
    about,
    bounces_of,
    count_undelivered,
    outgoing,
    outgoing_mail,
    overdue,
)

__all__ = [
    "MailboxLine",
    "about",
    "bounces_of",
    "count_undelivered",
    "letterhead",
    "mailbox",
    "mailbox_mail",
    "mailbox_places",
    "outgoing",
    "outgoing_mail",
    "overdue",
]
