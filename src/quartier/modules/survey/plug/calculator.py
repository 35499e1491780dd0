"""What the calculator and the surveys themselves register elsewhere."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.orders.extension import OrderSection, accepted, order_sections
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.webhooks.extension import event
from quartier.kit.api import COUNT, TEXT, Part, Parts
from quartier.kit.navigation import Area, Entry, register
from quartier.law.hgb.books import DocumentClass
from quartier.modules.survey.queries import offers, reading
from quartier.modules.survey.services import forgetting, ordering
from quartier.modules.survey.services.fulfilment import EXPRESS, Express

product_kind(ProductKind(key=EXPRESS, label=pgettext_lazy("product", "Express calculation"), fulfilment=Express()))
accepted.register("survey.calculation", ordering.bind)
order_sections.register(
    "survey.calculation",
    OrderSection(template="survey/calculator/section.html", context=offers.section_of, order=10),
)
register(Entry(Area.PUBLIC, "survey:start", _("Calculate living area"), order=15, shown=offers.is_offered))
register(Entry(Area.PORTAL, "survey:start", _("Calculate living area"), order=44, shown=offers.is_offered))

fact("survey.begun", _("Calculation begun"))
fact("survey.restored", _("Earlier state of a calculation taken"))
fact("survey.described", _("Details of a calculation changed"))
fact("survey.ordered", _("Calculation goes with an order"))
fact("survey.finishing", _("Calculation to be finished"))
fact("survey.finished", _("Calculation finished"))
fact("survey.deleted", _("Calculation deleted"))

event(
    "survey.calculation.finished",
    _("A calculation is finished"),
    _("Its files can be fetched with the order."),
    Parts(
        Part("order", TEXT, pgettext_lazy("webhook", "Number of the order")),
        Part("files", COUNT, _("How many files there are")),
    ),
)

document_kind(
    DocumentKind(
        key="survey_result", label=_("Areas and plans"), kept_as=DocumentClass.LETTERS, in_force=True, is_offered=False
    )
)

personal_data(
    "survey.Survey",
    label=_("Surveys"),
    purpose=_("Calculate areas and draw plans of what was measured"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=Retention(
        _("30 days after the last change; with an order as long as the order"), reading.kept_until, due=reading.due
    ),
    subject=reading.about,
    fields=Fields(
        provided=frozenset({"title", "content", "author", "recipient", "purpose", "address"}),
        labels={
            "origin": _("Who drew it"),
            "state": _("State"),
            "title": _("Name"),
            "content": _("Measures"),
            "author": _("Made by"),
            "recipient": pgettext_lazy("survey", "Made for"),
            "purpose": _("What for"),
            "address": _("Address"),
            "made_at": _("Begun"),
            "touched_at": _("Last change"),
            "expires_at": _("Kept until"),
            "finished_at": _("Finished"),
        },
    ),
    hidden=("user", "party", "order", "number", "token", "token_digest", "ordering", "photo"),
    erase=forgetting.let_go,
)
no_person("survey.Version", _("what a survey was before; the survey names the customer"))
no_person("survey.Underlay", _("which picture lies beneath a drawing; the survey names the customer"))
