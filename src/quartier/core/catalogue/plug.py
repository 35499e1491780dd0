"""All that catalogue registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.catalogue.extension import ByStaff, Licence, ProductKind, product_kind
from quartier.core.privacy.extension import no_person
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import grant

grant("catalogue.keep", _("Keep services and prices"))
register(Entry(Area.OFFICE, "catalogue:products", _("Services"), icon="list", section=Section.OFFER, order=10))

fact("catalogue.product_added", _("Service taken into the catalogue"))
fact("catalogue.product_changed", _("Service changed"))
fact("catalogue.price_set", _("Price set"))
fact("catalogue.price_dropped", _("Price dropped before it began"))

no_person("catalogue.Product", _("what the provider sells"))
no_person("catalogue.Price", _("prices of products"))

product_kind(ProductKind(key="work", label=pgettext_lazy("product", "Work, once"), fulfilment=ByStaff()))
product_kind(ProductKind(key="licence", label=pgettext_lazy("product", "Licence for one time"), fulfilment=Licence()))
product_kind(
    ProductKind(
        key="recurring", label=pgettext_lazy("product", "Service that recurs"), fulfilment=ByStaff(), recurring=True
    )
)
