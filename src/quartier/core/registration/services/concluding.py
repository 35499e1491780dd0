"""Activation: the account comes into being, and with it the contract about the portal (DWG-18, 19, QX-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction

from quartier.core.accounts import services as account_services
from quartier.core.accounts.services.registered import take_password
from quartier.core.audit import services as audit
from quartier.core.contracts import queries as concluded
from quartier.core.contracts import services as contracts
from quartier.core.inbox import queries as mailbox
from quartier.core.inbox import services as inbox
from quartier.core.parties import services as parties
from quartier.core.parties.queries import subject_of as party_subject
from quartier.core.parties.services.admitting import admit
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.queries import policy
from quartier.core.registration import queries
from quartier.core.registration.mails import ContractMail
from quartier.core.registration.models import Application, ApplicationState, Evidence, Part
from quartier.core.registration.rules import business
from quartier.core.registration.rules.codes import plain
from quartier.core.registration.rules.flow import MOST_TRIES, Flow
from quartier.core.registration.services import secret
from quartier.core.registration.services.ending import UNACTIVATED, UNCONFIRMED, no_longer
from quartier.core.registration.services.entering import hashed, link_of
from quartier.core.registration.services.refusals import (
    AddressUnreached,
    CodeExpired,
    DoesNotFit,
    EntryLocked,
    LinkDead,
    WrongCode,
)
from quartier.core.registration.services.reviewing import accept_alone
from quartier.core.terms import queries as terms
from quartier.core.terms import services as terms_services
from quartier.kit.access import Audience
from quartier.kit.clock import day_of
from quartier.kit.roles import customer_rights
from quartier.values.actor import SYSTEM, Actor, ActorKind

LOCKED_FOR = timedelta(hours=1)
ACTIVATION = "activation"
PORTAL, WITHDRAWAL = "portal", "withdrawal"
# The mail of the contract is among the first that somebody gets.
MAILS = 500


@transaction.atomic
def confirm(*, actor: Actor, at: datetime, flow: Flow, token: str, read_anew: Sequence[str] = ()) -> Application:
    """Confirm the e-mail address behind a link; where nobody has to decide, that is the activation.

    Doing it twice is harmless. `read_anew` are digests of texts that have changed since and were ticked again. Raises
    LinkDead, DoesNotFit, AddressUnreached, and TextChanged from terms; nothing has changed then.
    """
    row = _locked(token, at)
    if row.state != ApplicationState.SUBMITTED:
        return row
    row.confirmed_at = at
    _accept_anew(row, read_anew)
    no_longer(actor, at, UNCONFIRMED, queries.subject_of(row))
    if not (flow.is_reviewed or flow.issues_ids):
        return conclude(actor, at, flow, row)
    row.state = ApplicationState.CONFIRMED
    row.save(update_fields=["state", "confirmed_at", "accepted"])
    audit.record(actor=actor, at=at, kind="registration.confirmed", subject=queries.subject_of(row))
    if flow.issues_ids and business.proves_business(row.business_proof):
        accept_alone(actor=actor, at=at, flow=flow, row=row)
    return row


@transaction.atomic
def try_code(*, actor: Actor, at: datetime, flow: Flow, token: str, typed: str) -> Application | str:
    """Activate with the code of our message; returns the key of a refusal where it was wrong, counted (QX-11).

    Raises LinkDead, EntryLocked and CodeExpired.
    """
    row = _locked(token, at)
    if row.state == ApplicationState.ACTIVE:
        return row
    if row.state != ApplicationState.ACCEPTED or not row.code_digest:
        raise LinkDead
    if row.code_locked_until is not None and at < row.code_locked_until:
        raise EntryLocked
    if row.code_expires_at is None or row.code_expires_at <= at:
        raise CodeExpired
    if secret.digest_of(plain(typed), purpose=ACTIVATION) != row.code_digest:
        row.code_tries += 1
        if row.code_tries >= MOST_TRIES:
            row.code_tries, row.code_locked_until = 0, at + LOCKED_FOR
            audit.record(actor=actor, at=at, kind="registration.entry_locked", subject=queries.subject_of(row))
        row.save(update_fields=["code_tries", "code_locked_until"])
        return "wrong"
    no_longer(actor, at, UNACTIVATED, queries.subject_of(row))
    return conclude(actor, at, flow, row)


def activate_by_code(*, actor: Actor, at: datetime, flow: Flow, token: str, typed: str) -> Application:
    """Do the same and raise WrongCode, after the wrong try has been counted for good."""
    done = try_code(actor=actor, at=at, flow=flow, token=token, typed=typed)
    if isinstance(done, str):
        raise WrongCode
    return done


@transaction.atomic
def choose_password(*, actor: Actor, at: datetime, flow: Flow, token: str, password: str) -> Application:
    """Set the first password of issued credentials: whoever got the link has received them. Raises LinkDead."""
    row = _locked(token, at)
    if row.state == ApplicationState.ACTIVE:
        return row
    if row.state != ApplicationState.ACCEPTED or row.code_digest:
        raise LinkDead
    row.password = hashed(password)
    no_longer(actor, at, UNACTIVATED, queries.subject_of(row))
    return conclude(actor, at, flow, row)


def changed_texts(row: Application) -> list[terms.Document]:
    """Return the texts that read differently from what an applicant ticked."""
    ticked = {tuple(pair) for pair in row.accepted}
    return [one for one in terms.current_documents() if (one.kind, one.digest) not in ticked]


def _accept_anew(row: Application, digests: Sequence[str]) -> None:
    for one in changed_texts(row):
        if one.digest not in digests:
            raise terms_services.TextChanged
        row.accepted = [pair for pair in row.accepted if pair[0] != one.kind] + [[one.kind, one.digest]]


def _locked(token: str, at: datetime) -> Application:
    """Return the application of a link; an expired link still shows what is over, but moves nothing."""
    link = link_of(token)
    row = Application.objects.select_for_update(of=("self",)).filter(pk=link.application_id).first() if link else None
    if link is None or row is None:
        raise LinkDead
    if link.expires_at <= at and row.state != ApplicationState.ACTIVE:
        raise LinkDead
    return row


def conclude(actor: Actor, at: datetime, flow: Flow, row: Application) -> Application:
    """Make the account and conclude the contract, in the caller's transaction."""
    if row.code is not None:
        code = type(row.code).objects.select_for_update(of=("self",)).get(pk=row.code.pk)
        if queries.state_of(code, at) != "open" or not queries.may_register(code.party, flow, at):
            raise DoesNotFit
        code.used_at = at
        code.save(update_fields=["used_at"])
    user = _user(actor, at, flow, row)
    who = Actor(ActorKind.CUSTOMER, str(user.pk), user.name, address=actor.address)
    party = _party(who, at, row, user)
    _tied(who, at, row, party)
    documents = terms.current_documents()
    terms_services.accept(
        actor=who, at=at, user_id=user.pk, documents=documents, occasion=cast(Any, "registration")
    )  # fmt: skip
    if row.address:
        Evidence.objects.create(user=user, registered_at=row.submitted_at, address=row.address)
    _told(who, at, row, party, user)
    row.state, row.activated_at, row.user, row.party = ApplicationState.ACTIVE, at, user, party
    # What only the way here needed. The mails on the way held secrets, so their words go as well.
    inbox.forget_about(subject=queries.subject_of(row))
    row.password = row.address = row.code_digest = row.phone = row.street = row.postcode = row.city = ""
    row.save()
    audit.record(actor=who, at=at, kind="registration.activated", subject=party_subject(party))
    return row


def _user(actor: Actor, at: datetime, flow: Flow, row: Application) -> Any:
    account, login = None, ""
    if flow.shares_account:
        account = account_services.open_customer_account(actor=actor, at=at, name=row.account_name)
        login = row.account_name.lower() if flow.issues_ids else ""
    person = f"{row.given_name} {row.name}".strip()
    try:
        with transaction.atomic():
            user = account_services.open_account(
                actor=actor, at=at, audience=Audience.CUSTOMER, email=row.email,
                name=person if row.party is None else str(row.party), password=None, account=account,
                user_name="" if flow.issues_ids else row.user_name, login=login,
                rights=customer_rights.keys() if account else (),
            )  # fmt: skip
    except (account_services.AddressTaken, IntegrityError):
        # Somebody else was faster with the same address.
        raise AddressUnreached from None
    return take_password(at=at, user_id=user.pk, password_hash=row.password)


def _party(actor: Actor, at: datetime, row: Application, user: Any) -> Any:
    if row.party is not None:
        return admit(party_id=row.party.pk, user_id=user.pk, email=row.email)
    is_firm = bool(row.organisation)
    tie = {"account": user.account} if user.account_id else {"user": user}
    return parties.add_party(
        actor=actor, at=at, kind="organisation" if is_firm else "person",
        name=row.organisation if is_firm else row.name, given_name="" if is_firm else row.given_name,
        standing=Part.BUSINESS if is_firm or row.standing == Part.BUSINESS else Part.CONSUMER,
        email=row.email, phone=row.phone, street=row.street, postcode=row.postcode, city=row.city, **tie,
    )  # fmt: skip


def _tied(actor: Actor, at: datetime, row: Application, party: Any) -> None:
    """Conclude the contract about the portal with the company whose portal it is; it begins on this day.

    The instruction on withdrawal goes out with its mail in the same transaction: it counts as received unless that mail
    comes back (DWG-39).
    """
    tie = parties.open_relationship(
        actor=actor, at=at, party=party, legal_entity_id=row.entity_id, kind=PORTAL, number=f"P-{row.pk:05}",
        started_on=day_of(at), tell=False,
    )  # fmt: skip
    formed = policy.in_force(FormationPolicy, day_of(at)).contract_formed_at
    accepted = [*terms.current_documents(), *terms.current_documents((WITHDRAWAL,))]
    given = contracts.Conclusion(
        relationship=tie,
        scope=Scope.APP if any(one.scope is Scope.APP for one in formed) else Scope.PORTAL,
        standing=party.standing,
        is_paid=False,
        formed_by=Moment.ACTIVATION,
        versions=[terms.version(one.version_id) for one in accepted],
        origin=queries.subject_of(row),
        instructed_at=at if any(one.kind == WITHDRAWAL for one in accepted) else None,
    )
    contracts.conclude(actor=actor, at=at, given=given)


def mail_came_back(address: str, at: datetime) -> None:
    """Let the time to withdraw stand still where the mail with the instruction came back: it never arrived (DWG-39)."""
    for row in concluded.instructed_by_mail(address):
        mails = mailbox.about(party_subject(row.party), MAILS)
        if any(mail.template == ContractMail.template and hasattr(mail, "bounce") for mail in mails):
            contracts.note_instruction(actor=SYSTEM, at=at, contract_id=row.pk, received_at=None)


def _told(actor: Actor, at: datetime, row: Application, party: Any, user: Any) -> None:
    kinds = ("terms", "privacy", "withdrawal")
    texts = [(one.label, one.body) for one in terms.current_documents(kinds)]
    mail = ContractMail(company=row.entity.name, login=user.login, concluded_at=at, texts=texts)
    inbox.post(
        actor=actor, at=at, mail=mail, to=row.email, to_name=user.name, about=party_subject(party), entity=row.entity
    )
