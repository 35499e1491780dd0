"""What the demo holds: five portals with fictional but rich data, and the logins to see them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_tenants.utils import schema_context

from quartier.config.demo import money
from quartier.config.demo.people import ACCOUNT, FIRMS, ISSUED_ID, KNOWN_CODES, USER_NAME, people
from quartier.core.accounts import queries as accounts_queries
from quartier.core.accounts import services as accounts
from quartier.core.backups import demo as backups
from quartier.core.billing import demo as billing
from quartier.core.blocks import demo as blocks
from quartier.core.catalogue import demo as catalogue
from quartier.core.changes import demo as changes
from quartier.core.consents import demo as consents
from quartier.core.contracts import demo as contracts
from quartier.core.documents import demo as documents
from quartier.core.ledger import demo as ledger
from quartier.core.letters import demo as letters
from quartier.core.mandates import demo as mandates
from quartier.core.orders import demo as orders
from quartier.core.parties import demo as master_data
from quartier.core.parties import queries as party_queries
from quartier.core.parties import services as parties
from quartier.core.performance import demo as performance
from quartier.core.processing import demo as processing
from quartier.core.profile import demo as profile
from quartier.core.providers import queries as provider_queries
from quartier.core.providers import services as providers
from quartier.core.providers.policies import RegistrationPolicy
from quartier.core.providers.services import policy as policies
from quartier.core.registration import demo as registration
from quartier.core.terms import demo as legal_texts
from quartier.core.terms import queries as terms_queries
from quartier.core.terms import services as terms
from quartier.core.threads import demo as threads
from quartier.core.users import demo as users
from quartier.core.withdrawal import demo as withdrawal
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole, customer_rights
from quartier.modules.lettings import demo as lettings
from quartier.modules.survey import demo as survey
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

PASSWORD = "Quartier-Demo-2026"  # noqa: S105 – printed on start, demo only
OPERATOR = "betrieb@quartier.example"
OPERATOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 – printed on start, demo only
OPENED = datetime(2019, 4, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Portal:
    """What one demo portal has: place of its customers, how many, which contracts, who works there."""

    key: str
    city: str
    postcode: str
    customers: int
    firms: int
    kinds: Sequence[tuple[str, str, str]]
    guest: tuple[str, str, str]


PORTALS = (
    Portal(
        "rheinufer",
        "Düsselau",
        "40299",
        120,
        4,
        (
            ("tenancy", "W", "Wohnung Uferstraße {n}"),
            ("membership", "M", "Mitgliedschaft"),
            ("tenancy", "G", "Stellplatz {n}"),
        ),
        ("Frau", "Emine", "Yıldız"),
    ),
    Portal(
        "planmass",
        "Lübzin",
        "19399",
        50,
        8,
        (("service", "A", "Wohnflächenberechnung {n}"),),
        ("Herr", "Konrad", "Ebel"),
    ),
    Portal(
        "raumhafen",
        "Heidelau",
        "69199",
        12,
        10,
        (("service", "R", "Raumverwaltung, Konto {n}"),),
        ("Frau", "Paula", "Sander"),
    ),
    Portal(
        "werkstatt",
        "Wupperfeld",
        "42199",
        10,
        10,
        (("service", "C", "Webseite und Pflege {n}"),),
        ("Herr", "Malik", "Osei"),
    ),
    Portal(
        "emscher",
        "Emscherstadt",
        "44199",
        120,
        4,
        (
            ("tenancy", "W", "Wohnung Kiebitzhof {n}"),
            ("savings", "S", "Sparkonto {n}"),
            ("membership", "M", "Mitgliedschaft"),
        ),
        ("Frau", "Ilse", "Markgraf"),
    ),
)

SERVICE_AREAS = ("housing", "letting", "membership", "savings", "service")
STAFF: tuple[tuple[str, str, StaffRole, tuple[str, ...]], ...] = (
    ("leitung", "Malin Brandt", StaffRole.LEAD, ()),
    ("service", "Sinan Kühn", StaffRole.CLERK, SERVICE_AREAS),
    ("redaktion", "Greta Holm", StaffRole.EDITOR, ("letting", "web")),
    ("datenschutz", "Jost Pape", StaffRole.PRIVACY, ("privacy",)),
)
# Where savings are kept, somebody works with them and with nothing else (SBV-27).
SAVINGS_CLERK = ("sparen", "Ruth Lang", StaffRole.CLERK, ("savings",))


def seed() -> None:
    """Fill an empty installation with the five portals; what is there already stays as it is."""
    with schema_context(settings.CONSOLE_SCHEMA):
        if accounts_queries.user_with_email(OPERATOR) is None:
            seed_operator()
    for portal in PORTALS:
        if provider_queries.provider_named(portal.key) is None:
            seed_portal(portal)
            enliven(portal)


def enliven(portal: Portal) -> None:
    """Let something have happened in a portal: requests, orders, contracts, declarations."""
    with schema_context(portal.key), translation.override("de"):
        legal_texts.seed(at=clock.now(), key=portal.key)
        threads.seed(at=clock.now(), key=portal.key)
        profile.seed(at=clock.now(), key=portal.key)
        blocks.seed(at=clock.now(), key=portal.key)
        if portal.key in ("rheinufer", "emscher"):
            master_data.around(at=clock.now(), key=portal.key, password=PASSWORD)
        lead = accounts_queries.user_with_email(f"leitung@{portal.key}.example")
        registration.seed(at=clock.now(), key=portal.key, lead=lead, code=KNOWN_CODES.get(portal.key, ""))
        contracts.seed(at=clock.now(), key=portal.key)
        ledger.seed(at=clock.now(), key=portal.key)
        orders.seed(at=clock.now(), key=portal.key)
        survey.seed(at=clock.now(), key=portal.key)
        changes.seed(at=clock.now(), key=portal.key)
        money.seed(at=clock.now(), key=portal.key)
        billing.seed(at=clock.now(), key=portal.key)
        mandates.seed(at=clock.now(), key=portal.key)
        withdrawal.seed(at=clock.now(), key=portal.key)
        performance.seed(at=clock.now(), email=f"kunde@{portal.key}.example")


@transaction.atomic
def seed_operator() -> None:
    """Make the operator with a known second factor."""
    now = clock.now()
    user = accounts.open_account(
        actor=SYSTEM, at=now, audience=Audience.OPERATOR, email=OPERATOR, name="Betrieb", password=PASSWORD
    )
    accounts.set_up_second_factor(actor=SYSTEM, at=now, user=user, secret=OPERATOR_SECRET)


@transaction.atomic
def seed_portal(portal: Portal) -> None:
    """Make one portal with staff, customers and contracts, and open it."""
    providers.create_from_preset(actor=SYSTEM, at=OPENED, key=portal.key, preset=portal.key)
    with schema_context(portal.key):
        logo = (resources.files("quartier.config.demo") / "logos" / f"{portal.key}.svg").read_bytes()
        providers.change_brand(actor=SYSTEM, at=OPENED, values={}, logo=logo)
        entities = provider_queries.entities()
        _without_second_factor()
        _staff(portal, entities)
        _customers(portal, entities)
        _guest(portal, entities[0])
        _notice(portal)
        _sharing(portal, entities[0])
        catalogue.seed(at=clock.now(), key=portal.key, entity_id=entities[0].pk)
        survey.offer(at=clock.now(), key=portal.key)
        if portal.key == "emscher":
            lettings.seed(at=clock.now(), actor=SYSTEM)
        if portal.key == "rheinufer":
            master_data.seed(at=clock.now(), staff="Malin Brandt")
        letters.seed(at=clock.now(), lead=accounts_queries.user_with_email(f"leitung@{portal.key}.example"))
        if portal.key == "werkstatt":
            backups.seed(at=clock.now(), actor=SYSTEM, email=f"kunde@{portal.key}.example")
    providers.publish_provider(actor=SYSTEM, at=OPENED + timedelta(days=14), key=portal.key)


def _without_second_factor() -> None:
    """Let everybody try the office with the printed password; a real provider begins with the factor."""
    entry = {"staff_second_factor": {"value": False, "origin": "default"}}
    policies.decide(
        actor=SYSTEM, at=OPENED, valid_from=OPENED.date(), concern=RegistrationPolicy, entries=entry,
        reason="Vorführung: Das Büro ist mit dem gedruckten Passwort allein zu öffnen.",
    )  # fmt: skip


def _staff(portal: Portal, entities: Sequence[Any]) -> None:
    keeps_savings = any(kind == "savings" for kind, _letter, _subject in portal.kinds)
    for local, name, role, areas in (*STAFF, SAVINGS_CLERK) if keeps_savings else STAFF:
        accounts.open_account(
            actor=SYSTEM, at=OPENED, audience=Audience.STAFF, email=f"{local}@{portal.key}.example", name=name,
            password=PASSWORD, roles=[role], areas=areas,
        )  # fmt: skip
    for entity in entities:
        if entity.role == "partner":
            accounts.open_account(
                actor=SYSTEM, at=OPENED, audience=Audience.STAFF, email=f"service@{entity.key}.example",
                name="Stine Albers", password=PASSWORD, roles=[StaffRole.CLERK], areas=SERVICE_AREAS,
                entity_id=entity.pk,
            )  # fmt: skip


def _customers(portal: Portal, entities: Sequence[Any]) -> None:
    dice = random.Random(portal.key)
    today = clock.today()
    for index, someone in enumerate(people(portal.key, portal.customers)):
        at = OPENED + timedelta(days=dice.randint(0, 2600), minutes=dice.randint(0, 600))
        party = parties.add_party(
            actor=SYSTEM, at=at, kind="person", number=str(20_000 + index), name=someone.name,
            given_name=someone.given_name, salutation=someone.salutation, email=someone.email, phone=someone.phone,
            street=someone.street, postcode=portal.postcode, city=portal.city,
        )  # fmt: skip
        _contracts(portal, entities, party, dice, 1000 + index, at.date())
        if index % 40 == 7:
            lost = "unknown" if index % 80 == 7 else "abroad"
            parties.set_address_state(actor=SYSTEM, at=clock.now(), party_id=party.pk, state=lost, since=today)
    for index, firm in enumerate(FIRMS[: portal.firms]):
        party = parties.add_party(
            actor=SYSTEM, at=OPENED, kind="organisation", number=str(29_000 + index), name=firm,
            email=f"info@firma{index}.example", street=f"Marktgasse {index + 2}", postcode=portal.postcode,
            city=portal.city,
        )  # fmt: skip
        _contracts(portal, entities, party, dice, 9000 + index, OPENED.date())


def _contracts(
    portal: Portal, entities: Sequence[Any], party: Any, dice: random.Random, number: int, started_on: date
) -> None:
    for place, (kind, letter, subject) in enumerate(portal.kinds):
        if place and dice.random() < 0.45:
            continue
        others = [e for e in entities if e.role != "principal"] or list(entities)
        entity = dice.choice(others) if kind in ("tenancy", "service") and dice.random() < 0.3 else entities[0]
        parties.open_relationship(
            actor=SYSTEM, at=clock.now(), party=party, legal_entity_id=entity.pk, kind=kind,
            number=f"{letter} {number // 1000} {number % 1000:03d}", subject=subject.format(n=number - 900),
            started_on=started_on, tell=False,
        )  # fmt: skip


def _guest(portal: Portal, entity: Any) -> None:
    """Make the customer whose login is printed; her mail stands in the mailbox."""
    salutation, given_name, name = portal.guest
    email = f"kunde@{portal.key}.example"
    user = accounts.open_account(
        actor=SYSTEM, at=clock.now(), audience=Audience.CUSTOMER, email=email, name=f"{given_name} {name}",
        password=PASSWORD, **_way_in(portal.key),
    )  # fmt: skip
    party = parties.add_party(
        actor=SYSTEM, at=clock.now(), kind="person", name=name, given_name=given_name, salutation=salutation,
        email=email, phone="0211 5550-999", street="Uferstraße 14", postcode=portal.postcode, city=portal.city,
        user=user, account=user.account,
    )  # fmt: skip
    if user.account:
        users.seed(at=clock.now(), boss=user, password=PASSWORD)
        # She has been here before: the texts are accepted, and the demo begins with her overview.
        first: Any = "first_login"
        read, herself = terms_queries.current_documents(), Actor(ActorKind.CUSTOMER, str(user.pk), user.name)
        terms.accept(actor=herself, at=clock.now(), user_id=user.pk, documents=read, occasion=first)
    for place, (kind, letter, subject) in enumerate(portal.kinds):
        parties.open_relationship(
            actor=SYSTEM, at=clock.now(), party=party, legal_entity_id=entity.pk, kind=kind, number=f"{letter} 20 418",
            subject=subject.format(n=14), started_on=date(2019 + place, 4, 1),
        )  # fmt: skip


def way_in(key: str) -> str:
    """Say what the customer of a portal logs in with."""
    told = {"raumhafen": f"{ACCOUNT} / {USER_NAME} (account / user)", "werkstatt": f"{ISSUED_ID} (user id)"}
    return told.get(key, f"kunde@{key}.example")


def _way_in(key: str) -> dict[str, Any]:
    """Return what the customer of the printed login logs in with, where it is not the address."""
    if key == "werkstatt":
        return {"login": ISSUED_ID}
    if key != "raumhafen":
        return {}
    account = accounts.open_customer_account(actor=SYSTEM, at=OPENED, name=ACCOUNT)
    return {"account": account, "user_name": USER_NAME, "rights": customer_rights.keys()}


def _sharing(portal: Portal, entity: Any) -> None:
    """Give the housing companies recipients of data, and the customer of the printed login a consent."""
    if portal.key in ("emscher", "raumhafen"):
        staff = accounts_queries.user_with_email(f"datenschutz@{portal.key}.example")
        processing.offer_agreement(at=clock.now(), actor=SYSTEM, company=entity.name, staff=staff)
    if portal.key not in ("rheinufer", "emscher"):
        return
    lead = accounts_queries.user_with_email(f"leitung@{portal.key}.example")
    documents.seed(at=clock.now(), company=entity, email=f"kunde@{portal.key}.example", staff=lead)
    guest = accounts_queries.user_with_email(f"kunde@{portal.key}.example")
    party = party_queries.party_of(guest)
    if party is not None:
        consents.seed(at=clock.now(), actor=SYSTEM, company=entity.name, customer=party.pk)
        processing.seed(at=clock.now(), actor=SYSTEM, entity_id=entity.pk, customers=[party.pk])


def _notice(portal: Portal) -> None:
    if portal.key != "rheinufer":
        return
    start = clock.now().astimezone(BERLIN).replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=2)
    providers.announce(
        actor=SYSTEM, at=clock.now(), kind="maintenance", title="Wartung in der Nacht",
        body=f"Am {start:%d.%m.%Y} zwischen 2 und 4 Uhr kann das Portal kurz nicht erreichbar sein. "
        "Ihre Daten sind sicher.",
        starts_at=clock.now(), ends_at=start + timedelta(hours=2),
    )  # fmt: skip
