"""Existing things of processing and consents to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import rows


def recipient(user_id: int) -> int:
    """Somebody who gets data of people."""
    common = {"name": "Messdienst", "kind": "processor", "task": "Ablesung", "purposes": ["metering"]}
    key, entity = f"messdienst-{rows('processing.Recipient').count()}", rows("providers.LegalEntity").first()
    row = rows("processing.Recipient").create(**common, key=key, entity=entity, categories=["name"], created_at=now())
    return int(row.pk)


def sub_processor(user_id: int) -> int:
    """Whom the recipient that was made last engages."""
    last = rows("processing.Recipient").order_by("-pk")[0]
    return int(last.sub_processors.create(name="Rechenzentrum", task="Server").pk)


def contract(user_id: int) -> int:
    """A contract with a recipient."""
    row = rows("processing.Contract").create(recipient_id=recipient(user_id), title="AV", valid_from=now().date())
    return int(row.pk)


def purpose(user_id: int) -> str:
    """A purpose of consents with a published wording."""
    key = "sharing.contact"
    if not rows("consents.ConsentText").filter(purpose=key).exists():
        common = {"purpose": key, "version": 1, "body": "Ich willige ein.", "sha256": "0" * 64}
        rows("consents.ConsentText").create(**common, published_at=now(), published_by="Test")
    return key


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "contract_id": contract,
    "ending": lambda user_id: "csv",
    "part": lambda user_id: "vertrag",
    "purpose": purpose,
    "recipient_id": recipient,
    "sub_processor_id": sub_processor,
}
