"""What a customer's own program reads and says about surveys on site: doors, dates, what came of visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.kit.api import COUNT, INSTANT, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint
from quartier.modules.survey.forms.visits import ArrangedForm, AuthorisedForm, DateSent, UnitForm
from quartier.modules.survey.models import VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.views import access

MANY: Final = 500
UNIT: Final = Parts(
    Part("id", COUNT, _("Name the unit in addresses")),
    Part("label", TEXT, _("Say which unit it is")),
    Part("has_access", YES, _("Say whether it is known who opens")),
    Part("is_unreachable", YES, _("Say whether nobody there is reached")),
    Part("is_measured", YES, _("Say whether it is measured")),
)
VISIT: Final = Parts(
    Part("id", COUNT, _("Name the date when you choose it")),
    Part("starts_at", INSTANT, _("Say when we come")),
    Part("ends_at", INSTANT, _("Say until when it takes, as far as we know")),
    Part("state", TEXT, _("Say whether it is proposed, agreed, done or called off")),
    Part("outcome", TEXT, _("Say what came of it")),
    Part("cost", TEXT, _("Say what the trip cost without VAT, with a point before the cents")),
)
ON_SITE: Final = Parts(
    Part("address", TEXT, _("Say where we measure")),
    Part("is_on_hold", YES, _("Say whether you have to arrange the date first")),
    Part("has_person", YES, _("Say whether one person opens all units")),
    Part("units", Listing(UNIT, MANY), _("What is measured")),
    Part("visits", Listing(VISIT, MANY), _("The dates, the earliest first")),
)


@endpoint(
    "GET", like=access.access_page, summary=_("Read the dates on site of an order"), gives=ON_SITE,
    stands_for=("survey:access",),
)  # fmt: skip
def on_site(request: Call, order_id: int) -> Mapping[str, Any]:
    """Tell who opens, and which dates there are."""
    site = access.own_door(request, order_id).site
    person = queries.person_of(site)
    return {
        "address": str(site), "is_on_hold": site.is_on_hold, "has_person": person is not None,
        "units": [
            {
                "id": unit.pk, "label": unit.label, "has_access": person is not None or contact is not None,
                "is_unreachable": unit.is_unreachable, "is_measured": unit.measured_at is not None,
            }
            for unit, contact in queries.units_of(site)
        ],
        "visits": [
            {
                "id": one.pk, "starts_at": one.starts_at, "ends_at": one.ends_at, "state": VisitState(one.state).value,
                "outcome": one.outcome, "cost": str(one.trip.net) if one.trip else "0.00",
            }
            for one in site.visits.select_related("trip")
        ],
    }  # fmt: skip


person = acts(access.person, AuthorisedForm, summary=_("Say who opens all units"), stands_for=("survey:access_person",))
unit = acts(access.unit, UnitForm, summary=_("Say who opens one unit"), stands_for=("survey:access_unit",))
date = acts(access.date, DateSent, summary=_("Choose one of the dates"), stands_for=("survey:date",))
arranged = acts(
    access.arranged, ArrangedForm, summary=_("Say that the date is arranged"), stands_for=("survey:arranged",)
)
