"""Reading blocks, warnings and candidates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import URLResolver, get_resolver

from quartier.core.accounts import queries as accounts
from quartier.core.blocks import rules
from quartier.core.blocks.models import Block, BlockGround, Candidate, CandidateState, ScopeChoice, Warned
from quartier.core.parties import queries as parties
from quartier.core.providers.extension import features
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.access import Access, Audience, access_of
from quartier.values.zone import BERLIN

# Claims over a block are barred three years after the end of its year (§§ 195, 199 BGB).
KEPT_YEARS = 3


def subject_of(block: Block) -> str:
    """Return how deadlines name a block."""
    return f"blocks.block:{block.pk}"


def grounds_known(on: date) -> list[str]:
    """Return the keys of the grounds on which this provider blocks on a day."""
    return rules.catalogue(policy.in_force(SuspensionPolicy, on).grounds)


@cache
def services_known() -> tuple[str, ...]:
    """Return the functions that customers use behind the login, in the order of their registration."""
    used = {rule.feature for rule in _rules(get_resolver(settings.ROOT_URLCONF)) if rule.audience is Audience.CUSTOMER}
    return tuple(key for key in features.keys() if key in used)  # noqa: SIM118 – a registry is no dict


def _rules(resolver: URLResolver) -> Iterator[Access]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _rules(pattern)
        elif rule := access_of(pattern.callback):
            yield rule


def users_of(party: Any) -> list[int]:
    """Return the numbers of all who log in for a customer: themselves, and the users of their account."""
    own = {party.user_id} if party.user_id else set()
    return sorted(own | {user.pk for user in accounts.users_of(party.account_id)} if party.account_id else own)


def in_force(party_id: int) -> QuerySet[Block]:
    """Return the blocks that keep a customer out now."""
    return Block.objects.filter(party=party_id, lifted_at__isnull=True)


def scopes_of(party_id: int) -> list[str]:
    """Return everything that a customer is kept out of now."""
    found = {scope for row in in_force(party_id) for scope in rules.scopes(row.scope, row.services)}
    return sorted(found)


def blocks_of_everything(party_ids: Collection[int]) -> dict[int, list[Block]]:
    """Return the blocks, over ones too, that kept customers out of more than single services, by customer (QX-38)."""
    found: dict[int, list[Block]] = {}
    for row in Block.objects.filter(party__in=party_ids).exclude(scope=ScopeChoice.SERVICES).order_by("imposed_at"):
        found.setdefault(row.party_id, []).append(row)
    return found


def keeps_out(party_id: int, service: str) -> bool:
    """Tell whether a customer's service is blocked, for those who perform it outside of the portal."""
    return rules.is_service_barred(scopes_of(party_id), service)


def blocks(staff: Any) -> QuerySet[Block]:
    """Return the blocks of the customers that somebody may see, the latest first."""
    return _of_visible(staff, Block.objects.all()).prefetch_related("grounds").select_related("party")


def grounds(staff: Any) -> QuerySet[BlockGround]:
    """Return the grounds of these blocks: what the report is made of."""
    rows = BlockGround.objects.select_related("block__party")
    return rows.filter(block__party__in=parties.visible_parties(staff).values("pk"))


def counted(staff: Any) -> list[tuple[str, int, int]]:
    """Return each ground that occurs with how many blocks in force and how many at all rest on it."""
    known = Count("block", distinct=True)
    now = Count("block", filter=Q(block__lifted_at__isnull=True), distinct=True)
    rows = grounds(staff).order_by().values("ground").annotate(now=now, known=known)
    return sorted((row["ground"], row["now"], row["known"]) for row in rows)


def warnings(staff: Any) -> QuerySet[Warned]:
    """Return the warnings of the customers that somebody may see, the latest first."""
    return _of_visible(staff, Warned.objects.all())


def candidates(staff: Any) -> QuerySet[Candidate]:
    """Return the open candidates of the customers that somebody may see, the oldest first."""
    rows = Candidate.objects.filter(state=CandidateState.OPEN).select_related("party")
    return _of_visible(staff, rows)


def left_over(staff: Any, today: date) -> QuerySet[Block]:
    """Return blocks whose last ground or last day has gone and which nothing lifts by itself: a person decides."""
    open_grounds = BlockGround.objects.filter(block=OuterRef("pk"), ended_at__isnull=True)
    over = ~Exists(open_grounds) | Q(last_on__lt=today)
    return blocks(staff).filter(over, lifted_at__isnull=True)


def warning_for(party_id: int, keys: Iterable[str], on: date) -> Warned | None:
    """Return the last warning that stands, was about these grounds, and whose time to put it right is over."""
    rows = Warned.objects.filter(party=party_id, withdrawn_at__isnull=True)
    rows = rows.filter(Q(mend_by__isnull=True) | Q(mend_by__lt=on))
    wanted = list(keys)
    return next((row for row in rows if rules.covers(row.grounds, wanted)), None)


def is_reached(block: Block, service: str) -> bool:
    """Tell whether a block reaches a service."""
    return block.scope == ScopeChoice.ALL or service in block.services


def block_kept_until(block: Block) -> datetime:
    """Return until when a block is kept: for ever while it is in force, then three years to the end of the year."""
    return _new_year(block.lifted_at)


def warning_kept_until(row: Warned) -> datetime:
    """Return until when a warning is kept: as long as a block that rests on it, at least three years."""
    ends = [block.lifted_at for block in row.blocks.all()]
    lifted = [end for end in ends if end is not None]
    return _new_year(max([row.warned_at, *lifted]) if len(lifted) == len(ends) else None)


def candidate_kept_until(row: Candidate) -> datetime:
    """Return until when a candidate is kept: while it is open, then three years to the end of the year."""
    return _new_year(row.decided_at)


def blocks_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the blocks whose time is over."""
    return rows.filter(lifted_at__lt=_years_ago(at))


def warnings_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the warnings whose time is over and on which no block rests that is kept."""
    kept = Block.objects.filter(warning=OuterRef("pk")).exclude(lifted_at__lt=_years_ago(at))
    return rows.filter(~Exists(kept), warned_at__lt=_years_ago(at))


def candidates_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the candidates whose time is over."""
    return rows.filter(decided_at__lt=_years_ago(at))


def _new_year(ended_at: datetime | None) -> datetime:
    if ended_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(ended_at.astimezone(BERLIN).year + KEPT_YEARS + 1, 1, 1, tzinfo=BERLIN)


def _years_ago(at: datetime) -> datetime:
    return datetime(at.astimezone(BERLIN).year - KEPT_YEARS, 1, 1, tzinfo=BERLIN)


def _of_visible(staff: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(party__in=parties.visible_parties(staff).values("pk"))
