"""Two parties become one, with everything that belongs to them; and two again, if that was a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.labels import PARTY_NAMES
from quartier.core.parties.models import BankAccount, Merger, Party, Twins
from quartier.core.parties.queries import subject_of
from quartier.core.parties.queries.twins import COMPARED
from quartier.core.parties.rules import sort_key
from quartier.core.privacy.extension import registry
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

# Beside what people choose between: what follows from it, and the ways in.
FOLLOWING: Final = ("sort_name", "address_state", "address_state_since", "sent", "user_id", "account_id")
WITH_ADDRESS: Final = ("address_state", "address_state_since")
# How models name a person by text; facts are never rewritten, their timelines read both.
TEXT_FIELDS: Final = ("about", "holder", "person", "subject")
NEVER_MOVED: Final = ("audit", "insight")
ENDED: Final = "ended"
OWN: Final = (Twins, Merger, Party)
Moved = dict[str, list[Any]]


class SameParty(Refused):
    """One is not two."""

    message = _("Choose two different customers.")


class NotInUse(Refused):
    """Restricted ones are left alone, and so are those that have become one with somebody else."""

    message = _("One of the two is locked away or has been merged already.")


class TwoLogins(Refused):
    """Nobody loses a login by the way."""

    message = _("Both have a login of their own. Close one account first, after asking the person.")


class CannotJoin(Refused):
    """What belongs to both contradicts itself."""

    def __init__(self, what: str) -> None:
        sentence = _("Both have what can exist only once: %(what)s. Settle that first.")
        super().__init__(str(sentence) % {"what": what})


class AlreadyUndone(Refused):
    """A merger is undone once."""

    message = _("This has been undone already.")


class ChangedSince(Refused):
    """What has happened meanwhile would get lost."""

    def __init__(self, what: str) -> None:
        sentence = _("This cannot be undone: meanwhile %(what)s has changed. Please settle it by hand.")
        super().__init__(str(sentence) % {"what": what})


@transaction.atomic
def merge(
    *, actor: Actor, at: datetime, stays_id: int, gone_id: int, from_gone: tuple[str, ...] = ()
) -> Merger:  # fmt: skip
    """Make two parties one: `stays_id` takes everything over, and the fields named in `from_gone` as well.

    Raises SameParty, NotInUse, TwoLogins, CannotJoin; nothing has changed then.
    """
    stays, gone = _both(stays_id, gone_id)
    if (stays.user_id or stays.account_id) and (gone.user_id or gone.account_id):
        raise TwoLogins
    before = _values(stays)
    moved = _end_second_account(at, stays, gone) | _move(stays, gone)
    gone_values = _values(gone)
    gone.user_id = gone.account_id = gone.number = None
    gone.merged_into, gone.restricted_at = stays, at
    gone.save()
    _take_over(stays, gone_values, {*from_gone} & {*COMPARED})
    Twins.objects.filter(first__in=(stays, gone), second__in=(stays, gone)).delete()
    row = Merger.objects.create(
        stays=stays, gone=gone, merged_at=at, merged_by=actor.name[:120], before={"stays": before, "gone": gone_values},
        after=_values(stays), moved=moved,
    )  # fmt: skip
    for one, other in ((stays, gone), (gone, stays)):
        _record(actor, at, "party.merged", one, {"other": subject_of(other)})
    return row


def _both(stays_id: int, gone_id: int) -> tuple[Party, Party]:
    """Return two parties, locked in the order of their numbers."""
    if stays_id == gone_id:
        raise SameParty
    rows = {row.pk: row for row in Party.objects.select_for_update().filter(pk__in=(stays_id, gone_id)).order_by("pk")}
    if len(rows) < len((stays_id, gone_id)):
        raise NotInUse
    return rows[stays_id], rows[gone_id]


def _values(party: Party) -> dict[str, Any]:
    """Return the fields of a party as they can be kept and put back."""
    found = {name: getattr(party, name) for name in (*COMPARED, *FOLLOWING)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _take_over(stays: Party, theirs: Mapping[str, Any], chosen: set[str]) -> None:
    """Give the one that stays what was chosen from the other, its number where it has none, and its login."""
    take = chosen | ({"number"} if not stays.number else set())
    take |= {*WITH_ADDRESS} if {"street", "postcode", "city"} & chosen else set()
    take |= {name for name in ("user_id", "account_id") if getattr(stays, name) is None}
    _put(stays, {name: theirs[name] for name in take})


def _put(party: Party, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = Party._meta.get_field(name.removesuffix("_id"))
        setattr(party, name, value if name.endswith("_id") else field.to_python(value))  # type: ignore[union-attr]
    party.sort_name = sort_key(party.name, party.given_name)
    party.save()


def _end_second_account(at: datetime, stays: Party, gone: Party) -> Moved:
    """End the other's bank details where both have some in force."""
    if not stays.bank_accounts.filter(valid_until=None).exists():
        return {}
    ended = list(gone.bank_accounts.filter(valid_until=None).values_list("pk", flat=True))
    BankAccount.objects.filter(pk__in=ended).update(valid_until=day_of(at))
    return {ENDED: ended} if ended else {}


def _move(stays: Party, gone: Party) -> Moved:
    """Let everything that leads to one party lead to the other; returns what that was, by model and field."""
    moved: Moved = {}
    for model, name in _links():
        rows = model._base_manager.filter(**{name: gone})
        _note(moved, model, name, rows, stays)
    old, new = subject_of(gone), subject_of(stays)
    for model, name in _texts():
        _note(moved, model, name, model._base_manager.filter(**{name: old}), new)
    return moved


def _note(moved: Moved, model: Any, name: str, rows: Any, value: Any) -> None:
    numbers = list(rows.values_list("pk", flat=True))
    if numbers:
        _point(model, name, numbers, value)
        moved[f"{model._meta.label}.{name}"] = numbers


def _point(model: Any, name: str, numbers: list[Any], value: Any) -> None:
    """Let rows lead to another party; where that cannot be, say what stands against it."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=numbers).update(**{name: value})
    except IntegrityError:
        raise CannotJoin(_label(model)) from None


def _label(model: Any) -> str:
    entry = registry.get(model._meta.label)
    return str(entry.label if entry else model._meta.verbose_name)


def _links() -> Iterator[tuple[Any, str]]:
    """Yield each model and field that leads to a party."""
    for model in _models():
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is Party and model not in OWN:
                yield model, field.name


def _texts() -> Iterator[tuple[Any, str]]:
    """Yield each model and field that may name a party by text."""
    for model in _models():
        if model._meta.app_label in NEVER_MOVED:
            continue
        for field in model._meta.local_fields:
            if field.name in TEXT_FIELDS and isinstance(field, models.CharField | models.TextField):
                yield model, field.name


def _models() -> Iterator[Any]:
    here = {config.rpartition(".")[2] for config in settings.TENANT_APPS}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_config.name.rpartition(".")[2] in here:
            yield model


@transaction.atomic
def undo(*, actor: Actor, at: datetime, merger_id: int) -> Merger:
    """Make two parties of one again, exactly as they were. Raises AlreadyUndone and ChangedSince; nothing changes then.

    What came to the one that stays after the merger stays with it.
    """
    row = Merger.objects.select_for_update(of=("self",)).get(pk=merger_id)
    if row.undone_at is not None:
        raise AlreadyUndone
    pair = Party.everything.select_for_update().filter(pk__in=(row.stays_id, row.gone_id)).order_by("pk")
    stays, gone = sorted(pair, key=lambda one: one.pk != row.stays_id)
    _refuse_changes(row, stays, gone)
    _put(stays, row.before["stays"] | {"number": None, "user_id": None, "account_id": None})
    gone.merged_into, gone.restricted_at = None, None
    _put(gone, row.before["gone"])
    _put(stays, row.before["stays"])
    _move_back(row, stays, gone)
    row.undone_at, row.undone_by = at, actor.name[:120]
    row.save(update_fields=["undone_at", "undone_by"])
    for one, other in ((stays, gone), (gone, stays)):
        _record(actor, at, "party.merger_undone", one, {"other": subject_of(other)})
    return row


def _refuse_changes(row: Merger, stays: Party, gone: Party) -> None:
    """Refuse to undo where something was changed since that would get lost or be torn apart."""
    if gone.merged_into_id != stays.pk or stays.is_restricted or stays.merged_into_id is not None:
        raise ChangedSince(str(stays))
    now = _values(stays)
    changed = [name for name in (*COMPARED, "user_id", "account_id") if now[name] != row.after[name]]
    if changed:
        raise ChangedSince(_name_of(changed[0]))
    for key, numbers in row.moved.items():
        if key == ENDED:
            continue
        model, name, value = _target(key, stays)
        there = set(model._base_manager.filter(pk__in=numbers, **{name: value}).values_list("pk", flat=True))
        if there != {model._meta.pk.to_python(number) for number in numbers}:
            raise ChangedSince(_label(model))


def _name_of(name: str) -> str:
    return str(PARTY_NAMES.get(name, name))


def _target(key: str, party: Party) -> tuple[Any, str, Any]:
    """Return model, field and value by which rows lead to a party."""
    label, _dot, name = key.rpartition(".")
    model: Any = apps.get_model(label)
    return model, name, party if model._meta.get_field(name).is_relation else subject_of(party)


def _move_back(row: Merger, stays: Party, gone: Party) -> None:
    for key, numbers in row.moved.items():
        if key != ENDED:
            model, name, value = _target(key, gone)
            _point(model, name, numbers, value)
    BankAccount.objects.filter(pk__in=row.moved.get(ENDED, ())).update(valid_until=None)


def _record(actor: Actor, at: datetime, kind: str, party: Party, data: dict[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(party), data=data)
