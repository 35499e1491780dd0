"""A person's access keys for their own programs: which there are, and taking one back. None makes another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.api import queries
from quartier.core.api.rules import MOST_TOKENS
from quartier.core.api.views import tokens as pages
from quartier.kit.api import (
    COUNT,
    INSTANT,
    INSTANT_IF_ANY,
    TEXT,
    Call,
    Listing,
    Part,
    Parts,
    acts,
    endpoint,
)

TOKEN: Final = Parts(
    Part("number", COUNT, _("Find the access key")),
    Part("name", TEXT, _("Say what it is for, in the person's words")),
    Part("ending", TEXT, _("Tell keys apart by their last signs")),
    Part("may", Listing(TEXT, MOST_TOKENS), _("Say what it may do")),
    Part("issued_at", INSTANT, _("Say when it was made")),
    Part("expires_at", INSTANT, _("Say until when it works")),
    Part("last_used_at", INSTANT_IF_ANY, _("Say when it was used last")),
)
TOKENS: Final = Parts(Part("keys", Listing(TOKEN, MOST_TOKENS), _("List the person's access keys")))


@endpoint("GET", like=pages.own, summary=_("List your access keys"), gives=TOKENS, stands_for=("api:tokens",))
def tokens(request: Call) -> Mapping[str, Any]:
    """Tell which access keys the person has, never a key itself."""
    return {"keys": [TOKEN.of(row, number=row.pk, may=row.scopes) for row in queries.tokens_of(request.user)]}


take_back = acts(pages.take_back, summary=_("Remove an access key"), stands_for=("api:token_take_back",))
