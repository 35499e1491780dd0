"""How long parties and contracts are kept, and whose purpose has ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartier.core.parties.models import Party, RelatedPerson, Relationship, RelationshipKind
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.policies.service import AccountEnd
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.periods import add
from quartier.values.period import ONE_DAY
from quartier.values.span import Span
from quartier.values.zone import BERLIN

# § 147(3) AO and § 257(4) HGB as amended by BEG IV: eight years for vouchers.
KEPT_YEARS = 8
LONGEST_MONTH = 31


def relationship_kept_until(relationship: Relationship) -> datetime:
    """Return until when a contract is kept: for ever while it runs, then eight years from the end of that year."""
    if relationship.ended_on is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(relationship.ended_on.year + KEPT_YEARS + 1, 1, 1, tzinfo=BERLIN)


def party_kept_until(party: Party) -> datetime | None:
    """Return until when a party is kept: as long as the last contract of its own, or of somebody it has a role for."""
    own = [relationship_kept_until(row) for row in party.relationships.all()]
    others = RelatedPerson.everything.filter(person=party).select_related("customer")
    ends = own + [end for row in others if (end := tie_kept_until(row)) is not None]
    return max(ends, default=None)


def tie_kept_until(row: RelatedPerson) -> datetime | None:
    """Return until when a role is kept: as long as the customer for whom it was (SBV-50)."""
    return max((relationship_kept_until(one) for one in row.customer.relationships.all()), default=None)


def over_for(span: Span | None, today: date) -> date:
    """Return the last day on which a contract may have ended for a span after its end to be over today."""
    if span is None:
        return today - ONE_DAY
    day = today - timedelta(days=LONGEST_MONTH * (span.months + 12 * span.years) + 7 * span.weeks + span.days + 1)
    while add(day + ONE_DAY, span) < today:
        day += ONE_DAY
    return day


def ended_by(parties: QuerySet[Party], last_on: date, *, but: Collection[str] = ()) -> QuerySet[Party]:
    """Narrow parties to those who had contracts, the last of which had ended by that day; kinds in `but` do not count.

    Whoever still has a role in a running contract of somebody else is none of them.
    """
    ties = Relationship.objects.filter(party=OuterRef("pk")).exclude(kind__in=but)
    still, had = ties.filter(Q(ended_on=None) | Q(ended_on__gt=last_on)), ties.filter(ended_on__lte=last_on)
    runs = Q(customer__relationships__ended_on=None) | Q(customer__relationships__ended_on__gt=last_on)
    needed = RelatedPerson.everything.filter(runs, person=OuterRef("pk"), customer__relationships__isnull=False)
    return parties.filter(Exists(had)).exclude(Exists(still)).exclude(Exists(needed))


def purpose_over(parties: QuerySet[Party], at: datetime) -> QuerySet[Party]:
    """Narrow parties to those whose time after the end of the last contract is over by the provider's policy.

    Where it counts from the end of the relationship, the use of the portal itself is none.
    """
    rule = policy.in_force(RetentionPolicy, day_of(at)).account_end
    but = (RelationshipKind.PORTAL,) if rule.event is AccountEnd.AFTER_RELATIONSHIP else ()
    return ended_by(parties, over_for(rule.after, day_of(at)), but=but)


def kept_with_party(row: Any) -> datetime | None:
    """Return until when a row of a party is kept: as long as the party."""
    return party_kept_until(row.party)


def ties_idle(ties: QuerySet[RelatedPerson], at: datetime) -> QuerySet[RelatedPerson]:
    """Narrow roles to those for customers whose purpose has ended: they are restricted with them (SBV-50)."""
    return ties.filter(customer__in=purpose_over(Party.everything.all(), at).order_by().values("pk"))


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
