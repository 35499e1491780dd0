"""Encrypted columns: ciphertext in a dump, bound to its place, and keys that can be changed without losing a row."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection
from django_tenants.utils import schema_context

from quartier.kit import clock, encryption, postgres
from quartier.kit.encryption import Undecryptable, keys, rotation
from quartier.kit.models import DataKey
from quartier.kit.schemas import enter_schema
from quartier.kit.tests.vault import Vault

IBAN = "DE02120300000000202051"
PLACE = "kit_test_vault.iban"


@pytest.fixture
def vault(alpha: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The table of the model for tests, in alpha and beta."""
    for schema in ("beta", "alpha"):
        with schema_context(schema), connection.schema_editor(atomic=False) as editor:
            editor.create_model(Vault)
    models = [*apps.get_models(), Vault]
    monkeypatch.setattr(apps, "get_models", lambda **_options: models)
    enter_schema("alpha")
    return Vault


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Forget opened keys before and after, as a new process would."""
    keys._known.clear()
    yield
    keys._known.clear()


def raw(column: str = "iban") -> list[str]:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kit_test_vault ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def installation_key() -> str:
    """A fresh key of an installation."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


def test_what_is_written_is_read_again_however_it_is_written(vault: Any) -> None:
    one = vault.objects.create(iban=IBAN, holder="Ida Blüm 💶")
    vault.objects.bulk_create([vault(iban="", holder=None), vault(iban="x" * 5000)])
    assert list(vault.objects.order_by("pk").values_list("iban", "holder")) == [
        (IBAN, "Ida Blüm 💶"), ("", None), ("x" * 5000, None),
    ]  # fmt: skip
    vault.objects.filter(pk=one.pk).update(iban="second")
    one.refresh_from_db()
    assert one.iban == "second"
    one.holder = "third"
    vault.objects.bulk_update([one], ["holder"])
    assert vault.objects.get(pk=one.pk).holder == "third"
    assert all(value == "" or value.startswith("q1:") for value in raw())
    assert raw("holder")[1:] == [None, None]
    assert [v.pk for v in vault.objects.filter(holder__isnull=False)] == [one.pk]


def test_an_iban_is_ciphertext_in_a_raw_dump_of_the_provider(committed_db: None) -> None:
    vault: Any = Vault
    with schema_context("alpha"):
        with connection.schema_editor() as editor:
            editor.create_model(Vault)
        vault.objects.create(iban=IBAN, holder="Ida Blum")
        dump = postgres.dump_schema("alpha")
        assert vault.objects.get().iban == IBAN
    key = DataKey.objects.get(schema="alpha")
    assert f"q1:{key.pk.hex}:" in dump
    for secret in (IBAN, IBAN[4:], "Ida Blum", key.wrapped):
        assert secret not in dump


def test_equal_texts_have_different_ciphertexts(vault: Any) -> None:
    vault.objects.create(iban=IBAN)
    vault.objects.create(iban=IBAN)
    assert len(set(raw())) == 2


def test_a_ciphertext_opens_neither_in_another_column_nor_in_another_schema_nor_changed(vault: Any) -> None:
    row = vault.objects.create(iban=IBAN, holder="Ida Blum")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_test_vault SET holder = iban")
        cursor.execute("INSERT INTO beta.kit_test_vault SELECT * FROM alpha.kit_test_vault")
    with pytest.raises(Undecryptable, match=r"^kit_test_vault\.holder$"):
        row.refresh_from_db(fields=["holder"])
    with schema_context("beta"), pytest.raises(Undecryptable):
        vault.objects.get()
    token = raw()[0]
    middle = len(token) - 12
    for wrong in (token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :], token[:-8], IBAN, ""):
        with pytest.raises(Undecryptable):
            encryption.decrypt(wrong, place=PLACE)
    assert encryption.decrypt(token, place=PLACE) == IBAN


def test_encrypted_columns_cannot_be_compared(vault: Any) -> None:
    for condition in ({"iban": IBAN}, {"iban__startswith": "DE"}, {"holder__in": ["a"]}):
        with pytest.raises(FieldError, match="is encrypted"):
            vault.objects.filter(**condition)


def test_each_schema_has_a_key_of_its_own_and_deleting_it_closes_its_ciphertexts(vault: Any, forgetful: None) -> None:
    vault.objects.create(iban=IBAN)
    with schema_context("beta"):
        vault.objects.create(iban=IBAN)
    assert set(DataKey.objects.values_list("schema", flat=True)) == {"alpha", "beta"}
    assert encryption.forget_keys("alpha") == 1
    keys._known.clear()
    with pytest.raises(Undecryptable):
        vault.objects.get()
    with schema_context("beta"):
        assert vault.objects.get().iban == IBAN


def test_an_installation_key_is_changed_in_three_steps(vault: Any, settings: Any, forgetful: None) -> None:
    vault.objects.create(iban=IBAN)
    old, new = settings.ENCRYPTION_KEYS[0], installation_key()
    settings.ENCRYPTION_KEYS = (new, old)
    keys._known.clear()
    assert vault.objects.get().iban == IBAN
    before = raw()
    assert encryption.rewrap() == 1
    settings.ENCRYPTION_KEYS = (new,)
    keys._known.clear()
    assert vault.objects.get().iban == IBAN
    assert raw() == before, "only the wrapping changed"
    settings.ENCRYPTION_KEYS = (old,)
    keys._known.clear()
    with pytest.raises(Undecryptable):
        vault.objects.get()


def test_a_data_key_is_changed_and_every_row_encrypted_anew(
    vault: Any, monkeypatch: pytest.MonkeyPatch, forgetful: None
) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 2)
    vault.objects.bulk_create([vault(iban=f"{IBAN}{n}", holder=None) for n in range(5)])
    before = raw()
    first = DataKey.objects.get(schema="alpha")
    assert encryption.renew() == 5
    first.refresh_from_db()
    current = DataKey.objects.get(schema="alpha", retired_at=None)
    assert first.retired_at is not None
    assert all(token.startswith(f"q1:{current.pk.hex}:") for token in raw())
    assert not set(before) & set(raw())
    assert [v.iban for v in vault.objects.order_by("pk")] == [f"{IBAN}{n}" for n in range(5)]
    assert encryption.decrypt(before[0], place=PLACE) == f"{IBAN}0", "what a slow writer brings still opens"


def test_secrets_of_no_schema_are_not_encrypted_anew(db: None) -> None:
    with pytest.raises(RuntimeError):
        encryption.renew()


def second_factors(**data: Any) -> Authenticator:
    """A second factor as the database holds it."""
    users = apps.get_model("accounts.User")._default_manager
    user = users.create(
        login="ida@posthaus.example", email="ida@posthaus.example", audience="staff", created_at=clock.now()
    )
    made: Authenticator = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return made


def test_second_factors_take_part_in_the_change_of_keys(alpha: Any) -> None:
    place = "mfa_authenticator.data"
    seed, code = encryption.encrypt("SEED", place=place), encryption.encrypt("12345678", place=place)
    row = second_factors(secret=seed, migrated_codes=[code], used_mask=3)
    assert encryption.renew() == 1
    row.refresh_from_db()
    assert row.data["secret"] != seed
    assert encryption.decrypt(row.data["secret"], place=place) == "SEED"
    assert [encryption.decrypt(one, place=place) for one in row.data["migrated_codes"]] == ["12345678"]
    assert row.data["used_mask"] == 3


def test_second_factors_of_earlier_versions_move_to_the_data_key(alpha: Any) -> None:
    before = [keys.wrapping().encrypt(text.encode()).decode() for text in ("SEED", "12345678")]
    row = second_factors(secret=before[0], migrated_codes=[before[1]], used_mask=3, viewed_at=1.5)
    migration: Any = import_module("quartier.core.accounts.migrations.0002_second_factors")
    for _twice in range(2):
        migration.move(apps, None)
    row.refresh_from_db()
    assert encryption.decrypt(row.data["secret"], place=migration.PLACE) == "SEED"
    assert encryption.decrypt(row.data["migrated_codes"][0], place=migration.PLACE) == "12345678"
    assert (row.data["used_mask"], row.data["viewed_at"]) == (3, 1.5)
