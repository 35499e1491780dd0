"""Who registers concludes a contract; the instruction on withdrawal counts unless its mail comes back (DWG-39)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from quartier.core.contracts.models import Contract
from quartier.core.contracts.tests.scene import customer, furnish, noon, rows
from quartier.core.inbox import services as inbox
from quartier.core.registration.services.concluding import _tied
from quartier.kit.clock import today
from quartier.values.actor import SYSTEM


def published(key: str, name: str) -> Any:
    """A text in force."""
    text, _new = rows("terms.LegalText").get_or_create(key=key, kind=key, defaults={"title": name})
    return rows("terms.TextVersion").create(
        text=text, title=name, name="1", dated_on=today(), body=name, digest=name, source=b"x", state="published",
        made_at=noon(today()), published_at=noon(today()),
    )  # fmt: skip


def test_the_activation_concludes_the_contract_and_a_mail_that_comes_back_takes_the_instruction_away(
    alpha: Any,
) -> None:
    entity, party, at = furnish("rheinufer"), customer(has_login=True), noon(today())
    texts = [published("terms", "Nutzungsbedingungen"), published("withdrawal", "Widerrufsbelehrung")]
    application: Any = SimpleNamespace(pk=7, entity_id=entity.pk)
    _tied(SYSTEM, at, application, party)
    row = Contract.objects.get(party=party)
    assert (row.scope, row.formed_by, row.instructed_at) == ("portal", "activation", at)
    assert {one.version for one in row.texts.all()} == {*texts}
    mail = rows("inbox.OutgoingMail").create(
        template="registration.contract", to_address=party.email, sender_name="P", sender_address="p@alpha.example",
        subject="Vertrag", text="", html="", about=f"parties.party:{party.pk}", created_at=at, due_at=at,
        message_id="<1@alpha.example>",
    )  # fmt: skip
    inbox.note_refusal(at=at, mail=mail, answer="550 5.1.1 no such user")
    row.refresh_from_db()
    assert row.instructed_at is None
