"""Which rows are about people: purpose, legal basis, retention, controller, and how they are told and erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from quartier.kit.registry import Registry
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

Text = str | Promise


class DataClass(Choice):
    """What kind of personal data a field holds (SBV-32)."""

    MASTER = "master", _("master data")
    PERFORMANCE = "performance", _("data of the contract's performance")
    THIRD_PARTY = "third_party", _("data about or from other people")
    SPECIAL = "special", _("special categories of data (Art. 9 GDPR)")


@dataclass(frozen=True, slots=True)
class Subject:
    """The person data are about. `ids` gives the keys of the rows that stand for them, by model label.

    For example `{"parties.Party": 7, "accounts.User": 3}`; `key` is the subject in audit facts.
    """

    key: str
    name: str
    ids: Mapping[str, int]
    emails: tuple[str, ...] = ()


Narrowing = Callable[[QuerySet[Any], datetime], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows are kept. `until` returns the end for a row; None means that it may be erased at any time.

    `due` narrows rows to those whose time is over, `idle` to those whose purpose has ended while a duty still keeps
    them (such a model is `Restrictable`). Both run on an index: tables are large, and a day's harvest is small.
    Without `due` rows end with something else: with the account, with another row, with an hourly sweep.
    """

    text: Text
    until: Callable[[Any], datetime | None] | None = None
    due: Narrowing | None = None
    idle: Narrowing | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What is said of single fields.

    `classes` names those whose class is not the model's, `voluntary` those nobody has to give. `provided` is what the
    person brought in themselves (Art. 20 GDPR), in the rows that `own` narrows to. `others` are those that name other
    people, who are not told about in a copy (Art. 15(4) GDPR). `source` is the field that says where data from others
    come from (Art. 14(2)(f) GDPR).
    """

    classes: Mapping[str, DataClass] = field(default_factory=dict)
    voluntary: frozenset[str] = frozenset()
    provided: frozenset[str] = frozenset()
    own: Q | None = None
    others: frozenset[str] = frozenset()
    source: str = ""
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a model knows about people.

    `rows` selects what is about a subject. `controller` is the path from a row to the legal entity that answers
    for it, "" where that is the one that runs the portal (SBV-21). `hidden` fields are secrets or mere keys and are
    never told. `erase` None means that rows stay as evidence (Art. 17(3)(e) GDPR); `reduce` erases from rows that
    must be kept what the reason of keeping does not need (§ 35(3) BDSG, Art. 5(1)(c) GDPR). `restrict` does what goes
    beyond the flag when their purpose has ended.
    """

    model: str
    label: Text
    data_class: DataClass
    fields: Fields
    purpose: Text
    basis: Text
    retention: Retention
    rows: Callable[[Subject], Q]
    controller: str
    hidden: frozenset[str]
    export: Callable[[Any], Mapping[str, Any]] | None
    erase: Callable[[QuerySet[Any], datetime], None] | None
    reduce: Callable[[QuerySet[Any], datetime], None] | None = None
    restrict: Callable[[QuerySet[Any], datetime], None] | None = None

    def class_of(self, name: str) -> DataClass:
        """Return the class of one field."""
        return self.fields.classes.get(name, self.data_class)


registry: Registry[PersonalData] = Registry("personal data")
# Models with fields that look personal but are not, each with the reason.
without_person: Registry[Text] = Registry("models without people")
# How a page finds the person behind a number; one entry, brought by the app that owns people.
subjects: Registry[Callable[[int], Subject | None]] = Registry("subjects")
# The keys of people of whom nothing has to be kept any more; brought by the app that owns people.
people_due: Registry[Callable[[datetime], QuerySet[Any]]] = Registry("people due")
# The keys of people whose data nothing erases by itself now: brought by apps in which something about them is open.
left_alone: Registry[Callable[[], Iterable[int]]] = Registry("people left alone")
# Why nothing of a person may be erased now, one sentence each: brought by apps that hold data back.
holds: Registry[Callable[[Subject, datetime], list[str]]] = Registry("holds")
# The names of people who share a contract with somebody: a copy for one does not tell about the other.
companions: Registry[Callable[[Subject], list[str]]] = Registry("companions")


def delete_rows(rows: QuerySet[Model], _at: datetime) -> None:
    """Erase by deleting: what most models need."""
    rows.delete()


def personal_data(
    model: str,
    *,
    label: Text = "",
    purpose: Text,
    basis: Text,
    retention: Retention | Text,
    subject: str | Callable[[Subject], Q],
    controller: str = "",
    data_class: DataClass = DataClass.PERFORMANCE,
    fields: Fields | None = None,
    hidden: tuple[str, ...] = (),
    export: Callable[[Any], Mapping[str, Any]] | None = None,
    erase: Callable[[QuerySet[Any], datetime], None] | None = delete_rows,
    reduce: Callable[[QuerySet[Any], datetime], None] | None = None,
    restrict: Callable[[QuerySet[Any], datetime], None] | None = None,
) -> PersonalData:
    """Register a model that holds personal data; called from a plug.

    `label` is what people read over such rows, `data_class` the class of their fields (SBV-32; `fields` says more).
    `subject` is "parties.Party" or "accounts.User" for the model itself, `path=label` for a foreign key, for
    example "party=parties.Party", or a function that returns the condition. Models are erased in reverse order.
    """
    rows = subject if callable(subject) else _by_key(subject)
    kept = retention if isinstance(retention, Retention) else Retention(retention)
    entry = PersonalData(
        model=model, label=label, data_class=data_class, fields=fields or Fields(), purpose=purpose, basis=basis,
        retention=kept, rows=rows, controller=controller, hidden=frozenset(hidden), export=export, erase=erase,
        reduce=reduce, restrict=restrict,
    )  # fmt: skip
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
