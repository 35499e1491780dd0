"""All that orders registers elsewhere, on one page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ended as contracts_ended
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.inbox.extension import attachables, carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.orders import queries, services
from quartier.core.orders.models import EntryKind
from quartier.core.orders.services import archiving, forgetting, promptness, withdrawing
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.providers.policies import FormationPolicy
from quartier.core.withdrawal.extension import WithdrawalSubject, withdrawal_subjects
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass


def _sells(request: Request) -> bool:
    """Tell whether the provider sells anything: whoever has a rule for the words on the button. No statement."""
    portal: Any = request.portal
    return not portal.is_console and bool(portal.policy(FormationPolicy, day_of(request.now)).order_button)


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

deadline(
    promptness.CHECK,
    DeadlineKind(
        label=_("Answer whether the documents suffice"),
        promise=_("By then we tell you whether your documents suffice or what is missing."),
        href=lambda subject: reverse("orders:one", args=[int(subject.rpartition(":")[2])]),
    ),
)

contracts_ended.register("orders", services.stop)
withdrawal_subjects.register(
    withdrawing.LABEL,
    WithdrawalSubject(
        meant=withdrawing.meant, of_party=withdrawing.of_party, look=withdrawing.look, withdraw=withdrawing.withdraw
    ),
)

grant("orders.view", _("See orders"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)
grant("orders.work", _("Decide on orders and work on them"), StaffRole.CLERK, scoped=True)
grant("orders.credit", _("See and note credit checks"), StaffRole.BOOKKEEPER, scoped=True)
grant("orders.refund", _("Hand refunds of orders over"), StaffRole.BOOKKEEPER, scoped=True)
shows_person("order_id", pgettext_lazy("insight", "Order"), table="orders_order", person="party_id")
register(Entry(Area.PORTAL, "orders:own", _("Orders"), icon="list", order=45, personal=True, shown=_sells))
register(
    Entry(
        Area.OFFICE, "orders:orders", _("Orders"), icon="list", section=Section.CONTRACTS, order=10,
        count=lambda request: queries.to_review(request.user), shown=_sells,
    )
)  # fmt: skip
open_work.register(
    "orders.review",
    OpenWork(
        "orders.work",
        lambda n: ngettext("%(n)s order waits for your decision", "%(n)s orders wait for your decision", n) % {"n": n},
        lambda: f"{reverse('orders:orders')}?stand=review",
        lambda request: queries.to_review(request.user),
        order=22,
    ),
)
open_work.register(
    "orders.flagged",
    OpenWork(
        "orders.work",
        lambda n: (
            ngettext("%(n)s order has a remark or an answer", "%(n)s orders have a remark or an answer", n) % {"n": n}
        ),
        lambda: f"{reverse('orders:orders')}?stand=flagged",
        lambda request: queries.to_look_at(request.user),
        order=23,
    ),
)

document_kind(
    DocumentKind(
        key=archiving.KIND, label=_("Order confirmations"), kept_as=DocumentClass.LETTERS, in_force=True,
        is_offered=False,
    )
)  # fmt: skip

WITH_ORDER = _("together with the order")

attachables.register("terms.textversion", queries.text_attached)

for template in (
    "received", "accepted", "missing", "sufficient", "changed", "finished", "delivered_again", "closed", "cancelled",
    "reactivated", "refund", "declined",
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
    erase=forgetting.let_go,
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
no_person("orders.AnswerFile", _("a file that waits for the answer it goes with; the order names the customer"))
no_person("orders.OrderLine", _("products in an order; the order names the customer"))
