"""Mandates: given on paper or in the portal, for the customer's account or somebody else's, and amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from quartier.core.audit import services as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.documents import services as documents
from quartier.core.inbox import services as inbox
from quartier.core.ledger import services as ledger
from quartier.core.mandates import queries
from quartier.core.mandates.mails import MandateGivenMail
from quartier.core.mandates.models import Creditor, Mandate
from quartier.core.mandates.rules import MandateState, Scheme, Source
from quartier.core.mandates.rules.calendar import usable_until
from quartier.core.mandates.rules.consent import VERSION
from quartier.core.mandates.rules.identifiers import OUTSIDE_EEA, mandate_reference
from quartier.core.mandates.services import refusals
from quartier.core.parties import queries as parties
from quartier.core.parties.extension import Standing
from quartier.core.parties.services import checked_iban
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

PAPER: Final = "mandate"
TITLE: Final = "SEPA-Lastschriftmandat"
FORM: Final = "mandates.give"
LAPSE: Final = "mandates.lapse"
SERIES: Final = "mandates"


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed file or scan, and the account that brings it in."""

    owner: Any
    name: str
    size: int
    blocks: Iterable[bytes]


@transaction.atomic
def give_online(
    *, actor: Actor, at: datetime, party: Any, entity_id: int, words: str, shown: Mapping[str, str]
) -> Mandate:
    """Put a mandate in force that a customer has read word for word and confirmed with their password.

    What is kept: the words, their version, who, when; from which address as far as the provider keeps addresses.
    Raises NoAccount, NoCreditor, DebitNotOffered, MandateThere, WordsChanged; nothing is stored then.
    """
    offer = queries.offer_for(party, entity_id, at)
    if offer is None:
        raise _why_not(party, entity_id, at)
    if offer.words != words:
        raise refusals.WordsChanged
    draft = Mandate.objects.select_for_update(no_key=True, of=("self",)).filter(
        party=party, entity_id=entity_id, state=MandateState.DRAFT, account=offer.account
    ).first()  # fmt: skip
    row = draft or drawn(actor, at, offer.creditor, party, offer.account)
    row.state, row.source, row.signed_on, row.words = MandateState.ACTIVE, Source.ONLINE, day_of(at), words
    row.evidence = {
        "version": VERSION, "user": actor.key, "name": str(actor), "at": at.isoformat(), "reauthenticated": True,
    }  # fmt: skip
    replace(actor, at, party.pk, entity_id, row.pk)
    _save(row)
    audit.keep_confirmation(actor=actor, at=at, form=FORM, subject=parties.subject_of(party), values=shown)
    _begun(actor, at, row)
    if party.email:
        mail = MandateGivenMail(reference=row.reference, words=words)
        inbox.post(
            actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=queries.subject_of(row),
            entity=row.entity,
        )  # fmt: skip
    return row


def _why_not(party: Any, entity_id: int, at: datetime) -> Exception:
    creditor, account = queries.creditor_of(entity_id), parties.bank_account_of(party)
    if creditor is None or not creditor.identifier:
        return refusals.NoCreditor()
    if not queries.offers_debit(day_of(at)):
        return refusals.DebitNotOffered()
    return refusals.NoAccount() if account is None else refusals.MandateThere()


@transaction.atomic
def note_paper(
    *, actor: Actor, at: datetime, party: Any, entity_id: int, scheme: str, signed_on: date, holder: str, iban: str,
    scan: Scan | None, city: str = "", country: str = "",
) -> Mandate:  # fmt: skip
    """Put a mandate in force that was signed on paper, also by somebody who pays for the customer.

    One between businesses counts once the payer's bank has confirmed it. A mandate in force is replaced. Raises
    NoCreditor, BusinessesAlone, ScanMissing, NotYetSigned, WrongIban, and what documents refuse.
    """
    creditor = queries.creditor_of(entity_id)
    if creditor is None or not creditor.identifier:
        raise refusals.NoCreditor
    if scheme == Scheme.B2B and party.standing != Standing.BUSINESS:
        raise refusals.BusinessesAlone
    if scan is None:
        raise refusals.ScanMissing
    if signed_on > day_of(at):
        raise refusals.NotYetSigned
    number, account = checked_iban(iban), parties.bank_account_of(party)
    own = account if account is not None and account.iban == number else None
    row = _new(actor, at, creditor, party, holder.strip() or str(party), number, own)
    row.scheme, row.source, row.state, row.signed_on = scheme, Source.PAPER, MandateState.ACTIVE, signed_on
    row.words = queries.words_for(creditor, Scheme(scheme), row.holder, row.masked)
    if number[:2] in OUTSIDE_EEA:
        row.holder_city, row.holder_country = (city or party.city)[:80], country or number[:2]
    upload = documents.receive(at=at, owner=scan.owner, file_name=scan.name, size=scan.size, blocks=scan.blocks)
    given = documents.Given(kind=PAPER, title=TITLE, party=party, entity_id=entity_id)
    row.document = documents.file(actor=actor, at=at, upload=upload, given=given)
    replace(actor, at, party.pk, entity_id, None)
    _save(row)
    _begun(actor, at, row)
    return row


def drawn(actor: Actor, at: datetime, creditor: Creditor, party: Any, account: Any) -> Mandate:
    """Draw up a mandate for a customer's account that waits for the customer; it is not stored yet."""
    return _new(actor, at, creditor, party, account.holder, account.iban, account)


def _new(actor: Actor, at: datetime, creditor: Creditor, party: Any, holder: str, iban: str, account: Any) -> Mandate:
    year = day_of(at).year
    number = ledger.next_numbers(creditor.entity_id, SERIES, year)[0]
    return Mandate(
        entity=creditor.entity, party=party, reference=mandate_reference(creditor.entity.key, year, number),
        scheme=Scheme.CORE, source=Source.ONLINE, state=MandateState.DRAFT, holder=holder[:70], iban=iban,
        country=iban[:2], ending=iban[-4:], account=account, made_at=at, made_by=actor.name[:120],
    )  # fmt: skip


def _save(row: Mandate) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_mandate" in str(error):
            raise refusals.MandateThere from error
        raise


def replace(actor: Actor, at: datetime, party_id: int, entity_id: int, but: int | None) -> None:
    """End what is in force or waits, but one, because another takes its place."""
    rows = Mandate.everything.select_for_update(no_key=True).filter(
        party_id=party_id, entity_id=entity_id, state__in=(MandateState.ACTIVE, MandateState.DRAFT)
    )
    for row in rows.exclude(pk=but) if but else rows:
        row.state, row.ended_on, row.ended_because = MandateState.REPLACED, day_of(at), "Neues Mandat"
        row.save(update_fields=["state", "ended_on", "ended_because"])
        record(actor, at, "mandates.replaced", row)


def _begun(actor: Actor, at: datetime, row: Mandate) -> None:
    record(actor, at, "mandates.given", row, source=row.source, scheme=row.scheme, account=row.masked)
    signed = row.signed_on or day_of(at)
    deadlines.open_many(
        actor=actor, at=at,
        openings=[
            deadlines.Opening(
                kind=LAPSE, subject=queries.subject_of(row), last_on=usable_until(signed),
                holder=parties.subject_of(row.party), entity_id=row.entity_id,
            )
        ],
    )  # fmt: skip


@transaction.atomic
def confirm_by_bank(*, actor: Actor, at: datetime, mandate_id: int, on: date) -> Mandate:
    """Note that the payer's bank knows a mandate between businesses; collected by it is from then on."""
    row = in_force(mandate_id)
    row.bank_confirmed_on = on
    row.save(update_fields=["bank_confirmed_on"])
    record(actor, at, "mandates.bank_confirmed", row, on=on.isoformat())
    return row


@transaction.atomic
def amend(*, actor: Actor, at: datetime, mandate_id: int, iban: str, evidence: str) -> Mandate:
    """Note another account of the same payer, told in a way that can be shown; the next file tells the bank.

    Raises NotInForce, WrongIban, ReasonMissing; nothing changes then.
    """
    row, number = in_force(mandate_id), checked_iban(iban)
    if not evidence.strip():
        raise refusals.ReasonMissing(field="evidence")
    before = row.masked
    row.iban, row.country, row.ending, row.account = number, number[:2], number[-4:], None
    row.evidence = {**row.evidence, "amended": [*row.evidence.get("amended", []), [at.isoformat(), evidence.strip()]]}
    row.save(update_fields=["iban", "country", "ending", "account", "evidence"])
    record(actor, at, "mandates.amended", row, account=[before, row.masked], evidence=evidence.strip())
    return row


def in_force(mandate_id: int) -> Mandate:
    """Lock a mandate in force. Raises NotInForce."""
    row = (
        Mandate.everything.select_for_update(no_key=True, of=("self",))
        .select_related("party", "entity")
        .get(pk=mandate_id)
    )
    if row.state != MandateState.ACTIVE:
        raise refusals.NotInForce
    return row


def record(actor: Actor, at: datetime, kind: str, row: Mandate, **data: Any) -> None:
    """Write down what happened with a mandate, as its customer's matter."""
    told = {"reference": row.reference, **data}
    audit.record(actor=actor, at=at, kind=kind, subject=f"parties.party:{row.party_id}", data=told)
