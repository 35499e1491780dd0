"""Which rows are about people: purpose, legal basis, retention, controller, and how they are told and erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from quartier.kit.registry import Registry

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """The person data are about. `ids` gives the keys of the rows that stand for them, by model label.

    For example `{"parties.Party": 7, "accounts.User": 3}`; `key` is the subject in audit facts.
    """

    key: str
    name: str
    ids: Mapping[str, int]
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows are kept. `until` returns the end for a row; None means that it may be erased at any time."""

    text: Text
    until: Callable[[Any], datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a model knows about people.

    `rows` selects what is about a subject. `controller` is the path from a row to the legal entity that answers
    for it, "" where that is the one that runs the portal (SBV-21). `hidden` fields are secrets or mere keys and are
    never told. `erase` None means that rows stay as evidence (Art. 17(3)(e) GDPR).
    """

    model: str
    purpose: Text
    basis: Text
    retention: Retention
    rows: Callable[[Subject], Q]
    controller: str
    hidden: frozenset[str]
    export: Callable[[Any], Mapping[str, Any]] | None
    erase: Callable[[QuerySet[Any], datetime], None] | None


registry: Registry[PersonalData] = Registry("personal data")
# Models with fields that look personal but are not, each with the reason.
without_person: Registry[Text] = Registry("models without people")
# How a page finds the person behind a number; one entry, brought by the app that owns people.
subjects: Registry[Callable[[int], Subject | None]] = Registry("subjects")


def delete_rows(rows: QuerySet[Model], _at: datetime) -> None:
    """Erase by deleting: what most models need."""
    rows.delete()


def personal_data(
    model: str,
    *,
    purpose: Text,
    basis: Text,
    retention: Retention | Text,
    subject: str | Callable[[Subject], Q],
    controller: str = "",
    hidden: tuple[str, ...] = (),
    export: Callable[[Any], Mapping[str, Any]] | None = None,
    erase: Callable[[QuerySet[Any], datetime], None] | None = delete_rows,
) -> PersonalData:
    """Register a model that holds personal data; called from a plug.

    `subject` is "parties.Party" or "accounts.User" for the model itself, `path=label` for a foreign key, for
    example "party=parties.Party", or a function that returns the condition. Models are erased in reverse order.
    """
    rows = subject if callable(subject) else _by_key(subject)
    kept = retention if isinstance(retention, Retention) else Retention(retention)
    entry = PersonalData(model, purpose, basis, kept, rows, controller, frozenset(hidden), export, erase)
    return registry.register(model, entry)


def no_person(model: str, reason: Text) -> None:
    """Declare that a model is about nobody although a field of it looks like it."""
    without_person.register(model, reason)


def by_email(path: str) -> Callable[[Subject], Q]:
    """Select rows by the addresses of a subject."""

    def condition(subject: Subject) -> Q:
        found = Q(pk__in=[])
        for address in subject.emails:
            found |= Q(**{f"{path}__iexact": address})
        return found

    return condition


def nobody(_subject: Subject) -> Q:
    """Select nothing: rows that belong to people whom we cannot name, such as visitors in a log."""
    return Q(pk__in=[])


def _by_key(text: str) -> Callable[[Subject], Q]:
    path, _equals, label = text.rpartition("=")

    def condition(subject: Subject) -> Q:
        key = subject.ids.get(label)
        return Q(pk__in=[]) if key is None else Q(**{path or "pk": key})

    return condition
