"""Changes to test with: a provider that follows one of the five documents, texts, contracts, days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.changes import services
from quartier.core.changes.models import Announcement, Change
from quartier.core.contracts import services as contracts
from quartier.core.deadlines import services as deadlines
from quartier.core.declarations import services as declarations
from quartier.core.inbox.models import OutgoingMail
from quartier.core.parties import services as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.policies.preset import load_preset
from quartier.core.providers.services import policy
from quartier.core.terms import services as terms
from quartier.kit.access import Audience
from quartier.law.bgb.form import Sending
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

OPENED: Final = datetime(2020, 1, 1, 9, tzinfo=UTC)
CLERK: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")
ANNA: Final = Actor(ActorKind.CUSTOMER, "7", "Anna Kraus")
OLD: Final = "# Bedingungen\n\n§ 1 Wir rechnen.\n\n§ 2 Die Daten bleiben dreißig Tage.\n"
NEW: Final = "# Bedingungen\n\n§ 1 Wir rechnen.\n\n§ 2 Die Daten bleiben neunzig Tage.\n"


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager.all()


def noon(on: date) -> datetime:
    """The noon of a day in Germany."""
    return datetime.combine(on, time(12), BERLIN)


def furnish(preset: str) -> Any:
    """Make the provider follow one of the five documents since 2010; returns its company."""
    entity = rows("providers.LegalEntity").create(
        key="eg", role="principal", name="Alpha eG", legal_form="eG", street="Uferstraße 12", postcode="40213",
        city="Düsseldorf", email="post@alpha.example", order=0,
    )  # fmt: skip
    policies = load_preset(preset).policies
    policy.adopt(actor=SYSTEM, at=OPENED, policies=policies, reason="Test", valid_from=date(2010, 1, 1))
    return entity


def in_force(body: str, on: date, key: str = "terms") -> Any:
    """Publish a version of a text on a day."""
    found = rows("terms.LegalText").filter(key=key).first()
    text = found or terms.add_text(actor=SYSTEM, at=noon(on), key=key, kind=key, title="Bedingungen")
    row = terms.import_version(
        actor=SYSTEM, at=noon(on), text_id=text.pk, data=body.encode(), file_name="b.md", dated_on=on,
        name=f"{text.versions.count() + 1}.0",
    )  # fmt: skip
    return terms.publish(actor=SYSTEM, at=noon(on), version_id=row.pk, reason="Test")


def customer(name: str, *, has_login: bool = False, email: str | None = None) -> Any:
    """A customer, with a login if asked for."""
    address = f"{name.lower()}@posthaus.example" if email is None else email
    user = None
    if has_login:
        user = accounts.open_account(
            actor=SYSTEM, at=OPENED, audience=Audience.CUSTOMER, email=address, name=f"Anna {name}",
            password="Kiesel-und-Farn-26",
        )  # fmt: skip
    return parties.add_party(
        actor=SYSTEM, at=OPENED, kind="person", given_name="Anna", name=name, email=address, user=user,
        street="Kampweg 1", postcode="44199", city="Emscherstadt", phone="0231 5550-1",
    )  # fmt: skip


def contract(
    entity: Any, version: Any, party: Any, *, standing: str = "business", is_paid: bool = True,
    scope: Scope = Scope.RECURRING,
) -> Any:  # fmt: skip
    """A contract under a version since 2 January 2024."""
    given = contracts.Conclusion(
        scope=scope, standing=standing, is_paid=is_paid, formed_by=Moment.ORDER_CONFIRMATION, party=party,
        entity_id=entity.pk, kind="service", number=f"V {party.pk}", versions=[version] if version else [],
    )  # fmt: skip
    return contracts.conclude(actor=SYSTEM, at=noon(date(2024, 1, 2)), given=given)


def text_change(
    version: Any, on: date, effective_on: date, *, grade: str = "far_reaching", reason: str = "x"
) -> Change:
    """Prepare a change of a text."""
    given = services.Draft(
        topic="text", grade=grade, title="Neue Bedingungen", summary="Daten bleiben länger.", reason=reason,
        reasonable="Es nützt allen.", effective_on=effective_on, version_id=version.pk,
    )  # fmt: skip
    return services.draft(actor=CLERK, at=noon(on), given=given)


def tell_all(change: Change, on: date) -> None:
    """Announce a change and tell everybody."""
    services.announce(actor=CLERK, at=noon(on), change_id=change.pk)
    while services.advance(at=noon(on), change_id=change.pk):
        pass


def delivered(on: date) -> None:
    """Let the mail server of the recipients take all mail on a day, and note it."""
    OutgoingMail.objects.exclude(state="failed").filter(sent_at=None).update(state="sent", sent_at=noon(on))
    services.collect(at=noon(on))


def announced(preset: str, on: date, effective_on: date, *people: str, **kind: Any) -> list[Announcement]:
    """A change of terms that was announced and received on a day by contracts of these people."""
    entity, old = furnish(preset), in_force(OLD, date(2024, 1, 1))
    for name in people:
        contract(entity, old, customer(name), **kind)
    tell_all(text_change(in_force(NEW, on), on, effective_on), on)
    delivered(on)
    return list(Announcement.objects.order_by("pk"))


def objected(row: Announcement, on: date, channel: Sending = Sending.EMAIL) -> Any:
    """An objection that arrives at the noon of a day, by some channel."""
    given = declarations.Given(
        kind=services.KIND, channel=channel, name=str(row.party), received_at=noon(on),
        subject=f"changes.announcement:{row.pk}", party_id=row.party_id, contact=row.party.email,
    )  # fmt: skip
    return declarations.receive(actor=CLERK, at=noon(on), given=given)


def pass_time(until: date) -> None:
    """Let the time pass until the noon of a day."""
    deadlines.process(at=noon(until))


def fresh(row: Announcement) -> Announcement:
    """The announcement as it is now."""
    return Announcement.everything.select_related("change", "contract", "party").get(pk=row.pk)


def governing(row: Any) -> list[str]:
    """The words under which a contract stands now."""
    found = rows("contracts.ContractText").filter(contract=row, until=None)
    return list(found.values_list("version__body", flat=True))
