"""Check 5: whatever names of fields a customer or visitor adds to a form, only its own are taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django_tenants.utils import schema_context

from quartier.kit.access import Audience
from tests.matrix.addresses import Address, walk
from tests.matrix.objects import path_of
from tests.plugins.world import World

SCHEMA = "emscher"
# What says who somebody is and what they may do; a form of a customer changes little of it, and only through its check.
GUARDED = ("accounts.User", "accounts.CustomerAccount", "parties.Party", "parties.Relationship")
MARK = "Von außen gesetzt"
OURS = {MARK, "von-aussen@fremd.example", "700001"}
ADDRESSES = [
    address
    for address in walk("quartier.config.urls")
    if address.rule is not None
    and address.rule.audience in (Audience.PUBLIC, Audience.CUSTOMER)
    and not address.name.startswith(("account_", "mfa_"))
]


def written(field: models.Field[Any, Any]) -> str:
    """A value of the field's kind that nobody has."""
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2031-05-06T07:08"
    if isinstance(field, models.DateField):
        return "2031-05-06"
    if isinstance(field, models.EmailField):
        return "von-aussen@fremd.example"
    return "700001" if field.is_relation or isinstance(field, models.IntegerField) else MARK


def every_field() -> dict[str, str]:
    """A value for each field of the guarded models, under the name and the column."""
    given: dict[str, str] = {"_step": "confirm", "confirm": "on"}
    for label in GUARDED:
        for field in apps.get_model(label)._meta.concrete_fields:
            if not field.primary_key:
                given[field.name] = given[field.attname] = written(field)
    return given


def planted() -> list[str]:
    """Where a value of ours stands in the rows of the guarded models."""
    found = []
    for label in GUARDED:
        rows = apps.get_model(label)._default_manager.values()
        with schema_context(SCHEMA):
            found += [f"{label}.{name}" for row in rows for name, value in row.items() if str(value) in OURS]
    return found


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_names_of_fields_that_a_form_does_not_have_do_nothing(world: World, address: Address) -> None:
    rule = address.rule
    assert rule is not None
    role = "administrator" if rule.right == "users" else "customer"
    with schema_context(SCHEMA):
        where = path_of(address, world.people[SCHEMA][role])
        assert not planted()
    with transaction.atomic():
        answer = world.client(SCHEMA, role).post(where, every_field(), secure=True)
        assert not planted()
        transaction.set_rollback(True)
    assert answer.status_code < 500


def test_a_planted_value_would_be_found(world: World) -> None:
    with schema_context(SCHEMA), transaction.atomic():
        apps.get_model("parties.Party")._default_manager.update(salutation=MARK)
        assert "parties.Party.salutation" in planted()
        transaction.set_rollback(True)
