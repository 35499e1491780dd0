"""What surveys on site register elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.inbox.extension import attachables, carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.orders.extension import OrderSection, accepted, ended, finished, order_sections
from quartier.core.privacy.extension import DataClass, Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.webhooks.extension import event
from quartier.kit.api import INSTANT, TEXT, Part, Parts
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.modules.survey.models import Outcome, Side
from quartier.modules.survey.queries import offers
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.rules.kinds import SITE_SURVEY
from quartier.modules.survey.services import calendars, sites, visit_deadlines, visits
from quartier.modules.survey.services.on_site import SiteSurvey, hear_over
from quartier.modules.survey.services.visit_letters import NOTICE
from quartier.modules.survey.views.sections import for_customer, for_office

product_kind(ProductKind(key=SITE_SURVEY, label=pgettext_lazy("product", "Survey on site"), fulfilment=SiteSurvey()))
accepted.register("survey.site", sites.hear_accepted)
ended.register("survey.site", hear_over)
finished.register("survey.site", hear_over)
order_sections.register(
    "survey.site", OrderSection(template="survey/visits/section.html", context=for_customer, order=20)
)
order_sections.register(
    "survey.site_office",
    OrderSection(
        template="survey/visits/office_section.html",
        context=lambda order, at, token: for_office(order, at),
        needs="survey.visit",
        order=20,
    ),
)
attachables.register(NOTICE, calendars.notice_file)
for template in ("proposed", "agreed", "cancelled", "reminder", "done"):
    carries_secret(f"survey.visit_{template}")
deadline(
    visit_deadlines.PROPOSAL,
    DeadlineKind(
        label=_("Choose a date for measuring on site"),
        promise=_("After that the proposed dates are no longer kept, and we propose new ones."),
        effect=lambda passed: visits.lapse(at=passed.at, site_id=int(passed.subject.rpartition(":")[2])),
        href=lambda subject: reverse("survey:site", args=[int(subject.rpartition(":")[2])]),
    ),
)
deadline(
    visit_deadlines.REMINDER,
    DeadlineKind(
        label=_("Remind of a visit on site"),
        effect=visit_deadlines.hear_reminder,
        href=lambda subject: reverse("survey:visit", args=[int(subject.rpartition(":")[2])]),
    ),
)
event(
    visits.EVENT,
    _("A date on site is agreed"),
    _("Told when a date for measuring on site is agreed."),
    Parts(
        Part("order", TEXT, _("Name the order as mails do")),
        Part("starts_at", INSTANT, _("Say when we come")),
        Part("ends_at", INSTANT, _("Say until when it takes, as far as we know")),
    ),
)

fact("survey.site_made", _("Object of the survey noted"))
fact("survey.access_given", _("Who opens the doors was noted"))
fact("survey.unit_added", _("Unit added"))
fact("survey.unreachable", _("Nobody in a unit is reached, the customer was asked"))
fact("survey.released", _("The customer has arranged the date"))
fact("survey.visit_proposed", _("Dates on site proposed"))
fact("survey.visit_declined", _("None of the dates suits"))
fact("survey.visit_lapsed", _("Proposed dates are no longer kept"))
fact("survey.visit_agreed", _("Date on site agreed"))
fact("survey.visit_moved", _("Date on site moved"))
fact("survey.visit_cancelled", _("Date on site called off"), words={"by": dict(Side.choices)})
fact("survey.visit_begun", _("Measuring on site begun"))
fact("survey.visit_done", _("Outcome of a visit noted"), words={"outcome": dict(Outcome.choices)})
fact("survey.hours_set", _("Working hours on site changed"))
fact("survey.absence_noted", _("Absence noted"))
fact("survey.absence_removed", _("Absence taken back"))
fact("survey.calendar_opened", _("Calendar address for visits made"))
fact("survey.calendar_revoked", _("Calendar address for visits revoked"))

register(
    Entry(
        Area.OFFICE, "survey:visits", _("Visits on site"), icon="clock", section=Section.WORK, order=46,
        count=lambda request: queries.to_plan(request.user), shown=offers.is_offered,
    )
)  # fmt: skip
register(
    Entry(
        Area.OFFICE, "survey:route", _("My route"), icon="key", section=Section.WORK, order=47,
        shown=offers.is_offered,
    )
)  # fmt: skip
open_work.register(
    "survey.visits_to_plan",
    OpenWork(
        "survey.visit",
        lambda n: (
            ngettext("For %(n)s object dates are to be proposed", "For %(n)s objects dates are to be proposed", n)
            % {"n": n}
        ),
        lambda: f"{reverse('survey:visits')}#plan",
        lambda request: queries.to_plan(request.user),
        order=24,
    ),
)
open_work.register(
    "survey.visits_to_note",
    OpenWork(
        "survey.visit",
        lambda n: (
            ngettext("Note what came of %(n)s visit on site", "Note what came of %(n)s visits on site", n) % {"n": n}
        ),
        lambda: f"{reverse('survey:visits')}#note",
        lambda request: queries.to_note(request.user, request.now),
        order=25,
    ),
)
shows_person(
    "site_id", pgettext_lazy("insight", "Object of a survey"), table="survey_site",
    person="(SELECT party_id FROM orders_order WHERE orders_order.id = order_id)",
)  # fmt: skip
shows_person(
    "visit_id", pgettext_lazy("insight", "Visit on site"), table="survey_visit",
    person=(
        "(SELECT party_id FROM orders_order JOIN survey_site ON orders_order.id = survey_site.order_id"
        " WHERE survey_site.id = site_id)"
    ),
)  # fmt: skip

WITH_ORDER = _("together with the order")
personal_data(
    "survey.Site",
    label=_("Objects of surveys on site"),
    purpose=_("Find the object and get in"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
    fields=Fields(
        provided=frozenset({"street", "postcode", "city", "wished", "note"}),
        labels={
            "kind": _("Kind of object"),
            "wished": _("Wished dates"),
            "note": _("Note on the way in"),
            "tells_tenants": _("People in the units are reminded"),
            "is_on_hold": _("Date on hold"),
            "made_at": _("Noted"),
        },
    ),
    hidden=("order",),
)
personal_data(
    "survey.Contact",
    label=_("Who opens the doors"),
    purpose=_("Agree a date with the people in the units and get in"),
    basis=_("Art. 6(1)(f) GDPR: measure as ordered"),
    retention=Retention(_("30 days after the end of the order"), queries.kept_until, due=queries.past_due),
    subject="site__order__party=parties.Party",
    controller="site__order__entity",
    data_class=DataClass.THIRD_PARTY,
    fields=Fields(
        others=frozenset({"name", "phone", "email"}),
        source="given_by",
        labels={"given_by": _("Named by"), "given_at": _("Named on"), "unit": pgettext_lazy("site", "Unit")},
    ),
    hidden=("site", "name", "phone", "email"),
)
personal_data(
    "survey.Visit",
    label=_("Visits on site"),
    purpose=_("Agree dates, measure, and show which trip was charged and why"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="site__order__party=parties.Party",
    controller="site__order__entity",
    fields=Fields(
        labels={
            "starts_at": _("Begins"),
            "ends_at": _("Ends"),
            "agreed_at": _("Agreed"),
            "begun_at": _("Measuring begun"),
            "ended_at": _("Ended"),
            "cancelled_by": _("Called off"),
            "because": _("Reason"),
            "outcome": _("Outcome"),
            "words": _("Words"),
            "made_at": _("Noted"),
        },
    ),
    hidden=("site", "surveyor", "minutes_there", "minutes_back", "sequence", "trip"),
)
personal_data(
    "survey.Surveyor",
    label=_("Working hours on site"),
    purpose=_("Agree dates at times that are worked"),
    basis=_("§ 26 BDSG"),
    retention=_("as long as the account"),
    subject="user=accounts.User",
    fields=Fields(
        labels={
            "hours": _("Working hours"),
            "minutes_there": _("Minutes there"),
            "minutes_back": _("Minutes back"),
        },
    ),
    hidden=("user", "token_hash", "token_made_at"),
)
personal_data(
    "survey.Absence",
    label=_("Absences"),
    purpose=_("Agree no dates on these days"),
    basis=_("§ 26 BDSG"),
    retention=_("as long as the account"),
    subject="surveyor__user=accounts.User",
    fields=Fields(labels={"from_on": _("From"), "until_on": _("Until")}),
    hidden=("surveyor",),
)
no_person("survey.SiteUnit", _("a unit of an object; who opens it stands with the contacts"))
no_person("survey.VisitedUnit", _("what came of a unit in a visit"))
no_person("survey.VisitNotice", _("what calendars were told of a visit; the visit names the customer"))
