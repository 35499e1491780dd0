"""All that dunning registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import Words, fact
from quartier.core.blocks.extension import CandidateKind, candidate
from quartier.core.contracts.extension import dues
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.dunning import queries, services
from quartier.core.dunning.extension import collected
from quartier.core.dunning.mails import LapsedLetter, ReminderLetter
from quartier.core.dunning.models import FeeKind, HoldKind
from quartier.core.dunning.queries import holding, keeping, office, portal
from quartier.core.insight.extension import shows_person
from quartier.core.invoices.extension import AccountSection, account_sections, issued
from quartier.core.letters.extension import letter_template
from quartier.core.mandates import queries as mandates
from quartier.core.mandates.extension import holds
from quartier.core.orders.extension import begun
from quartier.core.payments.extension import received, returned
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.clock import day_of
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

# What is collected is not reminded, and what waits is not collected.
collected.register("mandates", mandates.collecting)
holds.register("dunning", holding.held_back)

grant("dunning.run", _("Remind customers, charge and hold"), StaffRole.BOOKKEEPER, scoped=True)
grant("dunning.settings", _("Decide on stages of reminders and enter base rates"), StaffRole.BOOKKEEPER)

register(
    Entry(
        Area.OFFICE,
        "dunning:overview",
        pgettext_lazy("menu", "Reminders"),
        icon="mail",
        section=Section.MONEY,
        order=70,
    )
)
register(
    Entry(
        Area.OFFICE,
        "dunning:rules",
        _("Stages and base rates"),
        icon="list",
        section=Section.MONEY,
        order=95,
    )
)
shows_person("dunned_claim_id", _("Claim in default"), table="ledger_item", person="party_id")
shows_person(
    "default_fee_id",
    _("Costs of default"),
    table="dunning_fee",
    person="(SELECT party_id FROM ledger_item WHERE ledger_item.id = claim_id)",
)
shows_person("dunning_hold_id", _("Hold of reminders"), table="dunning_hold", person="party_id")
shows_person("instalment_plan_id", _("Instalment plan"), table="dunning_plan", person="party_id")
account_sections.register(
    "dunning", AccountSection(template="dunning/account.html", context=portal.account_section, order=5)
)
open_work.register(
    "dunning.no_receipt",
    OpenWork(
        "dunning.run",
        lambda n: ngettext("Receipt of %(n)s invoice not known", "Receipt of %(n)s invoices not known", n) % {"n": n},
        lambda: reverse("dunning:no_receipt"),
        lambda request: office.no_receipt_seen(request.user, day_of(request.now)),
        icon="mail",
        order=60,
    ),
)
open_work.register(
    "dunning.late_plans",
    OpenWork(
        "dunning.run",
        lambda n: (
            ngettext("%(n)s instalment plan with a late rate", "%(n)s instalment plans with a late rate", n) % {"n": n}
        ),
        lambda: reverse("dunning:plans"),
        lambda request: office.late_seen(request.user),
        icon="euro",
        order=61,
    ),
)

letter_template(ReminderLetter)
letter_template(LapsedLetter)
document_kind(DocumentKind(key=services.PAPER, label=_("Reminder"), kept_as=DocumentClass.LETTERS, is_offered=False))
candidate(
    services.ARREARS,
    CandidateKind(label=_("In default"), href=lambda item: reverse("dunning:claim", args=[item.rpartition(":")[2]])),
)
dues.register("dunning", queries.dues_of)
begun.register("dunning", services.hold_work)
issued.register("dunning", services.heard_of_invoices)
received.register("dunning", services.heard_of_payments)
returned.register("dunning", services.heard_of_return)
approval(
    services.SEND,
    ApprovalKind(
        _("Send reminders"),
        "dunning.run",
        services.confirmed,
        services.refused,
        href=lambda subject: reverse("dunning:run", args=[subject.rpartition(":")[2]]),
    ),
)
approval(services.WRITE_OFF, ApprovalKind(_("Write a claim off"), "dunning.run", services.written_off))
deadline(
    services.DEFAULT,
    DeadlineKind(
        label=_("A claim falls into default"),
        promise=_("From the next day interest may be owed."),
        effect=services.begin_default,
    ),
)
deadline(
    services.RECEIPT,
    DeadlineKind(label=_("Nobody knows whether an invoice came"), effect=services.ask_for_receipt),
)
deadline(
    services.RATE,
    DeadlineKind(
        label=_("Last day to pay a rate"),
        promise=_("Whoever pays by then keeps the instalment plan."),
        effect=services.rate_over,
    ),
)

WORDS: dict[str, Words] = {"kind": {**dict(FeeKind.choices), **dict(HoldKind.choices)}}
DETAILS = {
    "claim": _("Number of the item"),
    "document": _("Voucher"),
    "received_on": _("Received"),
    "how": _("How receipt is known"),
    "refused_on": _("Refused on"),
    "due_on": _("Due on"),
    "since": _("In default from"),
    "interest_from": _("Interest from"),
    "open": _("Still open"),
    "through": pgettext_lazy("interest", "Through"),
    "amount": _("Amount"),
    "reason": _("Reason"),
    "kind": _("Kind"),
    "evidence": _("Evidence"),
    "fee": _("Fee"),
    "hold": _("Number of the hold"),
    "until": pgettext_lazy("hold", "Until"),
    "plan": _("Number of the plan"),
    "sum": _("Sum"),
    "count": _("Rates"),
    "first_on": _("First rate on"),
    "paid": _("Paid"),
    "title": _("Title"),
    "interest": _("Default interest"),
    "reminder": _("Number of the reminder"),
    "trouble": _("What did not work"),
    "on": pgettext_lazy("dunning", "As of"),
    "customers": _("Customers"),
    "claims": _("Claims"),
    "left_out": _("Left out"),
    "reminders": _("Reminders"),
    "valid_from": _("Valid from"),
    "stages": _("Stages"),
    "starts_on": _("Half-year from"),
    "rate": _("Base rate"),
    "source": _("Source"),
}
fact("dunning.receipt_noted", _("Receipt of an invoice noted"), details=DETAILS)
fact("dunning.receipt_missing", _("Receipt of an invoice not known"), details=DETAILS)
fact("dunning.refusal_noted", _("Refusal to pay noted"), details=DETAILS)
fact("dunning.default_began", _("Default began"), details=DETAILS)
fact("dunning.interest_charged", _("Default interest booked"), details=DETAILS)
fact("dunning.fee_charged", _("Costs of default charged"), words=WORDS, details=DETAILS)
fact("dunning.fee_reduced", _("Fee reduced"), details=DETAILS)
fact("dunning.held", _("Reminders held"), words=WORDS, details=DETAILS)
fact("dunning.hold_ended", _("Hold of reminders ended"), words=WORDS, details=DETAILS)
fact("dunning.plan_agreed", _("Instalment plan agreed"), details=DETAILS)
fact("dunning.rate_late", _("Rate late"), details=DETAILS)
fact("dunning.plan_lapsed", _("Instalment plan lapsed"), details=DETAILS)
fact("dunning.plan_kept", _("Instalment plan paid"), details=DETAILS)
fact("dunning.plan_ended", _("Instalment plan ended"), details=DETAILS)
fact("dunning.not_told", _("Lapse of a plan could not be told"), details=DETAILS)
fact("dunning.reminded", _("Reminded"), details=DETAILS)
fact("dunning.dry_run", _("Dry run of reminders"), details=DETAILS)
fact("dunning.run_begun", _("Reminders confirmed"), details=DETAILS)
fact("dunning.run_resumed", _("Sending of reminders resumed"), details=DETAILS)
fact("dunning.run_done", _("Reminders sent"), details=DETAILS)
fact("dunning.stages_decided", _("Stages of reminders decided"), details=DETAILS)
fact("dunning.base_rate_entered", _("Base rate entered"), details=DETAILS)
fact("dunning.written_off", _("Claim written off"), adverse=True, details=DETAILS)

COLLECT = _("Collect what is owed, with what the law adds to it")
BASIS = _("Art. 6(1)(b), (f) GDPR: the contract; collecting claims")
WITH_CLAIM = Retention(_("together with the claim"), keeping.kept_with_claim, due=keeping.past_with_claim)
AS_LETTERS = Retention(
    _("as commercial letters (§ 257 HGB, § 147 AO)"), keeping.kept_as_letter, due=keeping.past_letters
)

no_person("dunning.BaseRate", _("a rate of the Bundesbank"))
no_person("dunning.StagePlan", _("the provider's own plan"))
no_person("dunning.Run", _("whom it reminded stands on its lines"))
personal_data(
    "dunning.Case", label=_("Default with claims"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "debtor": _("Owed as"), "arose_on": _("Arose on"), "received_on": _("Received"),
        "told": _("Told of default on the invoice"), "fixed_day": _("Day of payment fixed by contract"),
        "consideration": _("For a service"), "refused_on": _("Refused on"), "reminded_on": _("Reminded on"),
        "default_since": _("In default from"), "interest_from": _("Interest from"), "way": _("In default because"),
        "points": _("Points above the base rate"), "method": _("Day count"),
        "stage": pgettext_lazy("dunning", "Stage"), "stage_on": _("Time to pay until"),
    }),
    hidden=("explanation", "opened_at"),
)  # fmt: skip
personal_data(
    "dunning.InterestCharge", label=_("Default interest booked"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "through_on": pgettext_lazy("interest", "Through"), "amount": _("Amount"),
        "because": _("Reason"),
    }),
    hidden=("item", "explanation", "charged_at"),
)  # fmt: skip
personal_data(
    "dunning.Fee", label=_("Costs of default"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="claim__party=parties.Party", controller="claim__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "kind": _("Kind"), "charged": _("Charged"), "amount": _("Amount"),
        "charged_on": _("Charged on"), "evidence": _("Evidence"), "reduced_at": _("Reduced at"),
        "reduced_because": _("Reason of the reduction"),
    }),
    hidden=("item", "reminder", "explanation", "reduced_by"),
)  # fmt: skip
personal_data(
    "dunning.RunLine", label=_("Claims looked at for reminders"), purpose=COLLECT, basis=BASIS, retention=WITH_CLAIM,
    subject="party=parties.Party", controller="run__entity", erase=None,
    fields=Fields(labels={
        "claim": _("Claim"), "stage": pgettext_lazy("dunning", "Stage"),
        "verdict": pgettext_lazy("dunning", "Decision"),
        "open": _("Still open"), "interest": _("Default interest"),
    }),
    hidden=("run", "reminder"),
)  # fmt: skip
personal_data(
    "dunning.Reminder", label=_("Reminders"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party", controller="entity", erase=None,
    fields=Fields(labels={
        "title": _("Title"), "stage": pgettext_lazy("dunning", "Stage"), "on": pgettext_lazy("reminder", "Of"),
        "pay_by": _("Time to pay until"), "open": _("Still open"), "interest": _("Default interest"),
        "costs": _("Costs"), "fee": _("Fee"), "address": _("Sent to"), "letter": _("Letter"), "text": _("Text"),
        "sent_at": _("Sent"),
    }),
    hidden=("run", "trouble"),
)  # fmt: skip
personal_data(
    "dunning.Hold", label=_("Holds of reminders"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party",
    fields=Fields(labels={
        "claim": _("Claim"), "kind": _("Kind"), "reason": _("Reason"), "thread": _("Conversation"),
        "since_on": _("Since"), "until_on": pgettext_lazy("hold", "Until"), "ended_on": _("Ended on"),
        "ended_because": _("Ended because"),
    }),
    hidden=("set_at", "set_by", "ended_by"), erase=None,
)  # fmt: skip
personal_data(
    "dunning.Plan", label=_("Instalment plans"), purpose=COLLECT, basis=BASIS, retention=AS_LETTERS,
    subject="party=parties.Party", controller="entity",
    fields=Fields(labels={
        "state": _("State"), "agreed_on": _("Agreed on"), "sum": _("Sum"), "note": _("Note"),
        "ended_on": _("Ended on"), "ended_because": _("Ended because"),
    }),
    hidden=("agreed_by",), erase=None,
)  # fmt: skip
WITH_PLAN = Retention(_("together with the plan"), keeping.kept_with_plan, due=keeping.past_with_plan)
personal_data(
    "dunning.PlanClaim", label=_("Claims in instalment plans"), purpose=COLLECT, basis=BASIS, retention=WITH_PLAN,
    subject="plan__party=parties.Party",
    fields=Fields(labels={"claim": _("Claim"), "open": _("Still open"), "is_running": _("The plan runs")}),
    hidden=("plan",), erase=None,
)  # fmt: skip
personal_data(
    "dunning.Rate", label=_("Rates of instalment plans"), purpose=COLLECT, basis=BASIS, retention=WITH_PLAN,
    subject="plan__party=parties.Party",
    fields=Fields(labels={
        "number": _("Number"), "due_on": _("Due on"), "pay_by": _("Last day to pay"), "amount": _("Amount"),
    }),
    hidden=("plan",), erase=None,
)  # fmt: skip
