"""What a customer's own program does with contracts, bank details, and those who may act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.services.proof import prove
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries, services
from quartier.core.parties.forms import BankForm
from quartier.core.parties.models import AddressState, BankAccount, RelatedPerson, Relationship, RelationshipKind
from quartier.core.parties.views import acting, bank, portal
from quartier.kit.api import (
    COUNT,
    DAY,
    DAY_IF_ANY,
    DONE,
    INSTANT,
    TEXT,
    YES,
    Acting,
    Answers,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    acts,
    endpoint,
)
from quartier.kit.clock import day_of

MANY: Final = 1000
MAILS: Final = 5
CONTRACT: Final = Parts(
    Part("id", COUNT, _("Find the contract")),
    Part("kind", Plain("string", tuple(RelationshipKind.values)), _("Say what kind of contract it is")),
    Part("number", TEXT, _("Name the contract as letters do")),
    Part("subject", TEXT, _("Say what it is about")),
    Part("started_on", DAY, _("Say since when it runs")),
    Part("ended_on", DAY_IF_ANY, _("Say when it ended")),
    Part("contracting_party", TEXT, _("Name the company that is bound by it")),
)
CONTRACTS: Final = Parts(Part("contracts", Listing(CONTRACT, MANY), _("List the customer's contracts")))
MAIL: Final = Parts(
    Part("subject", TEXT, _("Say what a mail was about")),
    Part("to_address", TEXT, _("Say where it was sent")),
    Part("created_at", INSTANT, _("Say when it was written")),
)
OVERVIEW: Final = Parts(
    Part("name", TEXT, _("Name the customer")),
    Part("address_is_known", YES, _("Ask for an address where letters do not arrive")),
    *CONTRACTS.by_name.values(),
    Part("mails", Listing(MAIL, MAILS), _("Show what was written to the customer last")),
)


def _contract(row: Relationship) -> dict[str, Any]:
    return CONTRACT.of(row, id=row.pk, contracting_party=queries.contracting_party(row).name)


@endpoint(
    "GET", like=portal.dashboard, summary=_("Read the overview"), gives=OVERVIEW, stands_for=("parties:dashboard",)
)
def overview(request: Call) -> Mapping[str, Any]:
    """Tell what is due, the contracts and the latest mail."""
    party = portal.own_party(request)
    mails = inbox.about(queries.subject_of(party), MAILS)
    return {
        "name": str(party),
        "address_is_known": party.address_state == AddressState.KNOWN,
        "contracts": [_contract(row) for row in queries.relationships_of(party)],
        "mails": [MAIL.of(mail) for mail in mails],
    }


BANK_ACCOUNT: Final = Parts(
    Part("holder", TEXT, _("Name whose account it is")),
    Part("iban", TEXT, _("Recognise the account: its country and its last four signs")),
    Part("valid_from", DAY, _("Say since when it counts")),
    Part("valid_until", DAY_IF_ANY, _("Say from when on it does not count any more")),
)
BANK: Final = Parts(
    Part("accounts", Listing(BANK_ACCOUNT, MANY), _("The bank details in force and those before, newest first")),
    Part("waits", YES, _("Tell that new ones of ours wait for a second person")),
)
NEW_BANK: Final = Answers(BankForm, Part("current", Plain("string", longest=MANY), _("The present password")))
TIE: Final = Parts(
    Part("number", COUNT, _("Find the authority")),
    Part("name", TEXT, _("Name the other person")),
    Part("scope", TEXT, _("Say in which matters")),
    Part("rights", Listing(TEXT, MANY), _("Say what may be done")),
    Part("valid_from", DAY, _("Say since when")),
    Part("valid_until", DAY_IF_ANY, _("Say until when")),
)
TIES: Final = Parts(Part("people", Listing(TIE, MANY), _("Who acts for whom")))


def _bank_account(row: BankAccount) -> dict[str, Any]:
    return BANK_ACCOUNT.of(row, iban=f"{row.country}… {row.ending}")


def _tie(row: RelatedPerson, name: str) -> dict[str, Any]:
    return TIE.of(row, number=row.pk, name=name, scope=queries.scope_of(row))


@endpoint("GET", like=bank.bank, summary=_("Read your bank details"), gives=BANK, stands_for=("parties:bank",))
def bank_details(request: Call) -> Mapping[str, Any]:
    """Tell the bank details, masked."""
    party = portal.own_party(request)
    rows = [_bank_account(row) for row in queries.bank_accounts_of(party)]
    return {"accounts": rows, "waits": queries.proposal_of(party) is not None}


@endpoint("POST", like=bank.bank_change, summary=_("Change your bank details"), takes=NEW_BANK, gives=DONE,
          stands_for=("parties:bank_change",), whole=False)  # fmt: skip
def change_bank(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Change bank details with the password and the check step; the customer is told where they were reached before."""
    party, answers = portal.own_party(request), {name: body[name] for name in body if name != "current"}
    form, program = BankForm(NEW_BANK.data(answers)), Acting(answers)
    prove(at=request.now, user=request.user, password=body["current"])
    if program.passed(form):
        given: dict[str, Any] = {"party_id": party.pk, "shown": program.by_label(), **form.cleaned_data}
        services.change_bank_account(actor=request.actor, at=request.now, **given)
    return program.outcome()


@endpoint("GET", like=acting.others, summary=_("Read for whom you may act"), gives=TIES,
          stands_for=("parties:acting",))  # fmt: skip
def mandates(request: Call) -> Mapping[str, Any]:
    """Tell for whom the person may act in the portal; a key acts for its owner alone."""
    rows = queries.mandates_of(request.user, day_of(request.now))
    return {"people": [_tie(row, str(row.customer)) for row in rows]}


@endpoint("GET", like=acting.mine, summary=_("Read who may act for you"), gives=TIES,
          stands_for=("parties:representatives",))  # fmt: skip
def representatives(request: Call) -> Mapping[str, Any]:
    """Tell who may act for the customer, and who could before."""
    rows = queries.representatives_of(portal.own_party(request))
    return {"people": [_tie(row, str(row.person)) for row in rows]}


dismiss = acts(acting.dismiss, summary=_("End that somebody may act for you"), stands_for=("parties:dismiss",))
