"""All that invoices registers elsewhere, on one page."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ended as contracts_ended
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.inbox.extension import attachables
from quartier.core.insight.extension import shows_person
from quartier.core.invoices import queries, services
from quartier.core.invoices.queries import pages
from quartier.core.orders.extension import OrderLink, order_links
from quartier.core.orders.extension import accepted as orders_accepted
from quartier.core.orders.extension import finished as orders_finished
from quartier.core.orders.extension import holds as orders_held
from quartier.core.orders.extension import paid as orders_paid
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.providers.policies import BillingPolicy
from quartier.core.withdrawal.extension import settled as withdrawals_settled
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant("invoices.view", _("See invoices"), StaffRole.BOOKKEEPER, StaffRole.CLERK, scoped=True)
grant("invoices.bill", _("Write, credit and cancel invoices"), StaffRole.BOOKKEEPER, scoped=True)

fact("invoices.issued", _("Invoice issued"))
fact("invoices.corrected", _("Invoice corrected"))
fact("invoices.delivered", _("Invoice sent"))
fact("invoices.received", _("Receipt of the invoice noted"))
fact("invoices.preferred", _("Way of invoices set"))
fact("invoices.extra", _("Additional service of an order"))
fact("invoices.settings", _("Invoice details of a company set"))

orders_accepted.register("invoices", services.hear_accepted)
orders_finished.register("invoices", services.hear_finished)
orders_held.register("invoices", services.held)
orders_paid.register("invoices", queries.paid_for_order)
order_links.register("invoices", OrderLink(_("Additional services"), "invoices:extras", "invoices.view"))
contracts_ended.register("invoices", services.hear_ended)
withdrawals_settled.register("invoices", services.hear_settled)
attachables.register("invoices.invoice", services.paper_attached)


def _bills(request: Request) -> bool:
    """Tell whether the provider bills through the portal at all. No statement."""
    portal: Any = request.portal
    return not portal.is_console and bool(portal.policy(BillingPolicy, day_of(request.now)).due)


shows_person("invoice_id", pgettext_lazy("insight", "Invoice"), table="invoices_invoice", person="party_id")
shows_person("billed_order_id", pgettext_lazy("insight", "Order"), table="orders_order", person="party_id")
shows_person("billed_party_id", pgettext_lazy("insight", "Customer"), table="parties_party", person="id")
register(Entry(Area.PORTAL, "invoices:own", _("Invoices"), icon="euro", order=40, shown=_bills))
register(
    Entry(
        Area.OFFICE, "invoices:invoices", _("Invoices"), icon="euro", section=Section.MONEY, order=10, shown=_bills,
    )
)  # fmt: skip
for key, words, rows, order in (
    (
        "druck",
        lambda n: ngettext("%(n)s invoice to print and post", "%(n)s invoices to print and post", n) % {"n": n},
        lambda request: pages.to_print(request.user),
        46,
    ),
    (
        "zugang",
        lambda n: (
            ngettext("%(n)s open invoice without a day of arrival", "%(n)s open invoices without a day of arrival", n)
            % {"n": n}
        ),
        lambda request: pages.without_receipt(request.user, request.now),
        47,
    ),
):
    open_work.register(
        f"invoices.{key}",
        OpenWork(
            "invoices.bill", words, partial(reverse, "invoices:queue", args=[key]), rows, icon="euro", order=order
        ),
    )
open_work.register(
    "invoices.rates",
    OpenWork(
        "invoices.bill",
        lambda n: (
            ngettext(
                "%(n)s invoice with different VAT rates on its days",
                "%(n)s invoices with different VAT rates on their days",
                n,
            )
            % {"n": n}
        ),
        lambda: f"{reverse('invoices:invoices')}?stand=remarks",
        lambda request: pages.to_look_at(request.user),
        icon="euro",
        order=48,
    ),
)
party_actions.register(
    "invoices.new", PartyAction(needs="invoices.bill", address="invoices:new", label=_("Write an invoice"), order=61)
)
party_actions.register(
    "invoices.preference",
    PartyAction(needs="invoices.bill", address="invoices:preference", label=_("How invoices are sent"), order=62),
)

document_kind(DocumentKind(key="invoice", label=_("Invoices"), kept_as=DocumentClass.VOUCHERS, is_offered=False))

BILL = _("Bill what was supplied, and keep the invoices the law asks for")
BASIS = _("Art. 6(1)(b), (c) GDPR; §§ 14, 14b UStG, § 147 AO")
AS_LONG = _("eight years from the end of the year (§ 14b UStG, § 147 AO)")

personal_data(
    "invoices.Invoice",
    label=_("Invoices"),
    purpose=BILL,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        others=frozenset({"noted_by"}),
        labels={
            "number": _("Number"),
            "kind": pgettext_lazy("invoice", "Kind"),
            "title": pgettext_lazy("open item", "What for"),
            "standing": _("Billed as"),
            "issued_on": _("Issued on"),
            "supply_from": _("Supplied from"),
            "supply_to": _("Supplied until"),
            "due_on": _("Due on"),
            "payment_method": _("Payment"),
            "net": _("Net"),
            "vat": _("VAT"),
            "gross": _("Total"),
            "prepaid": _("Paid before"),
            "payable": _("To be paid"),
            "record": _("The invoice as issued"),
            "because": _("Reason"),
            "noted_at": _("Noted"),
        },
    ),
    hidden=("entity", "contract", "order", "corrects", "key", "parts", "digest", "remarks", "document", "noted_by"),
    erase=None,
)
personal_data(
    "invoices.Delivery",
    label=_("Ways of invoices to customers"),
    purpose=_("Send invoices once, and know when they arrived"),
    basis=_("Art. 6(1)(b), (f) GDPR"),
    retention=_("together with the invoice"),
    subject="invoice__party=parties.Party",
    controller="invoice__entity",
    fields=Fields(
        others=frozenset({"noted_by"}),
        labels={
            "channel": _("Sent by"),
            "state": _("State"),
            "sent_at": _("Sent"),
            "address": _("Address"),
            "received_on": _("Arrived on"),
            "evidence": _("Known from"),
            "noted_at": _("Noted"),
        },
    ),
    hidden=("invoice", "noted_by"),
    erase=None,
)
personal_data(
    "invoices.InvoicePreference",
    label=_("How invoices are sent"),
    purpose=_("Send invoices the way that was agreed"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=_("as long as the customer"),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "channel": _("Sent by"),
            "email": _("E-mail"),
            "notice": _("Notice by e-mail"),
            "recipient": _("Billed as"),
            "leitweg_id": _("Leitweg-ID"),
            "vat_id": _("VAT ID"),
            "set_at": _("Set"),
        },
    ),
)
no_person("invoices.ExternalService", _("a service of others; the order names the customer"))
no_person("invoices.Trip", _("a trip; the order names the customer"))
no_person("invoices.Shipment", _("a shipment; the order names the customer"))
no_person("invoices.LaterChange", _("a later wish; the order names the customer"))
no_person("invoices.InvoiceLine", _("what was billed; the invoice names the customer"))
no_person("invoices.InvoiceSettings", _("details of a company"))
