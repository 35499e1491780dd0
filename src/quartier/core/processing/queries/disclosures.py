"""What went to whom: told to the person, to staff, and as the file that is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.parties import queries as parties
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import PersonalData, Subject, registry
from quartier.core.privacy.queries.information import told_fields
from quartier.core.privacy.queries.labels import FIELD_LABELS
from quartier.core.processing.extension import categories
from quartier.core.processing.models import Disclosure, Recipient
from quartier.core.processing.queries.recipients import active_recipients, ground_label, purpose_labels, standing
from quartier.core.processing.rules import Basis
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

# Claims over a disclosure are barred three years after the end of its year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3
SEARCHED = ("sort_name", "name", "street", "relationships__number")
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """One disclosure as people read it."""

    row: Disclosure

    @property
    def purpose(self) -> str:
        """Return for what it was, in words."""
        return purpose_labels([self.row.purpose])

    @property
    def basis(self) -> str:
        """Return on what it rests, in words."""
        return _(Basis(self.row.basis).label)

    @property
    def categories(self) -> str:
        """Return which data went, in words."""
        return category_labels(self.row.categories)

    @property
    def request(self) -> str:
        """Return the request that was answered, "" when nobody asked."""
        if not self.row.reference:
            return ""
        words = {
            "reference": self.row.reference,
            "who": self.row.decided_by,
            "day": f"{self.row.requested_on:%d.%m.%Y}",
        }
        return _("%(reference)s of %(day)s, decided by %(who)s") % words


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A recipient as the person reads it in their report (Art. 15(1)(c), 15(2) GDPR).

    `received` tells whether something went there; others may get data. `ground` is the guarantee for a third country.
    """

    name: str
    kind: str
    task: str
    categories: str
    country: str
    third_country: bool
    ground: str
    received: bool


class Lines(Sequence[DisclosureLine]):
    """Disclosures as people read them; only those that are shown are read."""

    def __init__(self, rows: QuerySet[Disclosure]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, place: Any) -> Any:
        found = self._rows[place]
        return [DisclosureLine(row) for row in found] if isinstance(place, slice) else DisclosureLine(found)


def disclosures() -> QuerySet[Disclosure]:
    """Return all disclosures, newest first."""
    return Disclosure.objects.select_related("recipient", "party", "entity")


def disclosure_lines() -> Lines:
    """Return all disclosures with their words, newest first; read a page at a time."""
    return Lines(disclosures())


def people_found(staff: Any, words: str) -> Sequence[Any]:
    """Return the people a member of staff may see and whose name, address or number has all these words."""
    rows = parties.visible_parties(staff)
    for word in words.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)))
    return list(rows[:MOST_FOUND]) if words else []


def disclosures_of(subject: Subject, entities: Iterable[int] | None = None) -> Sequence[DisclosureLine]:
    """Return what went out about a person, newest first; of some controllers alone when they are given."""
    rows = disclosures().filter(party_id=subject.ids.get("parties.Party", 0))
    if entities is not None:
        rows = rows.filter(entity__in=entities)
    return [DisclosureLine(row) for row in rows]


def recipients_of(subject: Subject, at: datetime, entities: Iterable[int] | None = None) -> Sequence[RecipientLine]:
    """Return who got data of a person and who may get some, whoever got some first."""
    got = {line.row.recipient_id for line in disclosures_of(subject, entities)}
    known = {row.pk: row for row in active_recipients()} | {
        row.pk: row for row in Recipient.objects.filter(pk__in=got).prefetch_related("contracts", "sub_processors")
    }
    wanted = None if entities is None else set(entities)
    rows = [row for row in known.values() if wanted is None or row.entity_id in wanted]
    lines = [_recipient_line(row, at, row.pk in got) for row in rows]
    return sorted(lines, key=lambda line: (not line.received, line.name))


def _recipient_line(row: Recipient, at: datetime, received: bool) -> RecipientLine:
    found = standing(row, at)
    return RecipientLine(
        name=row.name, kind=found.kind, task=row.task, categories=category_labels(row.categories), country=row.country,
        third_country=found.third_country, ground=found.ground, received=received,
    )  # fmt: skip


def category_labels(keys: Iterable[str]) -> str:
    """Return categories in words; of one that nobody registers any more, its key."""
    return ", ".join(str(found.label) if (found := categories.get(key)) else key for key in keys)


def told(row: Disclosure) -> Mapping[Any, Any]:
    """Return what a report to the person says about a disclosure (SBV-24)."""
    line = DisclosureLine(row)
    return {
        _("When"): row.at,
        _("Recipient of the data"): row.recipient.name,
        _("Data"): line.categories,
        _("Purpose"): line.purpose,
        _("Legal basis"): line.basis,
        pgettext("recipient", "Country"): row.country,
        _("Ground for the third country"): ground_label(row.ground),
        pgettext("authority", "Request"): line.request,
    }


def kept_until(row: Disclosure) -> datetime:
    """Return until when a disclosure is kept as evidence."""
    return datetime(day_of(row.at).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def past_due(rows: QuerySet[Disclosure], at: datetime) -> QuerySet[Disclosure]:
    """Narrow disclosures to those whose evidence nobody needs any more; the person is still named in them."""
    first = datetime(day_of(at).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN).astimezone(UTC)
    return rows.filter(at__lt=first, party__isnull=False)


def extract(
    *, controller: privacy.Controller, keys: Iterable[str], subjects: Iterable[Subject]
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the file that is handed over: the fields of these categories and no other.

    A field counts only if the register of personal data tells it; rows are those for which the controller answers. A
    person with several contracts has several lines.
    """
    columns = list(dict.fromkeys(column for key in keys for column in categories[key].columns))
    models = list(dict.fromkeys(model for model, _name in columns))
    fields = {
        (model, field.name): _label_of(registry[model], field)
        for model in models
        for field in told_fields(registry[model])
    }
    rows = [
        [_cell(found.get(model), name) for model, name in columns]
        for subject in subjects
        for found in _combined(models, subject, controller)
    ]
    return [fields[column] for column in columns], rows


def _label_of(entry: PersonalData, field: Field[Any, Any]) -> str:
    return str(entry.fields.labels.get(field.name) or FIELD_LABELS.get(field.name, field.verbose_name))


def _combined(
    models: Sequence[str], subject: Subject, controller: privacy.Controller
) -> Iterator[dict[str, Model | None]]:
    found = [list(privacy.rows_about(registry[model], subject, controller)) or [None] for model in models]
    for combination in product(*found):
        yield dict(zip(models, combination, strict=True))


def _cell(row: Model | None, name: str) -> Any:
    if row is None:
        return ""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return value if value is None or not isinstance(value, Model) else str(value)


def model_label(model: str) -> str:
    """Return what people read over rows of a model."""
    return privacy.label_of_rows(registry[model]) if model in registry else str(apps.get_model(model)._meta.label)
