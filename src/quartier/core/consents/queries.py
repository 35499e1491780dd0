"""Reading consents: whether something may be done for a purpose now, and what somebody said when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.consents.extension import ConsentPurpose, consent_purposes
from quartier.core.consents.models import ConsentText, Statement
from quartier.core.consents.rules import Channel, Said
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

# Claims over a use of data are barred three years after the end of the year of the last word (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


def may(purpose: str, party_id: int, at: datetime) -> bool:
    """Tell whether somebody's consent to a purpose holds at an instant: the gate that every job asks.

    It does not for a party whose data are restricted, nor for advertising after an objection. Raises KeyError for a
    purpose that nobody registered.
    """
    if not is_given(purpose, party_id, at):
        return False
    restricted_at = parties.party_numbered(party_id).restricted_at
    return restricted_at is None or restricted_at > at


def is_given(purpose: str, party_id: int, at: datetime) -> bool:
    """Tell whether the last word about a purpose until an instant was a yes."""
    last = _until(consent_purposes[purpose], party_id, at).first()
    return last is not None and last.said == Said.GIVEN


def objected(party_id: int, at: datetime) -> bool:
    """Tell whether somebody has objected to advertising until an instant (Art. 21(2) GDPR).

    A consent given later to one purpose of advertising is for that purpose alone; `may` knows it.
    """
    return Statement.objects.filter(party_id=party_id, said=Said.OBJECTED, at__lte=at).exists()


def _until(purpose: ConsentPurpose, party_id: int, at: datetime) -> QuerySet[Statement]:
    """Return what somebody said about a purpose until an instant, the last word first."""
    return Statement.objects.filter(_about(purpose), party_id=party_id, at__lte=at)


def _about(purpose: ConsentPurpose) -> Q:
    return Q(purpose=purpose.key) | Q(said=Said.OBJECTED) if purpose.is_marketing else Q(purpose=purpose.key)


@dataclass(frozen=True, slots=True)
class Line:
    """A purpose as one person sees it: the wording in force, and what they said last.

    `changed` tells that the wording has changed since they agreed; what they agreed to is that of `last.text`.
    """

    purpose: ConsentPurpose
    text: ConsentText | None
    last: Statement | None

    @property
    def is_given(self) -> bool:
        """Tell whether the consent holds."""
        return self.last is not None and self.last.said == Said.GIVEN

    @property
    def changed(self) -> bool:
        """Tell whether the wording in force is not the one that was agreed to."""
        return self.is_given and self.last is not None and self.text is not None and self.last.text_id != self.text.pk

    @property
    def channel(self) -> str:
        """Return how the last word came, in words."""
        return _(Channel(self.last.channel).label) if self.last else ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing somebody said, as people read it."""

    row: Statement
    label: str
    said: str
    channel: str


@dataclass(frozen=True, slots=True)
class Published:
    """A purpose as staff see it."""

    purpose: ConsentPurpose
    text: ConsentText | None
    agreed: int


def lines_of(party_id: int, at: datetime) -> Sequence[Line]:
    """Return every purpose with a published wording or a word of this person."""
    texts = current_texts()
    found = [
        Line(purpose, texts.get(purpose.key), _until(purpose, party_id, at).select_related("text").first())
        for purpose in consent_purposes
    ]
    return [line for line in found if line.text is not None or line.is_given]


def history_of(party_id: int) -> Sequence[Event]:
    """Return everything a person said about consents, newest first; what was lawful then stays told so."""
    return [event_of(row) for row in Statement.objects.filter(party_id=party_id).select_related("text", "document")]


def event_of(row: Statement) -> Event:
    """Return one statement with its words."""
    return Event(row, label_of(row.purpose), _(Said(row.said).label), _(Channel(row.channel).label))


def label_of(purpose: str) -> str:
    """Return what a purpose is called; of one that nobody registers any more, its key; of none, all advertising."""
    if not purpose:
        return _("Advertising of every kind")
    found = consent_purposes.get(purpose)
    return str(found.label) if found else purpose


def current_texts() -> dict[str, ConsentText]:
    """Return the wording in force for each purpose that has one."""
    rows = ConsentText.objects.order_by("purpose", "-version").distinct("purpose")
    return {row.purpose: row for row in rows}


def versions(purpose: str) -> Sequence[ConsentText]:
    """Return all wordings of a purpose, the newest first."""
    return list(ConsentText.objects.filter(purpose=purpose))


def count_given(purpose: ConsentPurpose, at: datetime) -> int:
    """Return how many people's consent to a purpose holds."""
    rows = Statement.objects.filter(_about(purpose), party__isnull=False, at__lte=at)
    last = rows.order_by("party_id", "-at", "-pk").distinct("party_id").values("pk")
    return Statement.objects.filter(pk__in=last, said=Said.GIVEN).count()


def told(row: Statement) -> Mapping[Any, Any]:
    """Return what a report to the person says about a statement: with the wording, word for word."""
    event = event_of(row)
    return {
        _("When"): row.at,
        _("Consent"): event.label,
        _("What was said"): event.said,
        _("How"): event.channel,
        _("Wording"): row.text.body if row.text else "",
    }


def published(at: datetime) -> Sequence[Published]:
    """Return every purpose with its wording in force and how many people agree."""
    texts = current_texts()
    return [Published(one, texts.get(one.key), count_given(one, at)) for one in consent_purposes]


def kept_until(row: Statement) -> datetime | None:
    """Return until when a statement is kept as evidence: three years to the end of the year after it was replaced.

    The last word about a purpose is needed while the person is known, and goes with them: None.
    """
    later = _later(row.purpose).filter(party=row.party, at__gt=row.at).order_by("at").first()
    if row.party_id is None or later is None:
        return None
    return datetime(day_of(later.at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def past_due(rows: QuerySet[Statement], at: datetime) -> QuerySet[Statement]:
    """Narrow statements to those that were replaced so long ago that nobody needs them; the person is still named."""
    first = datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)
    replaced = _later(OuterRef("purpose")).filter(party=OuterRef("party"), at__gt=OuterRef("at"), at__lt=first)
    return rows.filter(Exists(replaced), party__isnull=False)


def _later(purpose: Any) -> QuerySet[Statement]:
    return Statement.objects.filter(Q(purpose=purpose) | Q(said=Said.OBJECTED))
