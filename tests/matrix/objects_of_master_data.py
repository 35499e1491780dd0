"""Existing things of master data and the API to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def import_of_master_data(user_id: int) -> int:
    """A file of master data that is checked."""
    at = now()
    row = rows("parties.Intake").create(
        file_name="kunden.csv", started_at=at, touched_at=at, started_by="Test", actor_key="", state="checked"
    )
    row.rows.create(number=2, customer_number="K 1", values={"customer_number": "K 1", "name": "Weiß"}, verdict="new")
    return int(row.pk)


def api_key(user_id: int) -> int:
    """A key of a program."""
    from quartier.core.api import services  # noqa: PLC0415 – models load late

    name = f"Programm {rows('api.ApiKey').count()}"
    return int(services.issue(actor=SYSTEM, at=now(), name=name, allowed=["parties.read"])[0].pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"intake_id": import_of_master_data, "key_id": api_key}
