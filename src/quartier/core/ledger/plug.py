"""All that the ledger registers elsewhere, on one page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.insight.extension import shows_person
from quartier.core.ledger import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.policies import IdentityPolicy
from quartier.core.providers.policies.identity import CustomerType
from quartier.kit.clock import day_of
from quartier.kit.navigation import Area, Entry, Section, register
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
            "credit": _("Settled by the credit"),
            "amount": _("Amount"),
            "on": _("Day of the settlement"),
            "because": _("Reason"),
        }
    ),
    hidden=("undoes", "noted_at", "noted_by"),
    erase=None,
)
fact("ledger.renumbered", _("Account renumbered"), details={"before": _("Before"), "after": _("Afterwards")})
fact(
    "ledger.exported",
    _("Books handed out as a file"),
    details={"form": _("Form"), "from": _("From"), "until": _("Through")},
)
fact("ledger.mirrored", _("Bookings of another system taken over"), details={"as_of": _("Complete through")})


def _lets(request: Any) -> bool:
    """Tell whether the provider lets homes: then its customers have rent accounts."""
    portal = request.portal
    types = portal.policy(IdentityPolicy, day_of(request.now)).customer_types
    return not portal.is_console and CustomerType.TENANT in types


register(Entry(Area.OFFICE, "ledger:overview", _("Bookkeeping"), icon="euro", section=Section.MONEY, order=10))
register(Entry(Area.PORTAL, "ledger:mirrors", _("Rent account"), icon="euro", order=42, shown=_lets))
shows_person("debtor_id", _("Accounts of customers"), table="parties_party", person="id")
shows_person(
    "allocation_id",
    _("Accounts of customers"),
    table="ledger_allocation",
    person="(SELECT i.party_id FROM ledger_item i WHERE i.id = thing.claim_id)",
)
shows_person(
    "posting_id",
    _("Accounts of customers"),
    table="ledger_posting",
    person="(SELECT i.party_id FROM ledger_item i JOIN ledger_line l ON l.id = i.line_id"
    " WHERE l.posting_id = thing.id LIMIT 1)",
)

MIRRORED = _("as long as the contract it shows")
personal_data(
    "ledger.Mirror",
    label=_("Accounts that another system keeps"),
    purpose=_("Show customers the balance of their rent account"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=Retention(MIRRORED, queries.mirror_kept_until, due=queries.mirrors_past),
    subject="relationship__party=parties.Party",
    controller="relationship__legal_entity",
    fields=Fields(
        labels={
            "relationship": _("Contract"),
            "as_of": _("Complete through"),
            "imported_at": pgettext_lazy("mirror", "Taken over"),
        }
    ),
)
personal_data(
    "ledger.MirrorLine",
    label=_("Bookings on accounts that another system keeps"),
    purpose=_("Show customers the balance of their rent account"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=Retention(MIRRORED, queries.mirror_line_kept_until, due=queries.mirror_lines_past),
    subject="mirror__relationship__party=parties.Party",
    controller="mirror__relationship__legal_entity",
    fields=Fields(
        labels={
            "mirror": pgettext_lazy("mirror", "Account"),
            "booked_on": _("Booked on"),
            "text": pgettext_lazy("open item", "What for"),
            "amount": _("Amount"),
        }
    ),
    hidden=("key",),
)
