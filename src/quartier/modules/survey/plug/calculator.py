"""What the calculator and the surveys themselves register elsewhere."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.privacy.extension import no_person, personal_data
from quartier.modules.survey.services.fulfilment import EXPRESS, Express

product_kind(ProductKind(key=EXPRESS, label=pgettext_lazy("product", "Express calculation"), fulfilment=Express()))

personal_data(
    "survey.Survey",
    label=_("Surveys"),
    purpose=_("Calculate areas and draw plans of what was measured"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=_("30 days after the last change; with an order as long as the order"),
    subject="party=parties.Party",
)
no_person("survey.Version", _("what a survey was before; the survey names the customer"))
no_person("survey.Underlay", _("which picture lies beneath a drawing; the survey names the customer"))
