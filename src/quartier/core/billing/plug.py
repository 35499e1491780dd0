"""All that billing registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import fact
from quartier.core.billing import queries, services
from quartier.core.billing.rules.kinds import HOUR_KIND, FeeKind
from quartier.core.billing.views.sections import of_customer, of_staff
from quartier.core.blocks.extension import imposed
from quartier.core.catalogue.extension import ByStaff, ProductKind, product_kind
from quartier.core.charges.extension import papers, rates
from quartier.core.contracts.extension import ContractSection, contract_sections, ended
from quartier.core.insight.extension import shows_person
from quartier.core.invoices.extension import issued
from quartier.core.orders.extension import accepted
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("billing.view", _("See what recurs and the runs"), StaffRole.BOOKKEEPER, StaffRole.CLERK, scoped=True)
grant("billing.run", _("Plan runs and start them"), StaffRole.BOOKKEEPER)
grant("billing.charge", _("Charge fees and work by effort"), StaffRole.BOOKKEEPER, StaffRole.CLERK, scoped=True)

register(Entry(
    Area.OFFICE, "billing:runs", pgettext_lazy("menu", "Billing runs"), icon="list", section=Section.MONEY, order=25,
))  # fmt: skip
register(Entry(
    Area.OFFICE, "billing:time", pgettext_lazy("menu", "Time worked"), icon="clock", section=Section.MONEY, order=45,
))  # fmt: skip
party_actions.register(
    "billing.fee",
    PartyAction("billing.charge", "billing:fee", pgettext_lazy("menu", "Charge a fee"), icon="euro", order=62),
)
party_actions.register(
    "billing.time",
    PartyAction("billing.charge", "billing:book", pgettext_lazy("menu", "Book work"), icon="clock", order=61),
)
open_work.register(
    "billing.questions",
    OpenWork(
        "billing.view",
        lambda n: ngettext("%(n)s question about bills", "%(n)s questions about bills", n) % {"n": n},
        lambda: reverse("billing:questions"),
        lambda request: queries.open_questions(request.user),
        icon="euro",
        order=55,
    ),
)

accepted.register("billing", services.begin_with_order)
ended.register("billing", services.look_at_end)
issued.register("billing", services.hear_issued)
imposed.register("billing", services.charge_for_block)
rates.register("billing", services.rate_of)
contract_sections.register(
    "billing.customer", ContractSection(template="billing/recurring.html", context=of_customer, order=45)
)
contract_sections.register(
    "billing.office",
    ContractSection(template="billing/schedules.html", context=of_staff, needs="billing.view", order=45),
)
approval(
    services.APPROVAL,
    ApprovalKind(
        label=_("Start a billing run"), needs="billing.run", effect=services.start_confirmed,
        dropped=services.wait_no_more,
        href=lambda subject: reverse("billing:run", args=[int(subject.rpartition(":")[2])]),
    ),
)  # fmt: skip

product_kind(
    ProductKind(
        key=HOUR_KIND, label=pgettext_lazy("product", "Hour of work by effort"), fulfilment=ByStaff(), orderable=False,
        per=pgettext_lazy("price", "an hour"),
    )
)  # fmt: skip
FEES = {
    FeeKind.STALE_DATA: pgettext_lazy("product", "Fee: data not kept current"),
    FeeKind.BLOCK: pgettext_lazy("product", "Fee: block of the access"),
    FeeKind.LATER_CHANGE: pgettext_lazy("product", "Fee: later change"),
    FeeKind.EXTRA_TRIP: pgettext_lazy("product", "Fee: additional trip"),
}
for kind, label in FEES.items():
    product_kind(ProductKind(key=kind.value, label=label, fulfilment=ByStaff(), orderable=False))

shows_person("schedule_id", _("What recurs"), table="billing_schedule", person="party_id")
shows_person("billing_question_id", _("Question about bills"), table="billing_question", person="party_id")

fact("billing.scheduled", _("A charge recurs from now on"))
fact("billing.rhythm_changed", _("Rhythm of a recurring charge changed"))
fact("billing.effort_agreed", _("Prices for work by effort agreed"))
fact("billing.settled", _("Question about bills settled"))
fact("billing.run_drafted", _("Billing run begun"))
fact("billing.run_planned", _("Billing run planned"))
fact("billing.run_started", _("Billing run started"))
fact("billing.run_resumed", _("Billing run resumed"))
fact("billing.run_done", _("Billing run done"))
fact("billing.run_dropped", _("Billing run dropped"))

BASIS = _("Art. 6(1)(b), (c) GDPR")
no_person("billing.Run", _("the provider's own work"))
no_person("billing.EffortTerms", _("prices of a contract"))
personal_data(
    "billing.Schedule",
    label=_("What recurs"),
    purpose=_("Invoice what a contract owes again and again"),
    basis=BASIS,
    retention=Retention(_("as long as the contract"), queries.kept_until),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "title": _("What"),
            "quantity": _("Quantity"),
            "unit": pgettext_lazy("price", "For"),
            "net": _("Price, net"),
            "vat_rate_kind": _("Rate of VAT"),
            "payment_method": _("Way of payment"),
            "rhythm": _("Billed every so many months"),
            "in_advance": _("In advance"),
            "starts_on": _("Since"),
            "billed_before": _("Billed until before"),
            "bill_on": _("Next invoice"),
            "noted_at": _("Noted"),
        },
    ),
    hidden=("party", "entity", "product", "option", "origin", "anchor_on", "noted_by"),
)
personal_data(
    "billing.RunProblem",
    label=_("What could not be billed"),
    purpose=_("Bill it later"),
    basis=BASIS,
    retention=Retention(
        _("as a basis of invoices as long as vouchers (§ 147 AO)"), queries.problem_kept_until
    ),
    subject="party=parties.Party",
    fields=Fields(labels={"contract": _("Contract"), "text": _("Why")}),
    hidden=("party", "run"),
)  # fmt: skip
personal_data(
    "billing.Question",
    label=_("Questions about bills"),
    purpose=_("Bill what is owed, and no more"),
    basis=BASIS,
    retention=Retention(_("as commercial letters (§ 257 HGB, § 147 AO)"), queries.question_kept_until),
    subject="party=parties.Party",
    fields=Fields(
        others=frozenset({"settled_by"}),
        labels={
            "kind": _("Kind"),
            "contract": _("Contract"),
            "text": _("What"),
            "asked_at": _("Asked"),
            "settled_at": _("Settled"),
            "settled_by": _("Settled by"),
            "settled_because": _("How it was settled"),
        },
    ),
    hidden=("party", "key"),
)


def _paper(subject: str) -> str:
    """Return where customers read an invoice."""
    return reverse("invoices:one", args=[int(subject.rpartition(":")[2])])


papers.register("billing", _paper)
