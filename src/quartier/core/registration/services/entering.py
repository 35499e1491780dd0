"""From the form to the link: what somebody sends is kept only after the last step, and answered alike (DWG-15, 17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from quartier.core.accounts import queries as accounts
from quartier.core.accounts.services import AccountNameTaken
from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.core.registration import queries
from quartier.core.registration.mails import ConfirmMail, TakenMail
from quartier.core.registration.models import Application, ApplicationState, InvitationCode, Link
from quartier.core.registration.rules.flow import MOST_TRIES, Flow, after
from quartier.core.registration.rules.names import same_name
from quartier.core.registration.services import secret
from quartier.core.registration.services.ending import GRACE, UNCONFIRMED, erase, until
from quartier.core.registration.services.issuing import found
from quartier.core.registration.services.refusals import LinkDead
from quartier.values.actor import Actor

PURPOSE = "link"
# What one code or link can set off: so many mails within an hour.
RESENT_AFTER = timedelta(minutes=2)
TEXTS = (
    "given_name", "name", "organisation", "customer_type", "standing", "business_proof", "phone", "street", "postcode",
    "city", "account_name", "user_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody has sent: answers by field, the hash of the password, kind and digest of the ticked texts.

    `address` is the IP address where the provider keeps it as evidence; `entity_id` the company whose portal it was.
    """

    email: str
    password: str = ""
    texts: Sequence[tuple[str, str]] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    surname: str = ""
    born_on: date | None = None
    address: str = ""
    entity_id: int | None = None


def hashed(password: str) -> str:
    """Return the hash of a password as an account keeps it."""
    user: Any = get_user_model()()
    user.set_password(password)
    return str(user.password)


@transaction.atomic
def submit(*, actor: Actor, at: datetime, flow: Flow, entry: Entry) -> bool:
    """Take a registration and send the link, or tell the owner of an address that is used already; tells if all fits.

    False for a code, name or day that does not fit: nothing is kept of it then, but a wrong try with a right code.
    Raises AccountNameTaken.
    """
    code = found(entry.code) if flow.by_code else None
    if flow.by_code and (code is None or not _fits(actor, at, flow, entry, code)):
        return False
    if not flow.shares_account and (owner := accounts.user_with_email(entry.email)) is not None:
        # The same work as for a new address, undone: how long it takes says nothing either.
        with transaction.atomic():
            _linked(actor, at, flow, _kept(actor, at, flow, entry, code))
            transaction.set_rollback(True)
        inbox.post(
            actor=actor, at=at, mail=TakenMail(), to=owner.email, to_name=owner.name,
            about=f"accounts.user:{owner.pk}",
        )  # fmt: skip
        return True
    row = _kept(actor, at, flow, entry, code)
    send_link(actor=actor, at=at, flow=flow, row=row)
    return True


def _fits(actor: Actor, at: datetime, flow: Flow, entry: Entry, code: InvitationCode) -> bool:
    """Tell whether a code is open and belongs to whoever typed it; counts a wrong name or day against the code."""
    if queries.state_of(code, at) != "open" or not queries.may_register(code.party, flow, at):
        return False
    if not flow.with_birthday or _is_same_person(code.party, entry):
        return True
    code.tries += 1
    code.locked_at = at if code.tries >= MOST_TRIES else None
    code.save(update_fields=["tries", "locked_at"])
    if code.locked_at:
        subject = parties.subject_of(code.party)
        audit.record(actor=actor, at=at, kind="registration.code_locked", subject=subject, data={"tries": code.tries})
    return False


def _is_same_person(party: Any, entry: Entry) -> bool:
    return party.born_on is not None and entry.born_on == party.born_on and same_name(entry.surname, party.name)


def _kept(actor: Actor, at: datetime, flow: Flow, entry: Entry, code: InvitationCode | None) -> Application:
    """Keep an application; one by the same code that nobody has confirmed gives way."""
    if code is not None:
        for earlier in Application.objects.filter(code=code, state=ApplicationState.SUBMITTED):
            erase(actor, at, earlier)
    given = {name: entry.answers.get(name, "") for name in TEXTS} if code is None else {}
    if given.get("account_name") and not queries.is_name_free(given["account_name"]):
        raise AccountNameTaken
    company = (
        code.run.entity_id
        if code
        else entry.entity_id or next(one.pk for one in providers.entities() if one.role == "principal")
    )
    try:
        with transaction.atomic():
            row = Application.objects.create(
                entity_id=company, email=entry.email.strip().lower(), password=entry.password, code=code,
                party=code.party if code else None, accepted=[list(pair) for pair in entry.texts],
                address=entry.address if flow.stores_address else "", submitted_at=at, **given,
            )  # fmt: skip
    except IntegrityError as error:
        if "account_name_asked_once" in str(error):
            raise AccountNameTaken from None
        raise
    audit.record(actor=actor, at=at, kind="registration.submitted", subject=queries.subject_of(row))
    return row


def send_link(*, actor: Actor, at: datetime, flow: Flow, row: Application) -> None:
    """Send a fresh link to the address of an application that is not confirmed; the links before it die."""
    token, ends_at = _linked(actor, at, flow, row)
    mail = ConfirmMail(token=token, until=ends_at, is_last_step=not (flow.is_reviewed or flow.issues_ids))
    inbox.post(
        actor=actor, at=at, mail=mail, to=row.email, to_name=row.applicant if row.code_id is None else "",
        about=queries.subject_of(row), entity=row.entity,
    )  # fmt: skip


def _linked(actor: Actor, at: datetime, flow: Flow, row: Application) -> tuple[str, datetime]:
    """Give an application a fresh link, and as long to live as the link and its grace."""
    token, ends_at = fresh_link(at, row, after(at, flow.link_holds))
    until(actor, at, row, UNCONFIRMED, ends_at + GRACE)
    return token, ends_at


def fresh_link(at: datetime, row: Application, ends_at: datetime) -> tuple[str, datetime]:
    """Make a link to an application; those before it die at once. Returns its secret and its end."""
    row.links.filter(expires_at__gt=at).update(expires_at=at)
    token = secret.new_token()
    row.links.create(digest=secret.digest_of(token, purpose=PURPOSE), sent_at=at, expires_at=ends_at)
    return token, ends_at


def link_of(token: str) -> Link | None:
    """Return the link of a secret, expired or not; None for one of another provider or of nobody."""
    digest = secret.digest_of(token, purpose=PURPOSE)
    return Link.objects.select_related("application", "application__entity").filter(digest=digest).first()


@transaction.atomic
def send_again(*, actor: Actor, at: datetime, flow: Flow, token: str) -> None:
    """Send a new link to whoever has an expired one (DWG-18); within two minutes only one. Raises LinkDead."""
    link = link_of(token)
    if link is None:
        raise LinkDead
    row = Application.objects.select_for_update(of=("self",)).get(pk=link.application_id)
    if row.state != ApplicationState.SUBMITTED:
        raise LinkDead
    if not row.links.filter(sent_at__gt=at - RESENT_AFTER).exists():
        send_link(actor=actor, at=at, flow=flow, row=row)
