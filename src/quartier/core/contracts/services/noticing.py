"""The customer's notice as a declaration: the form it needs, which contracts may be meant, and what it brings about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from quartier.core.contracts import queries, rules
from quartier.core.contracts.models import Contract
from quartier.core.contracts.services.ending import Notice, end_by_notice
from quartier.core.contracts.services.papers import Paper, filed
from quartier.core.declarations import services as declarations
from quartier.core.declarations.extension import Act, Candidate, DeclarationState, FormAsked, Outcome, Taken
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.bgb.form import Declaration as Declared
from quartier.law.bgb.form import Sending
from quartier.law.bgb.lease_notice import LeaseParty, lease_notice
from quartier.values.actor import Actor, ActorKind
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

KIND: Final = "contracts.notice"
TIE: Final = "parties.relationship"
WAY, WISH, REASON = "way", "ends_on", "reason"
MOST_SHOWN: Final = 50


def asked(subject: str, on: date) -> FormAsked:
    """Return which form a notice of this contract needs; that of a tenancy always ink (§ 568 BGB, DWG-29)."""
    row = queries.contract_named(subject)
    if row is None:
        return FormAsked(act=_act_of_tie(subject))
    facts = queries.facts_of(row)
    ordinary = facts.terms.notices[rules.Side.CUSTOMER]
    return FormAsked(
        act=Act(facts.act.value), agreed=rules.agreed_form(facts, ordinary[0] if ordinary else None),
        customer=facts.customer, concluded_on=facts.concluded_on, strict=True,
    )  # fmt: skip


def effect(taken: Taken) -> Outcome:
    """Let a notice count that is formal enough, or say why it has no effect; the other contracts stay untouched."""
    declared = taken.declaration
    row = queries.contract_named(declared.subject)
    if row is None:
        return _of_tie(taken)
    way = rules.Way(declared.wishes.get(WAY) or rules.Way.ORDINARY)
    reason = str(declared.wishes.get(REASON) or declared.words)
    if way is rules.Way.CAUSE:
        said = Sentence(_("You have ended the contract for good cause. We look at the reason and answer you soon."))
        if taken.actor.kind is not ActorKind.STAFF:
            # Nobody but a person can weigh a reason; whoever of the staff matches the declaration lets it count.
            return Outcome(state=DeclarationState.UNCLEAR, sentences=(said,))
    wish = declared.wishes.get(WISH)
    given = Notice(
        side=rules.Side.CUSTOMER, way=way, received_on=day_of(declared.received_at),
        wish_on=date.fromisoformat(wish) if wish else None, reason=reason, declaration_id=declared.pk,
        document_id=declared.evidence_id,
    )  # fmt: skip
    try:
        kept = end_by_notice(actor=taken.actor, at=taken.at, contract_id=row.pk, given=given)
    except Refused as refusal:
        why = Sentence(_("Your notice has no effect: %(why)s"), {"why": str(refusal)})
        return Outcome(state=DeclarationState.REJECTED, sentences=(why,))
    said = Sentence(
        _("The contract %(number)s ends with %(day)s."), {"number": row.relationship.number, "day": kept.ends_on}
    )
    return Outcome(state=DeclarationState.EFFECTIVE, sentences=(said,), data={"ends_on": kept.ends_on.isoformat()})


def candidates(declared: Any) -> Sequence[Candidate]:
    """Find the contracts that a notice may mean: running ones by number, or of a customer by name and address."""
    numbers = [word.strip(".,;:()") for word in declared.about.split()]
    found = queries.running().filter(_meant(declared, numbers))[:MOST_SHOWN]
    rows = [_candidate(row, declared, numbers) for row in found]
    if declared.party_id is not None:
        rows = [one for one in rows if one.party_id == declared.party_id] or rows
    return rows


def letter_of(subject: str) -> str:
    """Return the portal's address of the letter to sign, for the answer to a notice below its form."""
    row = queries.contract_named(subject)
    key = row.relationship_id if row else subject.partition(":")[2]
    return f"/vertraege/{key}/kuendigen/brief/"


def office_of(subject: str) -> str:
    """Return where the office shows the contract."""
    row = queries.contract_named(subject)
    return f"/buero/vertraege/{row.pk}/" if row else "/buero/kundschaft/"


def _meant(declared: Any, numbers: Sequence[str]) -> Q:
    by_number = Q(relationship__number__in=numbers)
    by_address = Q(party__email__iexact=declared.contact) if "@" in declared.contact else Q(pk=None)
    by_party = Q(party_id=declared.party_id) if declared.party_id is not None else Q(pk=None)
    return by_number | by_address | by_party


def _candidate(row: Contract, declared: Any, numbers: Sequence[str]) -> Candidate:
    party = row.party
    marks = (
        row.relationship.number in numbers,
        bool(declared.contact) and declared.contact.lower() in parties.addresses_of(party),
        str(party).casefold() == declared.name.strip().casefold(),
    )
    return Candidate(
        subject=queries.subject_of(row), label=f"{row.relationship.number}, {party}, {row.relationship.legal_entity}",
        party_id=row.party_id, entity_id=row.relationship.legal_entity_id,
        sure=marks[0] and any(marks[1:]),
    )  # fmt: skip


def _act_of_tie(subject: str) -> Act:
    """Return what ends a relationship that is kept in another system: ink is asked where nothing milder is known."""
    tie = _tie(subject)
    return Act(Declared.LEAVE_COOPERATIVE) if tie.kind == "membership" else Act(Declared.END_TENANCY)


def _of_tie(taken: Taken) -> Outcome:
    """Answer a notice in due form of what is kept in another system: people there note the end."""
    tie = _tie(taken.declaration.subject)
    said = [Sentence(_("Your notice has arrived in due form. The end is noted in our tenants' file and confirmed."))]
    derived = None
    if tie.kind == "tenancy":
        land = queries.land_of(day_of(taken.at))
        derived = lease_notice(by=LeaseParty.TENANT, received_on=day_of(taken.declaration.received_at), land=land)
        said.append(Sentence(_("By law the tenancy ends with %(day)s."), {"day": derived.value.ends_on}))
    return Outcome(state=DeclarationState.EFFECTIVE, sentences=said, derived=derived)


def _tie(subject: str) -> Any:
    return queries.tie_numbered(int(subject.partition(":")[2]))


@transaction.atomic
def receive_notice(
    *, actor: Actor, at: datetime, contract_id: int, channel: Sending, received_at: datetime, way: rules.Way,
    wish_on: date | None = None, words: str = "", paper: Paper | None = None,
) -> Any:  # fmt: skip
    """Record a notice by the customer that reached the office: it becomes a declaration, judged and answered (CC-81).

    Raises what declarations refuse; nothing is stored then.
    """
    row = queries.contract_numbered(contract_id)
    wishes = {WAY: way.value, REASON: words} | ({WISH: wish_on.isoformat()} if wish_on else {})
    given = declarations.Given(
        kind=KIND, channel=channel, name=str(row.party), received_at=received_at, subject=queries.subject_of(row),
        party_id=row.party_id, entity_id=row.relationship.legal_entity_id, contact=row.party.email,
        about=row.relationship.number, words=words, wishes=wishes,
        evidence_id=filed(actor, at, paper, row, f"Kündigung {row.relationship.number}"),
    )  # fmt: skip
    return declarations.receive(actor=actor, at=at, given=given)
