"""A text column that holds ciphertext."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import BaseExpression

from quartier.kit.encryption.keys import decrypt, encrypt


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted on its way into the database and decrypted on its way out.

    None and "" stay what they are. Two equal texts differ in the database, so nothing but `isnull` can be asked
    about them; sorting and indexes mean nothing.
    """

    description = "Encrypted text"

    @property
    def place(self) -> str:
        """Return what a ciphertext of this column is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Encrypt a plain value; expressions of the database pass as they are."""
        if value in (None, "") or isinstance(value, BaseExpression):
            return super().get_db_prep_save(value, connection)
        return encrypt(str(value), place=self.place)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Decrypt what the database holds."""
        return decrypt(value, place=self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare: a condition on ciphertext would silently find nothing."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.place} is encrypted and cannot be compared ({lookup_name})")
