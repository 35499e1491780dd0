"""The demo: one wording, and a customer who agreed to it."""

from __future__ import annotations

from datetime import datetime

from quartier.core.consents import services
from quartier.values.actor import Actor

PURPOSE = "sharing.contact"
WORDING = """Ich willige ein, dass {company} meine Telefonnummer und meine E-Mail-Adresse an Handwerksbetriebe und \
Dienste weitergibt, die in meiner Wohnung arbeiten, damit wir Termine direkt abstimmen können.

Die Einwilligung ist freiwillig. Ich kann sie jederzeit für die Zukunft widerrufen, hier im Portal oder formlos."""


def seed(at: datetime, actor: Actor, company: str, customer: int) -> None:
    """Publish the wording and let a customer agree."""
    text = services.publish_text(actor=actor, at=at, purpose=PURPOSE, body=WORDING.format(company=company))
    services.give(
        actor=actor, at=at, party_id=customer, purpose=PURPOSE, text_id=text.pk, ticked=True,
        page=f"/einwilligungen/{PURPOSE}/", shown={"Wortlaut": text.body, "Ich willige ein": "ja"},
    )  # fmt: skip
