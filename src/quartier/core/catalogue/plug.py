"""All that catalogue registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import ByStaff, Licence, ProductKind, product_kind
from quartier.core.privacy.extension import no_person

no_person("catalogue.Product", _("what the provider sells"))
no_person("catalogue.Price", _("prices of products"))

product_kind(ProductKind(key="work", label=pgettext_lazy("product", "Work, once"), fulfilment=ByStaff()))
product_kind(ProductKind(key="licence", label=pgettext_lazy("product", "Licence for one time"), fulfilment=Licence()))
product_kind(
    ProductKind(
        key="recurring", label=pgettext_lazy("product", "Service that recurs"), fulfilment=ByStaff(), recurring=True
    )
)
