"""All that the ledger registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.ledger import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.kit.roles import StaffRole, grant

grant("ledger.view", _("See the books"), StaffRole.BOOKKEEPER, StaffRole.CLERK, scoped=True)
grant("ledger.book", _("Book and settle by hand"), StaffRole.BOOKKEEPER, scoped=True)
grant("ledger.close", _("Close the books and open them again"), StaffRole.BOOKKEEPER, scoped=True)
grant("ledger.export", _("Export the books"), StaffRole.BOOKKEEPER, scoped=True)

CLOSING = {"until": _("Closed through"), "reason": _("Reason")}
fact("ledger.closed", _("Books closed"), details=CLOSING)
fact("ledger.opened", _("Books opened again"), details=CLOSING)

BOOKS = _("Keep the books the law asks for, and collect what is owed")
BASIS = _("Art. 6(1)(b), (c) GDPR; §§ 238, 257 HGB, §§ 140, 147 AO")
AS_LONG = _("ten years from the end of the year, once it is settled (§ 147 AO)")

no_person("ledger.Account", _("an account of the company's chart"))
no_person("ledger.NumberRange", _("a number"))
no_person("ledger.PeriodLock", _("a day through which books are closed"))
no_person("ledger.Posting", _("an entry of the journal; whose it is stands on the item alone"))
no_person("ledger.Line", _("a sum on an account; whose it is stands on the item alone"))
personal_data(
    "ledger.Item",
    label=_("Open and settled items"),
    purpose=BOOKS,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "nature": pgettext_lazy("open item", "Kind"),
            "document": _("Voucher"),
            "text": pgettext_lazy("open item", "What for"),
            "booked_on": _("Booked on"),
            "due_on": _("Due on"),
            "amount": _("Amount"),
            "open": _("Still open"),
        }
    ),
    hidden=("line", "subject", "cause"),
    erase=None,
)
personal_data(
    "ledger.Allocation",
    label=_("What settled what"),
    purpose=BOOKS,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_with_claim, due=queries.past_with_claim),
    subject="claim__party=parties.Party",
    controller="claim__entity",
    fields=Fields(
        labels={
            "claim": _("Claim"),
            "credit": _("Settled by"),
            "amount": _("Amount"),
            "on": _("Settled on"),
            "because": _("Reason"),
        }
    ),
    hidden=("undoes", "noted_at", "noted_by"),
    erase=None,
)
