"""What a customer's own program does to leave: reads what ends and what stays, and closes the access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.services.proof import prove
from quartier.core.leaving import queries, services
from quartier.core.leaving.forms import CloseForm
from quartier.core.leaving.views import portal
from quartier.kit.api import DAY_IF_ANY, DONE, TEXT, YES, Acting, Answers, Call, Listing, Part, Parts, Plain, endpoint
from quartier.kit.clock import day_of
from quartier.law.bgb.form import FormLevel

MANY: Final = 1000
STAY: Final = Parts(
    Part("label", TEXT, _("Say what stays")),
    Part("reason", TEXT, _("Say why it stays")),
    Part("until", DAY_IF_ANY, _("Say until when it stays, if a day is known")),
)
OVERVIEW: Final = Parts(
    Part("by_click", YES, _("Tell whether the access can be closed here, or has to be ended in writing")),
    Part("form", TEXT, _("Say in which form it is ended")),
    Part("stays", Listing(STAY, MANY), _("What stays and why")),
)
CLOSE: Final = Answers(CloseForm, Part("current", Plain("string", longest=MANY), _("The present password")))


@endpoint("GET", like=portal.overview, summary=_("Read what ends and what stays when you leave"), gives=OVERVIEW,
          stands_for=("leaving:overview",))  # fmt: skip
def overview(request: Call) -> Mapping[str, Any]:
    """Tell what stays and why, and in which form the access is ended."""
    party = portal.own_party(request)
    form = queries.form_needed(party, day_of(request.now))
    stays = [STAY.of(one) for one in queries.what_stays(party, request.now)]
    return {"by_click": FormLevel.CLICK.meets(form), "form": _t(form.label), "stays": stays}


@endpoint("POST", like=portal.close, summary=_("Close your access for good"), takes=CLOSE, gives=DONE,
          stands_for=("leaving:close",), whole=False)  # fmt: skip
def close(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Close the access, with the check step and the password; this key ends with it."""
    party, answers = portal.own_party(request), {name: body[name] for name in body if name != "current"}
    form, program = CloseForm(CLOSE.data(answers)), Acting(answers)
    prove(at=request.now, user=request.user, password=body["current"])
    if program.passed(form):
        stays = "; ".join(str(one) for one in queries.what_stays(party, request.now))
        shown = {**program.by_label(), _t("Stays"): stays}
        services.close(actor=request.actor, at=request.now, party_id=party.pk, shown=shown)
    return program.outcome()
