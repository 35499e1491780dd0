"""What of ours can be reported: messages, and the names of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.threads import queries
from quartier.core.threads.extension import Reportable
from quartier.core.threads.services.hiding import conceal_message, reveal_message
from quartier.core.threads.services.naming import conceal_name, reveal_name

THINGS = (
    Reportable(
        key="message",
        label=_("Message"),
        shown=queries.message_shown,
        holder=queries.message_holder,
        entity_id=queries.message_entity,
        hide=conceal_message,
        show=reveal_message,
    ),
    Reportable(
        key="account",
        label=_("Name of an account"),
        shown=queries.account_shown,
        holder=queries.account_holder,
        entity_id=queries.account_entity,
        hide=conceal_name,
        show=reveal_name,
    ),
)
