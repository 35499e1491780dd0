"""All that terms registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.privacy.extension import Fields, no_person, personal_data
from quartier.core.terms import services
from quartier.core.terms.models import Occasion
from quartier.core.terms.views import ACCEPTED_FIRST
from quartier.kit.gates import gates

gates.register("terms", ACCEPTED_FIRST)

fact("terms.accepted", _("Terms accepted"), words={
    "text": {"terms": _("Terms of use"), "privacy": _("Privacy notice")}, "occasion": dict(Occasion.choices),
})  # fmt: skip

no_person("terms.TextVersion", _("the provider's own published texts"))
personal_data(
    "terms.Acceptance",
    label=_("Accepted terms"),
    purpose=_("Show which terms apply between us, in which words"),
    basis=_("Art. 6(1)(b), (f) GDPR: proof of the contract"),
    retention=_("until the account is closed; what was accepted for an order or a contract goes with it"),
    subject="user=accounts.User",
    fields=Fields(
        labels={
            "version": _("Text"),
            "subject": pgettext_lazy("terms", "Accepted for"),
            "occasion": _("Occasion"),
            "via": _("By which door"),
            "accepted_at": _("Accepted"),
        }
    ),
    hidden=("user",),
    erase=services.let_go,
)
