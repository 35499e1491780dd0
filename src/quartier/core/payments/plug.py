"""All that payments registers elsewhere, on one page."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import Words, fact
from quartier.core.blocks.extension import CandidateKind, candidate
from quartier.core.inbox.extension import carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.invoices.extension import InvoiceAction, invoice_actions, paying_back
from quartier.core.ledger.extension import AccountRole, Item
from quartier.core.orders.extension import OrderSection, order_sections
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.payments.extension import (
    PaymentKind,
    PaymentMethod,
    allowed,
    paid_back,
    payment_kinds,
    returned,
    set_up,
    starts,
)
from quartier.core.payments.queries import incoming, keeping, ordered, outgoing, ways
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.services import duties, refunding
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.processing.extension import Connection, connection
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PriceKind
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

REFUNDS = pgettext_lazy("payment", "Refunds")
REFERENCE = pgettext_lazy("payment", "Reference")
WAY = pgettext_lazy("payment", "Way")
BOTH = (StaffRole.BOOKKEEPER, StaffRole.CLERK)
grant("payments.view", _("See payments and refunds"), *BOTH, scoped=True)
grant("payments.book", _("Book, assign and return payments, keep the cash book"), StaffRole.BOOKKEEPER, scoped=True)
grant("payments.refund", _("Owe and approve refunds"), StaffRole.BOOKKEEPER, scoped=True)
# Keys to money at PayPal are the lead's.
grant("payments.set_up", _("Set up PayPal"), scoped=True)


def _charges(request: Request) -> bool:
    """Tell whether the provider charges anything. No statement."""
    portal: Any = request.portal
    return not portal.is_console and portal.policy(BillingPolicy, day_of(request.now)).prices is not PriceKind.FREE


def _transfers(policy: BillingPolicy, _on: Any) -> bool:
    """Tell whether money comes by transfer: whoever sends invoices takes transfers."""
    ways = {PaymentMethod.TRANSFER, PaymentMethod.INVOICE, PaymentMethod.AS_IN_TENANCY}
    return bool(policy.payment_methods & ways)


def _kind(key: str, label: Any, account: AccountRole, **more: Any) -> None:
    payment_kinds.register(key, PaymentKind(label=label, account=account, **more))


_kind(PaymentMethod.TRANSFER, _("Bank transfer"), AccountRole.BANK, is_on=_transfers, by_hand=True, order=10)
_kind(PaymentMethod.INVOICE, _("Invoice"), AccountRole.BANK, is_on=allowed(PaymentMethod.INVOICE), order=20)
_kind(
    PaymentMethod.AS_IN_TENANCY, _("as agreed in the tenancy"), AccountRole.BANK,
    is_on=allowed(PaymentMethod.AS_IN_TENANCY), order=30,
)  # fmt: skip
_kind(
    PaymentMethod.SEPA_DEBIT, _("SEPA direct debit"), AccountRole.BANK, is_on=allowed(PaymentMethod.SEPA_DEBIT),
    returns=True, order=40,
)  # fmt: skip
_kind(
    PaymentMethod.PAYPAL, _("PayPal"), AccountRole.PAYPAL, is_on=allowed(PaymentMethod.PAYPAL), returns=True,
    back=True, order=50,
)  # fmt: skip
# Registered and off: they are on where an acquirer was set up, never by the terms alone.
for method, text in (
    (PaymentMethod.CARD, _("Payment card")),
    (PaymentMethod.CREDIT_CARD, _("Credit card")),
    (PaymentMethod.APP_STORE, _("App store, in the app")),
):
    _kind(method, text, AccountRole.CARD, is_on=set_up(method), returns=True, order=60)
_kind(
    PaymentMethod.CHEQUE, _("Cheque, by agreement"), AccountRole.BANK, is_on=allowed(PaymentMethod.CHEQUE),
    by_hand=True, returns=True, needs_agreement=True, order=70,
)  # fmt: skip
_kind(
    "cash", pgettext_lazy("payment", "Cash"), AccountRole.CASH, is_on=lambda _policy, _on: True, by_hand=True, order=80
)

DETAILS: dict[str, Any] = {
    "amount": _("Amount"),
    "way": pgettext_lazy("payment", "Way"),
    "payment": _("Number of the payment"),
    "refund": _("Number of the refund"),
    "set_off": _("Number of the set-off"),
    "reason": _("Reason"),
    "because": pgettext_lazy("refund", "What for"),
    "claimed": _("Claimed for the return"),
    "account": _("Account"),
    "standing": _("How the counterclaim stands"),
    "number": _("Number"),
    "after": _("In the till after it"),
    "paypal": _("Number of the payment by PayPal"),
    "live": _("Real money"),
    "on": pgettext_lazy("switch", "On"),
}
WORDS: dict[str, Words] = {"standing": {one.value: _(one.label) for one in Counterclaim}}


def _fact(kind: str, label: Any) -> None:
    fact(f"payments.{kind}", label, words=WORDS, details=DETAILS)


_fact("received", _("Payment received"))
_fact("assigned", _("Payment given to a customer"))
_fact("released", _("Payment taken from a customer it did not belong to"))
_fact("returned", _("Payment went back"))
_fact("owed_back", _("Refund owed"))
_fact("account_named", _("Account for a refund named"))
_fact("refund_approved", _("Refund approved"))
_fact("refund_sent", _("Refund sent to the bank"))
_fact("paid_back", _("Refund paid"))
_fact("refund_failed", _("Refund failed"))
_fact("refund_dropped", _("Refund dropped"))
_fact("set_off_declared", _("Set-off declared"))
_fact("set_off_booked", _("Set-off booked"))
_fact("set_off_refused", _("Set-off not accepted"))
_fact("cash_booked", _("Entry in the cash book"))
_fact("paypal_begun", _("Payment by PayPal begun"))
_fact("paypal_denied", _("Payment by PayPal denied"))
_fact("paypal_left", _("Payment by PayPal not finished"))
_fact("paypal_set", _("PayPal set up"))
_fact("paypal_switched", _("PayPal switched on or off"))

# A guest's way to name an account is the secret address of the order.
carries_secret("payments.account_wanted")
paid_back.register("withdrawal", duties.note_withdrawal)
returned.register("blocks", duties.raise_block)
paying_back.register("payments", duties.hear_owed)
invoice_actions.register(
    "payments.pay",
    InvoiceAction(
        label=pgettext_lazy("button", "Pay"), address=lambda row: ways.page_to_pay(row.subject), icon="euro", order=10
    ),
)
connection(
    "paypal",
    Connection(
        label=_("PayPal"),
        task=_("Takes payments and pays back"),
        models=("payments.PayPalOrder",),
        opened_by=(
            "quartier.core.payments.services.paypal.client",
            "quartier.core.payments.services.paypal.hearing",
        ),
        where=ways.paypal_host,
    ),
)
candidate(duties.CANDIDATE, CandidateKind(label=_("Returned payment")))


def _paypal_start(_party_id: int, items: Sequence[Item]) -> str:
    """Lead to PayPal where the company has set it up."""
    return reverse("payments:pay_by_paypal", args=[items[0].pk]) if ways.has_paypal(items[0].entity_id) else ""


order_sections.register(
    "payments", OrderSection(template="payments/order.html", context=ordered.paying, order=10, at_click=True)
)
starts.register(PaymentMethod.PAYPAL, _paypal_start)
shows_person("payment_id", _("Payment"), table="payments_payment", person="party_id")
shows_person("refund_id", pgettext_lazy("payment", "Refund"), table="payments_refund", person="party_id")
shows_person("set_off_id", _("Set-off"), table="payments_setoff", person="party_id")
shows_person("paying_party_id", _("Payment"), table="parties_party", person="id")
party_actions.register(
    "payments.by_hand",
    PartyAction("payments.book", "payments:by_hand", pgettext_lazy("menu", "Book a payment"), icon="euro", order=63),
)
register(Entry(Area.PORTAL, "payments:own", _("Payments"), icon="euro", order=48, personal=True, shown=_charges))
register(
    Entry(
        Area.OFFICE, "payments:list", _("Payments"), icon="euro", section=Section.MONEY, order=30,
        count=lambda request: incoming.unclear(request.user),
    )
)  # fmt: skip
register(
    Entry(
        Area.OFFICE, "payments:refunds", REFUNDS, icon="euro", section=Section.MONEY, order=32,
        count=lambda request: outgoing.refunds_ready(request.user),
    )
)  # fmt: skip
register(
    Entry(
        Area.OFFICE, "payments:set_offs", _("Set-offs"), icon="document", section=Section.MONEY, order=34,
        count=lambda request: outgoing.set_offs_pending(request.user),
    )
)  # fmt: skip
register(Entry(Area.OFFICE, "payments:cash", _("Cash desk"), icon="euro", section=Section.MONEY, order=36))
register(Entry(Area.OFFICE, "payments:paypal_office", _("PayPal"), icon="tool", section=Section.MONEY, order=95))
open_work.register(
    "payments.refunds",
    OpenWork(
        "payments.refund",
        lambda n: ngettext("%(n)s refund to approve", "%(n)s refunds to approve", n) % {"n": n},
        lambda: f"{reverse('payments:refunds')}?stand=ready",
        lambda request: outgoing.refunds_ready(request.user),
        icon="euro",
        order=9,
    ),
)
open_work.register(
    "payments.set_offs",
    OpenWork(
        "payments.book",
        lambda n: ngettext("%(n)s set-off to decide", "%(n)s set-offs to decide", n) % {"n": n},
        lambda: reverse("payments:set_offs"),
        lambda request: outgoing.set_offs_pending(request.user),
        icon="document",
        order=24,
    ),
)
approval(
    refunding.APPROVAL,
    ApprovalKind(label=_("Refund above 500 €"), needs="payments.refund", effect=refunding.approve_second),
)

MONEY = _("Book what is paid and pay back what is due")
BASIS = _("Art. 6(1)(b), (c) GDPR; §§ 238, 257 HGB, §§ 140, 147 AO")
AS_LONG = _("ten years from the end of the year, as part of the books (§ 147 AO)")


def _of_customer(model: str, label: Any, kept: Any, past: Any, hidden: tuple[str, ...], **labels: Any) -> None:
    personal_data(
        f"payments.{model}",
        label=label,
        purpose=MONEY,
        basis=BASIS,
        retention=Retention(AS_LONG, kept, due=past),
        subject="party=parties.Party",
        controller="entity",
        fields=Fields(labels=labels),
        hidden=hidden,
        erase=None,
    )


_of_customer(
    "Payment", _("Payments"), keeping.payment_kept_until, keeping.payments_past,
    ("account_role", "origin", "item", "twin", "twin_seen_at", "agreement", "noted_by", "party", "entity"),
    kind=WAY, state=pgettext_lazy("payment", "State"), amount=_("Amount"),
    received_on=_("Received on"), reference=REFERENCE, payer=_("Payer"), returned_on=_("Went back on"),
    return_reason=_("Reason"), return_costs=_("Costs of the bank"), noted_at=_("Noted on"),
)  # fmt: skip
_of_customer(
    "Refund", pgettext_lazy("payment", "Refunds"), keeping.refund_kept_until, keeping.refunds_past,
    ("subject", "payment", "item", "approved_at", "approved_by", "asked_at", "party", "entity", "country"),
    amount=_("Amount"), because=pgettext_lazy("refund", "What for"), due_on=_("Pay back by"), way=WAY,
    state=pgettext_lazy("payment", "State"), holder=_("Account holder"), iban=_("IBAN"),
    ending=_("Last digits of the IBAN"), reference=REFERENCE, failure=_("Reason"), owed_at=_("Owed since"),
    sent_at=_("Sent"), paid_on=_("Paid on"),
)  # fmt: skip
_of_customer(
    "SetOff", _("Set-offs"), keeping.set_off_kept_until, keeping.set_offs_past,
    ("against", "decided_by", "item", "party", "entity"),
    amount=_("Amount"), words=_("Your claim"), standing=_("How the counterclaim stands"),
    state=pgettext_lazy("payment", "State"), declared_at=_("Declared"), decided_at=_("Decided"), reason=_("Reason"),
)  # fmt: skip
_of_customer(
    "PayPalOrder", _("Payments by PayPal"), keeping.try_kept_until, keeping.tries_past,
    ("items", "token", "request_id", "approve_url", "payment", "party", "entity"),
    amount=_("Amount"), reference=REFERENCE, order_id=_("Order at PayPal"), capture_id=_("Payment at PayPal"),
    state=pgettext_lazy("payment", "State"), reason=_("Reason"), begun_at=_("Begun"), changed_at=_("Changed"),
)  # fmt: skip
no_person("payments.CashEntry", _("a line of the cash book; whose it is stands on the payment alone"))
no_person("payments.PayPalAccount", _("an account of a company at PayPal"))
no_person("payments.PayPalNotice", _("a message of PayPal; whose it is stands on the payment alone"))
