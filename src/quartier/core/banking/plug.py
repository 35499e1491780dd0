"""All that banking registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import Words, fact
from quartier.core.banking import queries, services
from quartier.core.banking.extension import SearchSource, search_sources
from quartier.core.banking.models.statements import Meaning
from quartier.core.insight.extension import shows_person
from quartier.core.parties.events import on_bank_account_changed
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("banking.view", _("See bank statements"), StaffRole.BOOKKEEPER, scoped=True)
grant("banking.book", _("Take bank statements in and assign what stands on them"), StaffRole.BOOKKEEPER, scoped=True)

ACCOUNT = {"account": _("Account"), "label": _("Name of the account"), "opening": _("Balance brought forward")}
fact("banking.account_entered", _("Own account entered"), details=ACCOUNT)
fact("banking.account_changed", _("Own account changed"), details=ACCOUNT)

WORDS: dict[str, Words] = {"meaning": dict(Meaning.choices)}
DETAILS = {
    "name": pgettext_lazy("bank file", "File"),
    "entries": _("Entries"),
    "known": _("Known before"),
    "booked": pgettext_lazy("bank file", "Booked"),
    "queued": _("To be assigned"),
    "amount": _("Amount"),
    "meaning": _("What it was"),
    "booked_on": _("Booked on"),
    "reason": _("Reason"),
}
fact("banking.taken_in", _("Bank statements taken in"), details=DETAILS)
fact("banking.resumed", _("Booking of bank statements resumed"), details=DETAILS)
fact("banking.booked", _("Bank statements booked"), details=DETAILS)
fact("banking.assigned", _("Money assigned by hand"), words=WORDS, details=DETAILS)
fact("banking.marked", _("Entry on a bank statement booked by hand"), words=WORDS, details=DETAILS)
fact("banking.undone", _("Assignment of money taken back"), words=WORDS, details=DETAILS)
on_bank_account_changed.register("banking", services.hear_of_bank_details)


register(
    Entry(
        Area.OFFICE,
        "banking:overview",
        pgettext_lazy("menu", "Bank"),
        icon="euro",
        section=Section.MONEY,
        order=40,
        count=lambda request: queries.queue(request.user),
    )
)
register(Entry(Area.OFFICE, "banking:search", _("Search the money"), icon="list", section=Section.MONEY, order=15))
open_work.register(
    "banking.queue",
    OpenWork(
        "banking.book",
        lambda n: (
            ngettext("%(n)s entry on a bank statement waits", "%(n)s entries on bank statements wait", n) % {"n": n}
        ),
        lambda: reverse("banking:queue"),
        lambda request: queries.queue(request.user),
        icon="euro",
        order=35,
    ),
)
shows_person("bank_entry_id", _("Entries on bank statements"), table="banking_entry", person="party_id")
CLAIMS = SearchSource(label=_("Claims and credits"), needs="ledger.view", find=queries.claims, order=10)
search_sources.register("claims", CLAIMS)
PEOPLE = SearchSource(label=_("Customers"), needs="ledger.view", find=queries.customers, order=20)
search_sources.register("customers", PEOPLE)
search_sources.register(
    "entries", SearchSource(label=_("Bank statements"), needs="banking.view", find=queries.entries, order=30)
)
search_sources.register(
    "payments", SearchSource(label=_("Payments"), needs="ledger.view", find=queries.money_in, order=40)
)

no_person("banking.OwnAccount", _("an account of the company itself"))
no_person("banking.HashKey", _("a key under which account numbers are hashed"))
no_person("banking.StatementFile", _("a bank's file as it came, kept whole as a voucher of the books"))
no_person("banking.Statement", _("balances of an account of the company itself"))
personal_data(
    "banking.Entry",
    label=_("Entries on bank statements"),
    purpose=_("Know whose money has come in or gone out"),
    basis=_("Art. 6(1)(b), (c) GDPR; §§ 238, 257 HGB, §§ 140, 147 AO"),
    retention=Retention(_("eight years from the end of the year (§ 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="account__entity",
    fields=Fields(
        labels={
            "account": _("Account"),
            "booked_on": _("Booked on"),
            "value_on": _("Value date"),
            "amount": _("Amount"),
            "currency": _("Currency"),
            "name": pgettext_lazy("bank entry", "Name"),
            "ending": _("Account, last signs"),
            "purpose": pgettext_lazy("bank entry", "Purpose"),
            "end_to_end": _("Reference of the payer"),
            "mandate": pgettext_lazy("bank entry", "Mandate"),
            "reason": _("Reason of the return"),
            "charges": _("Charges of the bank"),
            "meaning": _("What it was"),
        }
    ),
    hidden=(
        "statement", "parent", "number", "kind", "iban_hash", "bank_reference", "batch", "batch_size", "code",
        "fingerprint", "occurrence", "state", "points", "reasons", "proposals", "booked_as", "decided_at", "decided_by",
    ),
    erase=None,
)  # fmt: skip
personal_data(
    "banking.Payer",
    label=_("Accounts that payments came from"),
    purpose=_("Recognise whose money has come in"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=_("as long as the customer is kept"),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "ending": _("Account, last signs"),
            "learnt": _("Learnt from a payment"),
            "since": _("Known since"),
        }
    ),
    hidden=("iban_hash", "account_key"),
)
