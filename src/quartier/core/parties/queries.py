"""Reading parties and relationships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.parties.labels import PARTY_LABELS
from quartier.core.parties.models import (
    AddressState,
    Intake,
    IntakeColumn,
    IntakeRow,
    IntakeState,
    Party,
    Relationship,
    Verdict,
)
from quartier.core.parties.rules import AREA_OF, MEETS_EVERYBODY
from quartier.core.privacy.extension import Subject
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.roles import areas_of, kinds_within
from quartier.law.bgb.periods import add
from quartier.values.period import ONE_DAY
from quartier.values.span import Span
from quartier.values.zone import BERLIN

# § 147(3) AO and § 257(4) HGB as amended by BEG IV: eight years for vouchers.
KEPT_YEARS = 8
LONGEST_MONTH = 31


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


def count_lost_addresses(staff: Any) -> int:
    """Return how many of the parties this person sees have an unknown or foreign address (DWG-44)."""
    return visible_parties(staff).exclude(address_state=AddressState.KNOWN).count()


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
        return Party.everything.filter(pk=user.acts_for.party_id).first()
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
    """Return all relationships with their contracting entities, in one statement."""
    return list(party.relationships.select_related("legal_entity"))


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


def companions_of(subject: Subject) -> list[str]:
    """Return the names of those who have a contract over the same thing with the same company, such as co-tenants."""
    own = Relationship.objects.filter(party_id=subject.ids.get("parties.Party", 0)).exclude(subject="")
    same = Q(pk__in=[])
    for row in own:
        same |= Q(relationships__legal_entity=row.legal_entity_id, relationships__subject=row.subject)
    others = Party.everything.filter(same).exclude(pk=subject.ids.get("parties.Party", 0)).distinct()
    family = subject.name.rpartition(" ")[2]
    return [name for party in others for name in _names(party, family)]


def _names(party: Party, family: str) -> list[str]:
    """Return the names by which a text may speak of somebody; a family name is no secret within the family."""
    return [name for name in (str(party), party.name, party.given_name) if len(name) > 1 and name != family]


def relationship_kept_until(relationship: Relationship) -> datetime:
    """Return until when a contract is kept: for ever while it runs, then eight years from the end of that year."""
    if relationship.ended_on is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(relationship.ended_on.year + KEPT_YEARS + 1, 1, 1, tzinfo=BERLIN)


def party_kept_until(party: Party) -> datetime | None:
    """Return until when a party is kept: as long as its last contract, whoever it is with."""
    return max((relationship_kept_until(row) for row in party.relationships.all()), default=None)


def contracting_party(row: Relationship) -> Any:
    """Return the one legal entity that is bound by a relationship: letters, mails and pages name it (DWG-01)."""
    return row.legal_entity


def invoice_issuer(row: Relationship, entities: Sequence[Any]) -> Any:
    """Return who writes the invoices: the contracting entity, or the principal where that bills for it (QX-01)."""
    if row.legal_entity.issues_invoices:
        return row.legal_entity
    return next(entity for entity in entities if entity.role == "principal")


def over_for(span: Span | None, today: date) -> date:
    """Return the last day on which a contract may have ended for a span after its end to be over today."""
    if span is None:
        return today - ONE_DAY
    day = today - timedelta(days=LONGEST_MONTH * (span.months + 12 * span.years) + 7 * span.weeks + span.days + 1)
    while add(day + ONE_DAY, span) < today:
        day += ONE_DAY
    return day


def ended_by(parties: QuerySet[Party], last_on: date) -> QuerySet[Party]:
    """Narrow parties to those who had contracts, the last of which had ended by that day."""
    still = Relationship.objects.filter(party=OuterRef("pk")).filter(Q(ended_on=None) | Q(ended_on__gt=last_on))
    had = Relationship.objects.filter(party=OuterRef("pk"), ended_on__lte=last_on)
    return parties.filter(Exists(had)).exclude(Exists(still))


def purpose_over(parties: QuerySet[Party], at: datetime) -> QuerySet[Party]:
    """Narrow parties to those whose time after the end of the last contract is over by the provider's policy."""
    rule = policy.in_force(RetentionPolicy, day_of(at)).account_end
    return ended_by(parties, over_for(rule.after, day_of(at)))


def nothing_to_keep(at: datetime) -> QuerySet[Party]:
    """Return the parties whose last contract ended so long ago that nothing of it has to be kept."""
    return ended_by(Party.everything.all(), date(day_of(at).year - KEPT_YEARS - 1, 12, 31))


def outlived(relationships: QuerySet[Relationship], at: datetime) -> QuerySet[Relationship]:
    """Narrow contracts to those that need not be kept, of parties who have another one that must be.

    A party's last contract goes together with the party.
    """
    last_on = date(day_of(at).year - KEPT_YEARS - 1, 12, 31)
    newer = Relationship.objects.filter(party=OuterRef("party")).filter(Q(ended_on=None) | Q(ended_on__gt=last_on))
    return relationships.filter(Exists(newer), ended_on__lte=last_on)


def intakes() -> QuerySet[Intake]:
    """Return all transfers of master data, the newest first."""
    return Intake.objects.all()


def count_checked_intakes() -> int:
    """Return how many transfers wait for somebody's decision."""
    return Intake.objects.filter(state=IntakeState.CHECKED).count()


def verdicts_of(intake: Intake) -> dict[str, int]:
    """Return how many rows of a transfer have each verdict."""
    found = dict(intake.rows.values_list("verdict").annotate(count=Count("pk")).order_by())
    return {verdict: found.get(verdict, 0) for verdict in Verdict.values}


def rows_through(intake: Intake) -> int:
    """Return how many rows are through in the step that runs."""
    return intake.rows.filter(number__lte=intake.position).count()


def columns_known() -> QuerySet[IntakeColumn]:
    """Return which columns of the back office's files are known."""
    return IntakeColumn.objects.all()


def intake_rows_about(subject: Subject) -> Q:
    """Select the rows of transfers that are about a person, by the number that the back office has for them."""
    numbers = Party.everything.filter(pk=subject.ids.get("parties.Party", 0), number__isnull=False).values("number")
    return Q(customer_number__in=numbers)


def intake_row_told(row: IntakeRow) -> Mapping[str, Any]:
    """Tell a person what a row says about them."""
    told = {_("Row"): row.number, _("Result"): row.get_verdict_display()}
    changes = {name: " → ".join(pair) for name, pair in row.changes.items()}
    return told | {str(PARTY_LABELS.get(name, name)): text for name, text in (row.values | changes).items()}


def intakes_of(subject: Subject) -> Q:
    """Select the transfers that a member of staff has started."""
    return Q(actor_key=str(subject.ids.get("accounts.User", "nobody")))


def intake_told(row: Intake) -> Mapping[str, Any]:
    """Tell a member of staff which transfers they started."""
    return {_("File"): row.file_name, _("Began on"): row.started_at, _("Who"): row.started_by}
