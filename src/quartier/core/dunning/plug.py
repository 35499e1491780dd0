"""All that dunning registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import Words, fact
from quartier.core.blocks.extension import CandidateKind, candidate
from quartier.core.contracts.extension import dues
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.dunning import (
    privacy,  # noqa: F401  the models' purposes and times, on a page of their own
    queries,
    services,
)
from quartier.core.dunning.mails import LapsedLetter, ReminderLetter
from quartier.core.dunning.models import FeeKind, HoldKind
from quartier.core.invoices.extension import issued
from quartier.core.letters.extension import letter_template
from quartier.core.orders.extension import begun
from quartier.core.payments.extension import received, returned
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant("dunning.run", _("Remind customers, charge and hold"), StaffRole.BOOKKEEPER, scoped=True)
grant("dunning.settings", _("Decide on stages of reminders and enter base rates"), StaffRole.BOOKKEEPER)

letter_template(ReminderLetter)
letter_template(LapsedLetter)
document_kind(DocumentKind(key=services.PAPER, label=_("Reminder"), kept_as=DocumentClass.LETTERS, is_offered=False))
candidate(services.ARREARS, CandidateKind(label=_("In default")))
dues.register("dunning", queries.dues_of)
begun.register("dunning", services.hold_work)
issued.register("dunning", services.heard_of_invoices)
received.register("dunning", services.heard_of_payments)
returned.register("dunning", services.heard_of_return)
approval(
    services.SEND,
    ApprovalKind(_("Send reminders"), "dunning.run", services.confirmed, services.refused),
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
