"""Changing keys: wrap the data keys anew, or encrypt the rows of a schema anew with a new data key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import models, transaction
from django_tenants.utils import get_public_schema_name

from quartier.kit.encryption.field import EncryptedTextField
from quartier.kit.encryption.keys import new_key, wrapping
from quartier.kit.models import DataKey
from quartier.kit.registry import Registry
from quartier.kit.schemas import current_schema

CHUNK = 500

# Ciphertexts inside columns of somebody else: each entry encrypts them anew and returns how many rows that were.
holders: Registry[Callable[[], int]] = Registry("holders of ciphertexts")


@transaction.atomic
def rewrap() -> int:
    """Wrap all data keys with the installation's first key; older keys can be taken away then. Returns how many."""
    fernet = wrapping()
    keys = list(DataKey.objects.select_for_update())
    for key in keys:
        key.wrapped = fernet.rotate(key.wrapped.encode("ascii")).decode("ascii")
    DataKey.objects.bulk_update(keys, ["wrapped"], batch_size=CHUNK)
    return len(keys)


def renew() -> int:
    """Make a new data key for this schema and encrypt every row of it anew; returns how many rows.

    Safe to repeat and to interrupt: the keys before stay, so that what has not been reached still decrypts.
    """
    if current_schema() == get_public_schema_name():
        raise RuntimeError("secrets belong to a provider or to the console")
    new_key()
    return sum(_encrypt_anew(model, names) for model, names in encrypted_columns()) + sum(act() for act in holders)


def encrypted_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Return each model with encrypted fields, and their names."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]
        if names and model._meta.managed and not model._meta.proxy:
            yield model, names


def _encrypt_anew(model: type[models.Model], names: list[str]) -> int:
    count, last = 0, None
    while True:
        rows = model._base_manager.order_by("pk").only("pk", *names)
        with transaction.atomic():
            chunk = list((rows.filter(pk__gt=last) if last is not None else rows).select_for_update()[:CHUNK])
            for row in chunk:
                row.save(update_fields=names)
        if not chunk:
            return count
        count, last = count + len(chunk), chunk[-1].pk
