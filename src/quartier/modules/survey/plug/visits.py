"""What surveys on site register elsewhere."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.privacy.extension import no_person, personal_data
from quartier.modules.survey.services.fulfilment import SITE_SURVEY, SiteSurvey

product_kind(ProductKind(key=SITE_SURVEY, label=pgettext_lazy("product", "Survey on site"), fulfilment=SiteSurvey()))

WITH_ORDER = _("together with the order")
personal_data(
    "survey.Site",
    label=_("Objects of surveys on site"),
    purpose=_("Find the object and get in"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
)
personal_data(
    "survey.SiteUnit",
    label=_("Units of objects and who opens the doors"),
    purpose=_("Agree a date with the people in the units and get in"),
    basis=_("Art. 6(1)(f) GDPR: measure as ordered"),
    retention=WITH_ORDER,
    subject="site__order__party=parties.Party",
    controller="site__order__entity",
)
personal_data(
    "survey.Visit",
    label=_("Visits on site"),
    purpose=_("Agree dates, measure, and show which trip was charged and why"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="site__order__party=parties.Party",
    controller="site__order__entity",
)
no_person("survey.VisitedUnit", _("what came of a unit in a visit; the unit names the people"))
