"""Reading parties and relationships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.parties.models import AddressState, Party, Relationship
from quartier.core.parties.rules import AREA_OF, MEETS_EVERYBODY
from quartier.core.privacy.extension import Subject
from quartier.kit.roles import areas_of, kinds_within


def party_numbered(party_id: int) -> Party:
    """Return a party by its key, restricted or not; raises Party.DoesNotExist for an unknown one."""
    return Party.everything.get(pk=party_id)


def visible_parties(staff: Any) -> QuerySet[Party]:
    """Return the parties a member of staff may see: a partner's staff only those of its own legal entity (QX-01).

    Of those only whoever has a contract in one of the reader's data areas, or none with anybody yet (SBV-27).
    Restricted ones are left out (Art. 18 GDPR): who works on their rights finds them with the privacy pages.
    """
    rows = Party.objects.distinct()
    ties = Relationship.objects.filter(party=OuterRef("pk"))
    if MEETS_EVERYBODY in areas_of(staff):
        return rows if staff.entity_id is None else rows.filter(Exists(_of_ours(ties, staff)))
    met = Q(Exists(_of_ours(ties, staff).filter(kind__in=kinds_met(staff))))
    return rows.filter(met | ~Q(Exists(ties)) if staff.entity_id is None else met)


def all_parties(staff: Any) -> QuerySet[Party]:
    """Return the parties for whom somebody who works on rights may act: also the restricted ones."""
    rows = Party.everything.distinct()
    return rows if staff.entity_id is None else rows.filter(relationships__legal_entity_id=staff.entity_id)


def actions_for(staff: Any) -> list[PartyAction]:
    """Return what a member of staff can do from a customer's page, in order."""
    return sorted((one for one in party_actions if one.needs in staff.permissions), key=lambda one: one.order)


def lost_addresses(staff: Any) -> QuerySet[Party]:
    """Return the parties this person sees whose address is unknown or abroad (DWG-44)."""
    return visible_parties(staff).exclude(address_state=AddressState.KNOWN)


def visible_relationships(staff: Any, party: Party) -> QuerySet[Relationship]:
    """Return a party's relationships as far as a member of staff may see them (QX-01, SBV-21, SBV-27)."""
    rows = Relationship.objects.filter(party=party).select_related("legal_entity")
    return _of_ours(rows, staff).filter(kind__in=kinds_met(staff))


def area_of(relationship: Relationship) -> str:
    """Return the data area in which a contract lies, "" where it is nobody's in particular."""
    return AREA_OF[relationship.kind]


def kinds_met(staff: Any) -> list[str]:
    """Return the kinds of relationships that lie in somebody's data areas, or in nobody's in particular."""
    return kinds_within(areas_of(staff), AREA_OF)


def _of_ours(rows: QuerySet[Relationship], staff: Any) -> QuerySet[Relationship]:
    """Leave out other companies' relationships where somebody works for one alone."""
    return rows if staff.entity_id is None else rows.filter(legal_entity_id=staff.entity_id)


def relationships_numbered(staff: Any, numbers: Sequence[str]) -> dict[str, list[Relationship]]:
    """Return the relationships with these numbers that a member of staff may see, by number (QX-01, SBV-27)."""
    rows = Relationship.objects.filter(number__in=set(numbers), party__restricted_at__isnull=True)
    rows = rows.filter(kind__in=kinds_met(staff)).select_related("party", "legal_entity")
    found: dict[str, list[Relationship]] = {}
    for row in _of_ours(rows, staff):
        found.setdefault(row.number, []).append(row)
    return found


def party_of(user: Any) -> Party | None:
    """Return for whom somebody acts: the one they represent, the customer whose account they use, or themselves.

    The own data stay open to a restricted one too.
    """
    if user.acts_for is not None:
        party = Party.everything.filter(pk=user.acts_for.party_id).first()
        if party is not None:
            party.looked_at_by = user.acts_for  # type: ignore[misc]
        return party
    if user.account_id is not None:
        return Party.everything.filter(account_id=user.account_id).first()
    return Party.everything.filter(user_id=user.pk).first()


def written_from(address: str) -> Sequence[Party]:
    """Return who may have written from an e-mail address: their own, or the one they log in with."""
    if not address:
        return ()
    found = Party.objects.filter(Q(email__iexact=address) | Q(user__email__iexact=address)).distinct()
    # Nobody needs to be told how many share one address, only that they are several.
    return list(found[:10])


def addresses_of(party: Party) -> frozenset[str]:
    """Return the e-mail addresses that somebody writes from, in small letters."""
    found = {party.email, party.user.email if party.user else ""}
    return frozenset(address.lower() for address in found if address)


def relationships_of(party: Party) -> Sequence[Relationship]:
    """Return all relationships with their contracting entities, in one statement.

    Whoever acts for the party in part sees only those they may act in (SBV-51).
    """
    rows, limit = party.relationships.select_related("legal_entity"), party.looked_at_by
    return [row for row in rows if limit is None or limit.covers(row.kind, row.pk)]


def subject_of(party: Party) -> str:
    """Return how facts and confirmations name a party."""
    return f"parties.party:{party.pk}"


def person_numbered(number: int) -> Subject | None:
    """Return the person or organisation behind a customer's number, as privacy names people."""
    party = Party.everything.filter(pk=number).first()
    if party is None:
        return None
    ids = {"parties.Party": party.pk} | ({"accounts.User": party.user_id} if party.user_id else {})
    return Subject(subject_of(party), str(party), ids, (party.email,) if party.email else ())


def party_rows(subject: Subject) -> Q:
    """Select the row of a person, and those that have become one with it."""
    number = subject.ids.get("parties.Party", 0)
    return Q(pk=number) | Q(merged_into=number)


def ties_about(subject: Subject) -> Q:
    """Select the roles that a person has, and those that others have for them."""
    number = subject.ids.get("parties.Party", 0)
    return Q(customer=number) | Q(person=number)


def companions_of(subject: Subject) -> list[str]:
    """Return the names of those who have a contract over the same thing with the same company, or a role in one."""
    own = Relationship.objects.filter(party_id=subject.ids.get("parties.Party", 0)).exclude(subject="")
    same = Q(pk__in=[])
    for row in own:
        same |= Q(relationships__legal_entity=row.legal_entity_id, relationships__subject=row.subject)
    me = subject.ids.get("parties.Party", 0)
    same |= Q(ties__customer=me) | Q(related__person=me)
    others = Party.everything.filter(same).exclude(pk=me).distinct()
    family = subject.name.rpartition(" ")[2]
    return [name for party in others for name in _names(party, family)]


def _names(party: Party, family: str) -> list[str]:
    """Return the names by which a text may speak of somebody; a family name is no secret within the family."""
    return [name for name in (str(party), party.name, party.given_name) if len(name) > 1 and name != family]


def contracting_party(row: Relationship) -> Any:
    """Return the one legal entity that is bound by a relationship: letters, mails and pages name it (DWG-01)."""
    return row.legal_entity


def invoice_issuer(row: Relationship, entities: Sequence[Any]) -> Any:
    """Return who writes the invoices: the contracting entity, or the principal where that bills for it (QX-01)."""
    if row.legal_entity.issues_invoices:
        return row.legal_entity
    return next(entity for entity in entities if entity.role == "principal")
