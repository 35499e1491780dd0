"""All that withdrawal registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ContractLink, contract_links
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.declarations.extension import Act, DeclarationKind, FormAsked, declaration
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.withdrawal import mails, queries, services
from quartier.core.withdrawal.extension import WithdrawalSubject, withdrawal_subjects
from quartier.core.withdrawal.services import contracts
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

declaration(
    services.KIND,
    DeclarationKind(
        label=_("Withdrawal"),
        asked=lambda _subject, _on: FormAsked(act=Act.WITHDRAW),
        effect=services.take,
        candidates=queries.candidates,
        href=queries.href,
        parts=mails.parts,
        dispatch_counts=True,
    ),
)
withdrawal_subjects.register(
    contracts.LABEL,
    WithdrawalSubject(
        meant=contracts.meant, of_party=contracts.of_party, look=contracts.look, withdraw=contracts.withdraw
    ),
)

deadline(
    services.REFUND,
    DeadlineKind(
        label=_("Repayment after a withdrawal"),
        promise=_("We pay back by then what you have paid, as far as nothing was performed for it."),
        href=lambda subject: reverse("withdrawal:office_one", args=[int(subject.rpartition(":")[2])]),
    ),
)

contract_links.register(
    "withdrawal",
    ContractLink(label=_("Withdraw from contract"), address=contracts.address_of, icon="document", order=80),
)
shows_person("withdrawal_id", _("Withdrawal"), table="withdrawal_withdrawal", person="party_id")
grant("withdrawal.settle", _("Settle withdrawals"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)
register(Entry(Area.OFFICE, "withdrawal:list", _("Withdrawals"), icon="euro", section=Section.CONTRACTS, order=70))
open_work.register(
    "withdrawal.money",
    OpenWork(
        "withdrawal.settle",
        lambda n: ngettext("%(n)s repayment after a withdrawal", "%(n)s repayments after withdrawals", n) % {"n": n},
        lambda: reverse("withdrawal:list"),
        lambda request: queries.money_open(request.user),
        icon="euro",
        order=7,
    ),
)
register(
    Entry(Area.DUTIES, "withdrawal:cancel", _("Cancel contracts here"), order=10, shown=queries.cancellation_shown)
)
register(
    Entry(Area.DUTIES, "withdrawal:withdraw", _("Withdraw from contract"), order=20, shown=queries.withdrawal_shown)
)

fact("withdrawal.judged", _("Withdrawal judged"))
fact("withdrawal.settled", _("Withdrawal settled"))
fact("withdrawal.refunded", _("Paid back after a withdrawal"))

personal_data(
    "withdrawal.Withdrawal",
    label=_("Withdrawals"),
    purpose=_("Carry out withdrawals and pay back what is due"),
    basis=_("Art. 6(1)(c) GDPR: legal duty (§§ 355, 357 BGB)"),
    retention=Retention(
        _("after the withdrawal as long as vouchers (§ 147 AO)"), queries.kept_until, due=queries.past_due
    ),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        labels={
            "declaration": _("Declaration"),
            "whole": _("The whole contract"),
            "in_time": _("In time"),
            "decisive_on": _("Day that counts"),
            "last_on": _("Last day to withdraw"),
            "judged_at": _("Judged"),
            "price": _("Price"),
            "paid": _("Paid"),
            "done": _("Performed, in percent"),
            "demanded": _("Early start demanded"),
            "value": _("Kept for what was performed"),
            "refund": _("To be paid back"),
            "still_owed": _("Still owed"),
            "refund_due_on": _("Pay back by"),
            "refund_state": _("Repayment"),
            "refunded_at": _("Paid back"),
        }
    ),
    hidden=("party", "entity", "subject", "contract"),
    erase=None,
)
