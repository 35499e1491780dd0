"""All that orders registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ended as contracts_ended
from quartier.core.inbox.extension import attachables, carries_secret
from quartier.core.orders import queries, services
from quartier.core.orders.models import EntryKind
from quartier.core.orders.services import withdrawing
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.withdrawal.extension import WithdrawalSubject, withdrawal_subjects

fact("orders.placed", _("Order received"))
fact("orders.accepted", _("Order accepted"))
fact("orders.declined", _("Order declined"))
fact("orders.begun", _("Work on the order begun"))
fact("orders.noted", _("Noted on the order"), words={"what": {one.value: one.label for one in EntryKind}})
fact("orders.planned", _("Date of the order changed"))
fact("orders.finished", _("Order finished"))
fact("orders.ended", _("Order ended without a result"))
fact("orders.refund_asked", _("Refund of the order handed over"))
fact("orders.reactivated", _("Order taken up again"))
fact("orders.credit_checked", _("Credit check noted"))

contracts_ended.register("orders", services.stop)
withdrawal_subjects.register(
    withdrawing.LABEL,
    WithdrawalSubject(
        meant=withdrawing.meant, of_party=withdrawing.of_party, look=withdrawing.look, withdraw=withdrawing.withdraw
    ),
)

WITH_ORDER = _("together with the order")

attachables.register("terms.textversion", queries.text_attached)

for template in (
    "received", "accepted", "missing", "sufficient", "changed", "finished", "closed", "cancelled", "reactivated",
    "refund", "declined",
):  # fmt: skip
    carries_secret(f"orders.{template}")

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
            "missing": _("What is missing"),
            "due_at": _("Due"),
            "ended_at": _("Ended"),
            "end_reason": _("Why it ended"),
        },
    ),
    hidden=(
        "party", "user", "contract", "previous", "entity", "token", "token_digest", "key", "end_note", "record",
        "record_digest", "flags", "kind", "scope", "button", "accepted_by", "accepted_because",
    ),
    erase=None,
)  # fmt: skip
personal_data(
    "orders.Entry",
    label=_("What happened with orders"),
    purpose=_("Perform an order, and show later what was asked, answered and done"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
    fields=Fields(
        others=frozenset({"noted_by"}),
        labels={"kind": _("What"), "at": _("When"), "words": _("Words"), "noted_at": _("Noted")},
    ),
    hidden=("order", "data", "noted_by"),
    erase=None,
)
personal_data(
    "orders.CreditCheck",
    label=_("Credit checks"),
    purpose=_("Decide whether an order is accepted"),
    basis=_("Art. 6(1)(f) GDPR: no deliveries to those who cannot pay"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
    fields=Fields(
        others=frozenset({"noted_by"}),
        labels={
            "source": _("Source"),
            "checked_on": _("Checked on"),
            "result": _("Result"),
            "words": _("Words"),
            "noted_at": _("Noted"),
        },
    ),
    hidden=("order", "noted_by"),
    erase=None,
)
personal_data(
    "orders.RefundRequest",
    label=_("Refunds of orders"),
    purpose=_("Pay back what is due"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=WITH_ORDER,
    subject="order__party=parties.Party",
    controller="order__entity",
    fields=Fields(
        others=frozenset({"asked_by"}),
        labels={"amount": _("Amount"), "reason": _("Reason"), "asked_at": _("Asked for")},
    ),
    hidden=("order", "asked_by"),
    erase=None,
)
no_person("orders.OrderFile", _("which documents came with an order; both name the customer"))
no_person("orders.OrderLine", _("products in an order; the order names the customer"))
