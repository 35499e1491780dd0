"""What the demo shows of changes: new terms that were announced, one who has objected, one whom no mail reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.core.changes import services
from quartier.core.changes.models import Announcement
from quartier.core.contracts import queries as contracts
from quartier.core.contracts import services as concluding
from quartier.core.declarations import services as declarations
from quartier.core.parties import queries as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.terms import queries as texts
from quartier.core.terms import services as terms
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.values.actor import Actor, ActorKind

# Where nothing is shown at login: whoever tries the demo meets no page in their way.
PORTALS: Final = ("planmass", "werkstatt")
MOST: Final = 4
ADDED: Final = "\n\nÜber Änderungen dieser Bedingungen informieren wir künftig auch in Ihrem Portal.\n"


def seed(*, at: datetime, key: str) -> None:
    """Announce a new version of the terms to whoever accepted the one before."""
    staff, before = accounts.user_with_email(f"leitung@{key}.example"), texts.current("terms")
    if key not in PORTALS or staff is None or before is None or texts.obstacles(before):
        return
    actor = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name)
    _conclude(actor, at - timedelta(days=200), staff, before)
    row = terms.import_version(
        actor=actor, at=at, text_id=before.text_id, data=(before.body.rstrip() + ADDED).encode(),
        file_name="bedingungen.md", name=f"{before.name} (neu)", dated_on=day_of(at),
    )  # fmt: skip
    version = terms.publish(actor=actor, at=at, version_id=row.pk, reason="Hinweise im Portal")
    given = services.Draft(
        topic="text", grade="far_reaching", title="Hinweise im Portal", effective_on=day_of(at) + timedelta(days=60),
        summary="Über Änderungen informieren wir künftig auch im Portal.", version_id=version.pk,
        reason="Ein Postfachanbieter weist Sammelnachrichten zunehmend ab.",
        reasonable="Niemand verliert ein Recht; eine zweite Benachrichtigung kommt hinzu.",
    )  # fmt: skip
    change = services.draft(actor=actor, at=at, given=given)
    services.announce(actor=actor, at=at, change_id=change.pk)
    while services.advance(at=at, change_id=change.pk):
        pass
    _answer(actor, at, list(Announcement.objects.filter(change=change).order_by("-pk")[:2]))


def _conclude(actor: Actor, at: datetime, staff: Any, version: Any) -> None:
    """Let some ties be contracts under the terms until then, unless they are contracts already."""
    people = parties.visible_parties(staff).exclude(email="").order_by("pk")
    ties = [row for party in people[:MOST] for row in parties.relationships_of(party) if row.kind == "service"]
    known = contracts.contracts_by_tie([row.pk for row in ties])
    for tie in ties:
        if tie.pk not in known:
            given = concluding.Conclusion(
                scope=Scope.RECURRING, standing=tie.party.standing, is_paid=True, formed_by=Moment.ORDER_CONFIRMATION,
                relationship=tie, versions=[version],
            )  # fmt: skip
            concluding.conclude(actor=actor, at=at, given=given)


def _answer(actor: Actor, at: datetime, rows: list[Announcement]) -> None:
    """Let the last one object, and note by hand that the one before has received a letter."""
    for row in rows[:1]:
        given = declarations.Given(
            kind=services.KIND, channel=Sending.EMAIL, name=str(row.party), received_at=at, party_id=row.party_id,
            subject=f"changes.announcement:{row.pk}", words="Ich widerspreche der Änderung.",
        )  # fmt: skip
        declarations.receive(actor=actor, at=at, given=given)
    for row in rows[1:]:
        how = "Von Hand übergeben"
        services.note_receipt(actor=actor, at=at, announcement_id=row.pk, received_on=day_of(at), how=how)
