"""What a customer's own program does with consents: reads the wordings, gives, revokes, objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.consents import queries
from quartier.core.consents.forms import GiveForm
from quartier.core.consents.views import portal
from quartier.kit.api import (
    COUNT,
    INSTANT,
    TEXT,
    YES,
    Call,
    Listing,
    Part,
    Parts,
    acts,
    endpoint,
)

MANY: Final = 10_000
WORDING: Final = Parts(
    Part("text", COUNT, _("Send this with the consent")),
    Part("version", COUNT, _("Tell wordings apart")),
    Part("body", TEXT, _("The exact wording that is agreed to")),
    empty=True,
)
CONSENT: Final = Parts(
    Part("purpose", TEXT, _("Find the purpose")),
    Part("label", TEXT, _("Say what it is for")),
    Part("about", TEXT, _("Say more about it")),
    Part("is_given", YES, _("Tell whether the consent holds")),
    Part("has_changed", YES, _("Tell that the wording is another one than agreed to")),
    Part("wording", WORDING, _("What can be agreed to now")),
)
EVENT: Final = Parts(
    Part("at", INSTANT, _("Say when")),
    Part("label", TEXT, _("Say about what")),
    Part("said", TEXT, _("Say what was said")),
    Part("channel", TEXT, _("Say how it reached us")),
)
CONSENTS: Final = Parts(
    Part("consents", Listing(CONSENT, MANY), _("What can be agreed to, and what holds")),
    Part("objected", YES, _("Tell whether the customer gets no advertising")),
    Part("history", Listing(EVENT, MANY), _("Everything that was said before, newest first")),
)


def _told(line: queries.Line) -> dict[str, Any]:
    text, purpose = line.text, line.purpose
    words = {"purpose": purpose.key, "label": purpose.label, "about": purpose.about}
    wording = {"text": text.pk, "version": text.version, "body": text.body} if text else None
    return {**words, "is_given": line.is_given, "has_changed": line.changed, "wording": wording}


@endpoint("GET", like=portal.own, summary=_("Read your consents"), gives=CONSENTS, stands_for=("consents:own",))
def consents(request: Call) -> Mapping[str, Any]:
    """Tell what can be agreed to, what holds, and everything said before."""
    party_id = portal.own_party(request)
    return {
        "consents": [_told(line) for line in queries.lines_of(party_id, request.now)],
        "objected": queries.objected(party_id, request.now),
        "history": [EVENT.of(one, at=one.row.at) for one in queries.history_of(party_id)],
    }


give = acts(portal.give, GiveForm, summary=_("Give a consent"), stands_for=("consents:give",))
revoke = acts(portal.revoke, summary=_("Revoke a consent"), stands_for=("consents:revoke",))
revoke_all = acts(portal.revoke_all, summary=_("Revoke all consents"), stands_for=("consents:revoke_all",))
object_to_marketing = acts(
    portal.object_to_marketing, summary=_("Object to advertising"), stands_for=("consents:object",)
)
