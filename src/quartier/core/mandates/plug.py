"""All that mandates registers elsewhere, on one page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.approvals.extension import ApprovalKind, approval
from quartier.core.audit.extension import Words, fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.insight.extension import shows_person
from quartier.core.invoices.extension import AccountSection, account_sections, issued
from quartier.core.letters.extension import letter_template
from quartier.core.mandates import mails, queries, services
from quartier.core.mandates.rules import Scheme, Source
from quartier.core.parties.events import on_bank_account_changed
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.payments.extension import paid_back
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.hgb.books import DocumentClass

grant("mandates.view", _("See SEPA mandates"), StaffRole.BOOKKEEPER, StaffRole.CLERK, scoped=True)
grant("mandates.note", _("Note, change and end SEPA mandates"), StaffRole.BOOKKEEPER, scoped=True)
grant("mandates.collect", _("Collect direct debits and pay refunds by file"), StaffRole.BOOKKEEPER, scoped=True)

document_kind(
    DocumentKind(
        key=services.PAPER, label=_("SEPA mandate"), kept_as=DocumentClass.VOUCHERS, in_force=True, is_offered=False
    )
)
document_kind(
    DocumentKind(
        key=services.FILE,
        label=_("File for the bank"),
        kept_as=DocumentClass.VOUCHERS,
        visibility="staff",
        roles=(StaffRole.BOOKKEEPER, StaffRole.LEAD),
        is_confidential=True,
        is_offered=False,
    )
)
letter_template(mails.NoticeLetter)

shows_person("debit_mandate_id", _("SEPA mandates"), table="mandates_mandate", person="party_id")

register(Entry(Area.OFFICE, "mandates:list", _("SEPA mandates"), icon="document", section=Section.MONEY, order=60))
register(
    Entry(
        Area.OFFICE, "mandates:runs", _("Files for the bank"), icon="euro", section=Section.MONEY, order=70,
        count=lambda request: queries.waiting_runs(request.user),
    )
)  # fmt: skip
open_work.register(
    "mandates.runs",
    OpenWork(
        "mandates.collect",
        lambda n: (
            ngettext("%(n)s file for the bank to go on with", "%(n)s files for the bank to go on with", n) % {"n": n}
        ),
        lambda: reverse("mandates:runs"),
        lambda request: queries.waiting_runs(request.user),
        icon="euro",
        order=45,
    ),
)
party_actions.register(
    "mandates.paper",
    PartyAction(needs="mandates.note", address="mandates:paper", label=_("Note a SEPA mandate"), order=60),
)
account_sections.register(
    "mandates",
    AccountSection(
        template="mandates/account.html", context=lambda party_id, _at: queries.standing_of(party_id), order=40
    ),
)

issued.register("mandates", services.plan_invoices)
on_bank_account_changed.register("mandates", services.bank_account_changed)
paid_back.register("mandates", services.paid_back)
approval(
    services.APPROVAL,
    ApprovalKind(
        _("File for the bank"),
        "mandates.collect",
        services.confirmed,
        services.refused,
        visible=queries.run_visible,
    ),
)
deadline(services.LAPSE, DeadlineKind(label=_("SEPA mandate not used"), promise=_("The mandate lapses."),
                                      effect=services.lapse))  # fmt: skip
deadline(services.DUE, DeadlineKind(label=_("Day of collection"), promise=_("The collections are booked as paid."),
                                    effect=services.due))  # fmt: skip

WORDS: dict[str, Words] = {
    "source": {one.value: _(one.label) for one in Source},
    "scheme": {one.value: _(one.label) for one in Scheme},
}
DETAILS: dict[str, Any] = {
    "reference": _("Mandate reference"),
    "identifier": _("Creditor identifier"),
    "account": _("Account"),
    "notice": _("Days of notice"),
    "source": _("How it was given"),
    "scheme": _("Scheme"),
    "on": pgettext_lazy("mandate", "On"),
    "evidence": _("Evidence"),
    "reason": _("Reason"),
    "why": pgettext_lazy("direct debit", "Why"),
    "document": _("Voucher"),
    "amount": _("Amount"),
    "count": _("Count"),
    "sum": _("Sum"),
    "first": _("First day of collection"),
    "run": pgettext_lazy("bank", "Run"),
    "refused": _("Not taken up"),
    "left_out": _("Left out"),
    "sha256": _("Check sum of the file"),
    "status": _("State"),
    "rejected": _("Rejected by the bank"),
}


def _fact(kind: str, label: Any, *, adverse: bool = False) -> None:
    fact(f"mandates.{kind}", label, words=WORDS, details=DETAILS, adverse=adverse)


_fact("creditor_set", _("Bank details of a company set"))
_fact("given", _("SEPA mandate given"))
_fact("drawn_up", _("SEPA mandate for a new account drawn up"))
_fact("replaced", _("SEPA mandate replaced"))
_fact("bank_confirmed", _("SEPA mandate known to the payer's bank"))
_fact("amended", _("SEPA mandate amended"))
_fact("revoked", _("SEPA mandate revoked"))
_fact("lapsed", _("SEPA mandate lapsed"))
_fact("blocked", _("SEPA mandate blocked after a return"))
_fact("planned", _("Collections planned"))
_fact("announced", _("Direct debit announced"))
_fact("came_back", _("Direct debit came back"))
_fact("run_prepared", _("File for the bank prepared"))
_fact("run_discarded", _("File for the bank discarded"))
_fact("run_approved", _("File for the bank written"))
_fact("run_sent", _("File given to the bank"))
_fact("run_answered", _("Answer of the bank taken"))
_fact("run_credited", _("Direct debits credited by the bank"))

COLLECT = _("Collect what customers have authorised, and pay back what is due")
BASIS = _("Art. 6(1)(b), (c) GDPR; Regulation (EU) No 260/2012; § 257 HGB, § 147 AO")
AS_LONG = _("eight years from the end of the year in which it was used last (§ 147 AO)")
ON_ACCOUNT = {"holder": _("Account holder"), "iban": _("IBAN"), "country": _("Country"), "ending": _("End of the IBAN")}

no_person("mandates.Creditor", _("how a company collects and pays"))
no_person("mandates.Run", _("a file for the bank; whose money it moves stands on its rows"))
personal_data(
    "mandates.Mandate",
    label=_("SEPA mandates"),
    purpose=COLLECT,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        labels={
            "reference": _("Mandate reference"),
            "scheme": _("Scheme"),
            "source": _("How it was given"),
            "state": _("State"),
            "is_recurring": _("For more than one payment"),
            **ON_ACCOUNT,
            "holder_city": _("Town"),
            "holder_country": _("Country of the holder"),
            "words": _("Wording"),
            "evidence": _("Evidence"),
            "signed_on": _("Signed on"),
            "bank_confirmed_on": _("Known to the bank since"),
            "last_used_on": _("Used last on"),
            "ended_on": _("Ended on"),
            "ended_because": _("Reason"),
            "made_at": _("Noted on"),
        }
    ),
    hidden=("account", "document", "sent_reference", "sent_iban", "sent_identifier", "sent_name", "made_by"),
    erase=None,
)
personal_data(
    "mandates.Collection",
    label=_("Direct debits"),
    purpose=COLLECT,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_with_run, due=queries.past_collections),
    subject="mandate__party=parties.Party",
    controller="mandate__entity",
    fields=Fields(
        labels={
            "item": _("Claim"),
            "mandate": _("SEPA mandate"),
            "state": _("State"),
            "amount": _("Amount"),
            "collect_on": _("Collected on"),
            "announced_on": _("Announced on"),
            "announced_by": _("Announced by"),
            "end_to_end_id": _("Reference at the bank"),
            "reason": _("Reason of the bank"),
            "because": _("Reason"),
            "ended_on": _("Ended on"),
        }
    ),
    hidden=("run", "sequence", "payment", "planned_at"),
    erase=None,
)
personal_data(
    "mandates.Payout",
    label=_("Transfers to customers"),
    purpose=COLLECT,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_with_run, due=queries.past_payouts),
    subject="party=parties.Party",
    controller="run__entity",
    fields=Fields(
        labels={
            "state": _("State"),
            "amount": _("Amount"),
            **ON_ACCOUNT,
            "purpose": _("What for"),
            "end_to_end_id": _("Reference at the bank"),
            "reason": _("Reason of the bank"),
            "because": _("Reason"),
            "ended_on": _("Ended on"),
        }
    ),
    hidden=("run", "refund"),
    erase=None,
)
