"""What jobs of the office register elsewhere."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import ProductKind, product_kind
from quartier.core.privacy.extension import no_person, personal_data
from quartier.modules.survey.services.fulfilment import DRAWINGS, Drawings

product_kind(
    ProductKind(key=DRAWINGS, label=pgettext_lazy("product", "Areas and drawings by us"), fulfilment=Drawings())
)
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
)
personal_data(
    "survey.ChangeWish",
    label=_("Wishes for changes of a result"),
    purpose=_("Change a result as the customer wishes, and show what was agreed"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=WITH_ORDER,
    subject="job__order__party=parties.Party",
    controller="job__order__entity",
)
personal_data(
    "survey.Delivery",
    label=_("Deliveries of results"),
    purpose=_("Show what was handed out when, and who released it"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="job__order__party=parties.Party",
    controller="job__order__entity",
)
