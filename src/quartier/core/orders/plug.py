"""All that orders registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.orders import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data

personal_data(
    "orders.Order",
    label=_("Orders"),
    purpose=_("Accept, perform and invoice what was ordered"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=Retention(
        _("after their end as long as vouchers (§ 147 AO)"), queries.kept_until, due=queries.past_due
    ),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        provided=frozenset({"inputs", "note"}),
        labels={
            "number": _("Number"),
            "state": _("State"),
            "title": _("What"),
            "standing": _("Ordered as"),
            "inputs": _("Details"),
            "note": _("Note"),
            "payment_method": _("Payment"),
            "net": _("Net"),
            "vat": _("VAT"),
            "gross": _("Total"),
            "credit": _("Credit"),
            "placed_at": _("Ordered"),
            "started_early_at": _("Early start demanded"),
            "loss_known_at": _("Loss of the right to withdraw known"),
            "accepted_at": _("Accepted"),
            "begun_at": _("Performance begun"),
            "waiting_since": _("Waiting for you since"),
            "due_at": _("Due"),
            "ended_at": _("Ended"),
            "end_reason": _("Why it ended"),
        },
    ),
    hidden=(
        "party", "user", "contract", "previous", "entity", "token_digest", "record", "record_digest", "flags", "kind",
        "scope", "button", "accepted_by", "accepted_because",
    ),
    erase=None,
)  # fmt: skip
no_person("orders.OrderLine", _("products in an order; the order names the customer"))
