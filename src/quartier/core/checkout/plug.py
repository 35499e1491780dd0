"""All that checkout registers elsewhere, on one page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.checkout import queries, services
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.providers.extension import feature
from quartier.core.providers.policies import FormationPolicy
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("checkout.offer", _("Prepare offers by link"), StaffRole.CLERK, scoped=True)
feature("orders", _("Orders"), _("Visitors and customers order services online."))


def _sells(request: Request) -> bool:
    """Tell whether the provider sells anything: whoever has a rule for the words on the button. No statement."""
    portal: Any = request.portal
    return not portal.is_console and bool(portal.policy(FormationPolicy, day_of(request.now)).order_button)


register(Entry(Area.PUBLIC, "checkout:shop", _("Services and prices"), order=20, shown=_sells))
register(Entry(Area.PORTAL, "checkout:shop", _("Order"), order=45, shown=_sells))
register(Entry(Area.OFFICE, "checkout:offers", _("Offers by link"), icon="mail", section=Section.CONTRACTS, order=80,
               shown=_sells))  # fmt: skip

fact("checkout.link_made", _("Order prepared for somebody else"))
fact("checkout.link_used", _("Prepared order placed"))
fact("checkout.link_revoked", _("Prepared order taken back"))

BEFORE_CONTRACT = _("Art. 6(1)(b) GDPR: steps before the contract, at your own request")
personal_data(
    "checkout.OrderLink",
    label=_("Orders prepared for others"),
    purpose=_("Let somebody else place an order at the price that was named"),
    basis=BEFORE_CONTRACT,
    retention=Retention(_("90 days after it was made"), queries.link_until, due=queries.links_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        others=frozenset({"prepared_by"}),
        labels={
            "entity": _("Company"),
            "label": pgettext_lazy("order link", "What it is for"),
            "gross": _("Total incl. VAT"),
            "made_at": _("Prepared"),
            "expires_at": _("Valid until"),
            "revoked_at": _("Taken back"),
            "used_at": pgettext_lazy("order link", "Ordered"),
        },
    ),
    hidden=("party", "token_digest", "lines", "inputs", "net", "vat", "priced_on", "order", "prepared_by"),
    erase=services.let_links_go,
)
personal_data(
    "checkout.Draft",
    label=_("Orders not sent yet"),
    purpose=_("Keep what was filled in until the order is sent"),
    basis=BEFORE_CONTRACT,
    retention=Retention(_("14 days after it was begun"), queries.draft_until, due=queries.drafts_due),
    subject=queries.drafts_about,
    export=queries.draft_told,
    erase=services.let_drafts_go,
)
personal_data(
    "checkout.DraftFile",
    label=_("Files of orders not sent yet"),
    purpose=_("Keep what was attached until the order is sent"),
    basis=BEFORE_CONTRACT,
    retention=_("with the order that is not sent yet, or with the prepared order"),
    subject=queries.files_about,
    fields=Fields(labels={"file_name": _("File"), "size": pgettext_lazy("file", "Size")}),
    hidden=("draft", "link", "key", "upload_key"),
    erase=services.let_rows_go,
)
