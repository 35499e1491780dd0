"""Related persons and representatives: noted with source and evidence, ended, dismissed by the customer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties.mails import MandateEndedMail, MandateNotedMail
from quartier.core.parties.models import Party, PartyKind, RelatedPerson, Relationship, RelationshipKind, Role
from quartier.core.parties.queries import subject_of
from quartier.core.parties.queries.ties import scope_of
from quartier.core.parties.rules import ACTING_ROLES, EVERYTHING, within
from quartier.core.parties.services.keeping import add_party
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.roles import customer_rights
from quartier.values.actor import Actor

ONCE = "open_role_once"


class PersonMissing(Refused):
    """A role is somebody's."""

    message = _("Write the customer number of the person, or name somebody new.")
    field = "name"


class NoSuchPerson(Refused):
    """Nobody has this customer number."""

    message = _("There is no customer with this number.")
    field = "person"


class OwnRole(Refused):
    """Nobody is related to themselves."""

    message = _("A customer has no such role towards themselves.")
    field = "person"


class AlreadyNoted(Refused):
    """A role that runs is noted once."""

    message = _("This person has this role already.")
    field = "role"


class WrongPeriod(Refused):
    """A role ends after it begins."""

    message = _("The end has to lie after the beginning.")
    field = "valid_until"


class NoActingRole(Refused):
    """Not every role lets somebody act for a customer."""

    message = _("Only a representative, custodian, heir or estate administrator can act for a customer.")
    field = "acts"


class EvidenceMissing(Refused):
    """Nobody acts for a customer without a power of attorney or the like."""

    message = _("Write what shows the authority, for example the power of attorney and where it is filed.")
    field = "evidence"


class ScopeMissing(Refused):
    """Whoever acts for a customer does so in something."""

    message = _("Choose in which matters this person may act.")
    field = "kinds"


class AlreadyEnded(Refused):
    """A role ends once."""

    message = _("This role is over already.")


@dataclass(frozen=True, slots=True)
class Someone:
    """The person of a role: somebody with a customer number, or somebody new."""

    number: str = ""
    salutation: str = ""
    given_name: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody may do for a customer: with which rights, in which kinds of contract ("*" for every matter)."""

    rights: Collection[str] = ()
    kinds: Collection[str] = ()


@transaction.atomic
def relate(
    *, actor: Actor, at: datetime, customer_id: int, who: Someone, role: str, source: str, valid_from: date,
    valid_until: date | None = None, relationship_id: int | None = None, evidence: str = "",
    authority: Authority | None = None,
) -> RelatedPerson:  # fmt: skip
    """Note a role of somebody in a customer's contract, or in all matters; with an authority they act in the portal.

    The customer is told of an authority by mail. Raises PersonMissing, NoSuchPerson, OwnRole, AlreadyNoted,
    WrongPeriod, NoActingRole, EvidenceMissing, ScopeMissing; nothing is stored then.
    """
    customer = Party.objects.select_for_update().get(pk=customer_id)
    relationship = Relationship.objects.get(pk=relationship_id, party=customer) if relationship_id else None
    if valid_until is not None and valid_until <= valid_from:
        raise WrongPeriod
    row = RelatedPerson(
        customer=customer, relationship=relationship, role=Role(role), source=source, evidence=evidence.strip(),
        valid_from=valid_from, valid_until=valid_until, noted_at=at,
    )  # fmt: skip
    if authority is not None:
        _empower(row, authority)
    row.person = _person(actor, at, customer, who, row)
    _store(row)
    data = {"role": row.role, "person": subject_of(row.person), "from": valid_from.isoformat(), "rights": row.rights}
    audit.record(actor=actor, at=at, kind="party.related", subject=subject_of(customer), data=data)
    if row.acts and customer.email:
        _tell(actor, at, row)
    return row


def _empower(row: RelatedPerson, authority: Authority) -> None:
    """Put what somebody may do on a role that allows it."""
    if row.role not in ACTING_ROLES:
        raise NoActingRole
    if not row.evidence:
        raise EvidenceMissing
    row.acts, row.rights = True, within(authority.rights, customer_rights.keys())
    if row.relationship is None:
        row.kinds = within(authority.kinds, (EVERYTHING, *RelationshipKind.values))
        if not row.kinds:
            raise ScopeMissing


def _person(actor: Actor, at: datetime, customer: Party, who: Someone, row: RelatedPerson) -> Party:
    """Return who has the role: somebody known by their number, or somebody who is added now."""
    if who.number:
        found = Party.objects.filter(number=who.number.strip()).first()
        if found is None:
            raise NoSuchPerson
        if found.pk == customer.pk:
            raise OwnRole
        return found
    if not who.name.strip():
        raise PersonMissing
    kind = PartyKind.CONTACT if row.role == Role.CONTACT else PartyKind.PERSON
    return add_party(
        actor=actor, at=at, kind=kind, name=who.name, given_name=who.given_name, salutation=who.salutation,
        email=who.email, phone=who.phone,
    )  # fmt: skip


def _store(row: RelatedPerson) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyNoted from error
        raise


@transaction.atomic
def end_role(*, actor: Actor, at: datetime, customer_id: int, tie_id: int, valid_until: date) -> RelatedPerson:
    """Note when a role is over; from that day on it gives no access. Raises AlreadyEnded and WrongPeriod."""
    row = _open(customer_id, tie_id, at)
    if valid_until < row.valid_from:
        raise WrongPeriod
    return _end(actor, at, row, valid_until)


@transaction.atomic
def dismiss(*, actor: Actor, at: datetime, customer_id: int, tie_id: int) -> RelatedPerson:
    """End at once that somebody may act for a customer, at the customer's wish. Raises AlreadyEnded."""
    row = _open(customer_id, tie_id, at)
    return _end(actor, at, row, max(day_of(at), row.valid_from))


def _open(customer_id: int, tie_id: int, at: datetime) -> RelatedPerson:
    row = RelatedPerson.everything.select_for_update(of=("self",)).get(pk=tie_id, customer_id=customer_id)
    if row.valid_until is not None and row.valid_until <= day_of(at):
        raise AlreadyEnded
    return row


def _end(actor: Actor, at: datetime, row: RelatedPerson, valid_until: date) -> RelatedPerson:
    row.valid_until = valid_until
    row.save(update_fields=["valid_until"])
    data = {"role": row.role, "person": subject_of(row.person), "on_day": valid_until.isoformat()}
    audit.record(actor=actor, at=at, kind="party.role_ended", subject=subject_of(row.customer), data=data)
    if row.acts and row.customer.email:
        mail = MandateEndedMail(addressee=str(row.customer), person=str(row.person), on_day=valid_until)
        _post(actor, at, row.customer, mail)
    return row


@transaction.atomic
def begin_acting(*, actor: Actor, at: datetime, tie: RelatedPerson) -> None:
    """Record that a representative goes to work for a customer."""
    data = {"role": tie.role, "person": subject_of(tie.person)}
    audit.record(actor=actor, at=at, kind="party.acting_began", subject=subject_of(tie.customer), data=data)


def _tell(actor: Actor, at: datetime, row: RelatedPerson) -> None:
    mail = MandateNotedMail(
        addressee=str(row.customer), person=str(row.person), role=row.get_role_display(), scope=scope_of(row),
        rights=[str(customer_rights[key]) for key in row.rights], valid_from=row.valid_from,
        valid_until=row.valid_until,
    )  # fmt: skip
    _post(actor, at, row.customer, mail)


def _post(actor: Actor, at: datetime, customer: Party, mail: MandateNotedMail | MandateEndedMail) -> None:
    about = subject_of(customer)
    inbox.post(actor=actor, at=at, mail=mail, to=customer.email, to_name=str(customer), about=about)


def forget_ties(rows: QuerySet[RelatedPerson], at: datetime) -> None:
    """Erase roles, and those people of whom nothing else is known: a guarantor has no contract of their own."""
    people = [*rows.values_list("person_id", flat=True)]
    rows.delete()
    alone = Party.everything.filter(pk__in=people, relationships=None, ties=None, user=None, supplier=None)
    for person in alone:
        _forget(person, at)


def _forget(person: Party, at: datetime) -> None:
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        # Something else still names them; they are met by nobody until that is over too.
        Party.everything.filter(pk=person.pk).update(restricted_at=at)
