"""All that catalogue registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.privacy.extension import no_person

no_person("catalogue.Product", _("what the provider sells"))
no_person("catalogue.Price", _("prices of products"))
