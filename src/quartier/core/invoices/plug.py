"""All that invoices registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ended as contracts_ended
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.inbox.extension import attachables
from quartier.core.invoices import queries, services
from quartier.core.orders.extension import accepted as orders_accepted
from quartier.core.orders.extension import finished as orders_finished
from quartier.core.orders.extension import holds as orders_held
from quartier.core.orders.extension import paid as orders_paid
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
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
contracts_ended.register("invoices", services.hear_ended)
attachables.register("invoices.invoice", services.paper_attached)

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
