"""What jobs of the office and wishes for changes register elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import fact
from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.inbox.extension import carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.orders.extension import OrderSection, ended, order_sections, placed, resumed
from quartier.core.privacy.extension import Fields, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.webhooks.extension import event
from quartier.kit.api import COUNT, TEXT, Part, Parts
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries.offers import is_offered
from quartier.modules.survey.rules.kinds import DRAWINGS
from quartier.modules.survey.services import jobs, releasing
from quartier.modules.survey.services.fulfilment import Drawings
from quartier.modules.survey.views import job_sections

product_kind(
    ProductKind(key=DRAWINGS, label=pgettext_lazy("product", "Areas and drawings by us"), fulfilment=Drawings())
)
placed.register("survey.jobs", jobs.hear_placed)
ended.register("survey.jobs", jobs.hear_ended)
resumed.register("survey.jobs", jobs.hear_resumed)
approval(
    queries.APPROVAL,
    ApprovalKind(
        label=_("Release areas and drawings"), needs="survey.draw", effect=releasing.release,
        dropped=releasing.send_back, visible=job_sections.may_see,
        href=lambda subject: reverse("survey:job_preview", args=[int(subject.rpartition(":")[2])]),
    ),
)  # fmt: skip

fact("survey.job_made", _("Job for areas and drawings made"))
fact("survey.job_taken", _("Job taken"))
fact("survey.job_checked", _("Documents of the job checked"))
fact("survey.job_begun", _("Work on the job begun"))
fact("survey.job_submitted", _("Drawing sent for release"))
fact("survey.job_sent_back", _("Drawing not released"))
fact("survey.job_released", _("Drawing released"))
fact("survey.job_pressed_again", _("Files of the job made once more"))
fact("survey.delivered", _("Result delivered"))
fact("survey.job_ended", _("Job stopped"))
fact("survey.change_asked", _("Change of a result wished for"))
fact("survey.change_judged", _("Wish for a change judged"))
fact("survey.change_agreed", _("Change with a fee agreed"))
fact("survey.change_begun", _("Change begun"))
fact("survey.change_declined", _("Wish for a change fell away"))

event(
    "survey.result.delivered",
    _("A result was delivered"),
    _("Areas or drawings that you ordered are in the portal, the first time or anew after a change."),
    Parts(
        Part("order", TEXT, _("Name the order")),
        Part("delivery", COUNT, _("Count the deliveries of this order")),
        Part("files", COUNT, _("Say how many files it has")),
    ),
)

shows_person(
    "survey_job_id",
    pgettext_lazy("insight", "Work on an order"),
    table="survey_job",
    person="(SELECT o.party_id FROM orders_order o WHERE o.id = order_id)",
)
shows_person(
    "change_wish_id",
    pgettext_lazy("insight", "Wish for a change"),
    table="survey_changewish",
    person="(SELECT o.party_id FROM orders_order o JOIN survey_job j ON j.order_id = o.id WHERE j.id = job_id)",
)
register(
    Entry(
        Area.OFFICE, "survey:jobs", pgettext_lazy("menu", "Areas and drawings"), icon="tool", section=Section.CONTRACTS,
        order=12, shown=is_offered, count=lambda request: queries.to_do(request.user),
    )
)  # fmt: skip
open_work.register(
    "survey.jobs",
    OpenWork(
        "survey.draw",
        lambda n: ngettext("%(n)s job waits for work", "%(n)s jobs wait for work", n) % {"n": n},
        lambda: reverse("survey:jobs"),
        lambda request: queries.to_do(request.user),
        order=24,
    ),
)
order_sections.register(
    "survey.jobs", OrderSection(template="survey/jobs/section.html", context=job_sections.of_customer, order=30)
)
order_sections.register(
    "survey.jobs_office",
    OrderSection(
        template="survey/jobs/section_office.html", context=job_sections.of_staff, needs="survey.view", order=30
    ),
)

for template in ("free", "quoted", "agreed", "declined"):
    carries_secret(f"survey.wish_{template}")

no_person("survey.ProductOutput", _("what a product delivers"))
WITH_ORDER = _("together with the order")
personal_data(
    "survey.Job",
    label=_("Work on areas and drawings"),
    purpose=_("Draw and calculate what was ordered, and show who released it"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
    fields=Fields(
        others=frozenset({"checked_by", "drawn_by", "released_by", "worker"}),
        labels={
            "outputs": _("Delivers"), "state": _("State"), "checklist": _("What was found in your documents"),
            "checked_at": _("Documents checked"), "made_at": _("Made"), "touched_at": _("Changed"),
        },
    ),
    hidden=("order", "survey", "worker", "checked_by", "drawn_by", "drawn_key", "released_by", "sent_back"),
    erase=None,
)  # fmt: skip
personal_data(
    "survey.ChangeWish",
    label=_("Wishes for changes of a result"),
    purpose=_("Change a result as the customer wishes, and show what was agreed"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=WITH_ORDER,
    subject="job__order__party=parties.Party",
    controller="job__order__entity",
    fields=Fields(
        provided=frozenset({"words"}),
        others=frozenset({"asked_by"}),
        labels={
            "words": _("Your wish"), "asked_at": _("Asked for"), "state": _("State"), "gross": _("Price incl. VAT"),
            "words_to": _("Our words"), "because": _("Why it is not done"), "work_from": _("Done from"),
            "answered_at": _("Answered"), "done_at": _("Done"),
        },
    ),
    hidden=("job", "asked_by", "change"),
    erase=None,
)  # fmt: skip
personal_data(
    "survey.Delivery",
    label=_("Deliveries of results"),
    purpose=_("Show what was handed out when, and who released it"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="job__order__party=parties.Party",
    controller="job__order__entity",
    fields=Fields(
        others=frozenset({"drawn_by", "released_by"}),
        labels={
            "number": _("Number"), "version": pgettext_lazy("survey", "State of the drawing"),
            "content": _("What was measured"), "delivered_at": _("Delivered"),
        },
    ),
    hidden=("job", "files", "drawn_by", "released_by"),
    erase=None,
)  # fmt: skip
