"""The portal of a request: found by hostname in one statement, drawn from a copy that lives until it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from quartier.core.providers.extension import features
from quartier.core.providers.models import (
    Branding,
    DataProtection,
    FeatureSwitch,
    LegalEntity,
    Notice,
    PolicyVersion,
    Stop,
    TextBlock,
)
from quartier.core.providers.models.operation import NoticeKind
from quartier.core.providers.models.public import ProviderState
from quartier.core.providers.policies import RetentionPolicy
from quartier.core.providers.queries.policy import decisions, fold
from quartier.kit.clock import day_of
from quartier.kit.portal import Brand
from quartier.values.policy import Concern

C = TypeVar("C", bound=Concern)


@dataclass(frozen=True, slots=True)
class Address:
    """What a hostname leads to: schema, state, revision, and the legal entity whose brand it wears."""

    schema: str
    name: str
    state: str
    revision: int
    entity: str
    domain: str


FIND = """
SELECT p.schema_name, p.name, p.state, p.revision, h.entity, h.domain
  FROM public.providers_hostname h JOIN public.providers_provider p ON p.id = h.tenant_id
 WHERE h.domain = %s
"""


def find_address(domain: str) -> Address | None:
    """Return what a hostname leads to, or None. One statement, whatever schema the connection stands in."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [domain])
        row = cursor.fetchone()
    return Address(*row) if row else None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A current notice with its tone."""

    title: str
    body: str
    tone: str


TONES = {NoticeKind.MAINTENANCE.value: "info", NoticeKind.FAULT.value: "warn", NoticeKind.NEWS.value: "info"}


@dataclass(frozen=True, kw_only=True)
class Portal:
    """Everything a page of one provider is drawn from. Read-only; shared by all requests of a revision."""

    key: str
    name: str
    state: str
    revision: int
    brand: Brand
    entities: Sequence[LegalEntity]
    entity: LegalEntity | None
    data_protection: DataProtection | None
    texts: frozenset[str]
    switches: Sequence[FeatureSwitch]
    stops: Sequence[Stop]
    all_notices: Sequence[Notice]
    decisions: Sequence[PolicyVersion]
    policies: dict[Any, Concern] = field(default_factory=dict, repr=False, compare=False)
    is_console: bool = field(default=False)

    @property
    def address_line(self) -> str:
        """Return name, address and phone of the entity that this hostname stands for."""
        return self.entity.address_line if self.entity else self.name

    @property
    def principal(self) -> LegalEntity | None:
        """Return the entity that runs the portal."""
        return next((e for e in self.entities if e.role == "principal"), None)

    def feature_on(self, key: str, at: datetime) -> bool:
        """Tell whether a function is switched on and not stopped at that instant."""
        decided = [s.is_on for s in self.switches if s.feature == key and s.effective_at <= at]
        on = decided[-1] if decided else features[key].default_on
        return on and not any(s.feature == key and is_running(s, at) for s in self.stops)

    def policy(self, concern: type[C], on: date) -> C:
        """Return the values of one concern that are in force on a day, without a statement."""
        known: Any = self.policies.get((concern, on))
        if known is None:
            known = self.policies[concern, on] = fold(self.decisions, concern, on).values
        found: C = known
        return found

    def keeps_address_until(self, at: datetime) -> datetime | None:
        """Return until when facts of this instant keep the address they came from; None where the policy wants none."""
        kept = self.policy(RetentionPolicy, day_of(at)).fact_address
        return at + timedelta(days=kept.days) if kept else None

    def stop(self, at: datetime) -> Stop | None:
        """Return the stop of the whole portal that is in force at that instant."""
        return next((s for s in self.stops if not s.feature and is_running(s, at)), None)

    def is_closed(self, at: datetime) -> bool:
        """Tell whether visitors and customers are kept out: not published, stopped, or within a stop."""
        return self.state != ProviderState.PUBLISHED or self.stop(at) is not None

    def notices(self, at: datetime) -> Sequence[NoticeView]:
        """Return the notices to show at that instant, newest first."""
        return [
            NoticeView(n.title, n.body, TONES[n.kind])
            for n in self.all_notices
            if n.starts_at <= at and (n.ends_at is None or at < n.ends_at) and n.withdrawn_at is None
        ]


def is_running(stop: Stop, at: datetime) -> bool:
    """Tell whether a stop is in force: begun, not ended, not lifted."""
    ends = [t for t in (stop.ends_at, stop.lifted_at) if t is not None]
    return stop.starts_at <= at and all(at < t for t in ends)


_copies: dict[tuple[str, str], Portal] = {}


def portal_for(address: Address) -> Portal:
    """Return the portal of an address. The connection must stand in its schema.

    A process keeps one copy per hostname and reads anew when the revision has moved: a change is seen by
    every process with its next request, and an unchanged portal costs no statement.
    """
    place = (address.schema, address.domain)
    known = _copies.get(place)
    if known is None or known.revision != address.revision or known.state != address.state:
        known = _copies[place] = _read(address)
    return known


def entities() -> list[LegalEntity]:
    """Return the legal entities of this provider, the principal first."""
    return list(LegalEntity.objects.all())


def is_stopped(at: datetime) -> bool:
    """Tell whether the whole portal of this schema is within a stop: its jobs wait then (DWG-14)."""
    return any(is_running(stop, at) for stop in Stop.objects.filter(feature="", lifted_at__isnull=True))


def forget_copies() -> None:
    """Drop all copies; for tests that roll revisions back."""
    _copies.clear()


def _read(address: Address) -> Portal:
    entities = list(LegalEntity.objects.all())
    entity = next((e for e in entities if e.key == address.entity), None)
    entity = entity or next((e for e in entities if e.role == "principal"), None)
    return Portal(
        key=address.schema,
        name=address.name,
        state=address.state,
        revision=address.revision,
        brand=_brand(address, entity),
        entities=entities,
        entity=entity,
        data_protection=DataProtection.objects.first(),
        texts=frozenset(TextBlock.objects.values_list("kind", flat=True)),
        switches=list(FeatureSwitch.objects.all()),
        stops=list(Stop.objects.filter(lifted_at__isnull=True)),
        decisions=decisions(),
        all_notices=list(Notice.objects.filter(Q(withdrawn_at__isnull=True))),
    )


def _brand(address: Address, entity: LegalEntity | None) -> Brand:
    rows = {row.entity_id: row for row in Branding.objects.defer("logo")}
    own = rows.get(entity.pk if entity and address.entity else None) or rows.get(None)
    if own is None:
        return Brand(name=address.name, revision=str(address.revision))
    logo_url = f"{reverse('providers:logo')}?v={address.revision}" if own.logo_type else ""
    return Brand(
        name=own.name,
        tagline=own.tagline,
        colour=own.colour,
        accent=own.accent,
        logo_url=logo_url,
        revision=str(address.revision),
    )
