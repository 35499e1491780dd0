"""Who gets in, as what, and who does not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from quartier.config.demo.seed import OPERATOR, OPERATOR_SECRET, PASSWORD
from quartier.core.accounts import queries, services
from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.audit.services import PersonNeeded
from quartier.core.providers.policies import RegistrationPolicy
from quartier.core.providers.services import policy as policies
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole, data_areas
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

WHO: dict[str, Any] = {"actor": SYSTEM}
SECURE: dict[str, Any] = {"wsgi.url_scheme": "https"}


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def test_a_login_leads_to_where_the_work_is(world: Any) -> None:
    for email, start in (("kunde@emscher.example", "/uebersicht/"), ("leitung@emscher.example", "/buero/")):
        client = Client(HTTP_HOST="emscher.localhost", **SECURE)
        client.post("/anmelden/", {"login": email, "password": PASSWORD})
        assert client.get("/weiter/")["Location"] == start


def test_wrong_password_and_unknown_address_get_the_same_answer(world: Any) -> None:
    pages = []
    for email in ("kunde@emscher.example", "niemand@emscher.example"):
        answer = Client(HTTP_HOST="emscher.localhost").post("/anmelden/", {"login": email, "password": "falsch"})
        assert answer.status_code == 200
        pages.append(answer.content.decode().replace(email, "").split("<main")[1].split("</main>")[0])
    sentence = [page.split('class="error-summary"')[1].split("</div>")[0] for page in pages]
    assert sentence[0] == sentence[1]


def test_an_account_of_one_provider_is_unknown_at_another(world: Any) -> None:
    answer = Client(HTTP_HOST="raumhafen.localhost").post(
        "/anmelden/", {"login": "kunde@emscher.example", "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_the_operator_needs_the_second_factor(world: Any) -> None:
    client = Client(HTTP_HOST="localhost", **SECURE)
    assert client.post("/anmelden/", {"login": OPERATOR, "password": PASSWORD})["Location"] == "/anmelden/code/"
    assert client.get("/anbieter/").status_code == 302
    wrong = client.post("/anmelden/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/anbieter/").status_code == 302
    assert client.post("/anmelden/code/", {"code": code_of(OPERATOR_SECRET)}).status_code == 302
    assert client.get("/anbieter/").status_code == 200


def test_an_operator_without_a_second_factor_can_only_set_one_up(world: Any) -> None:
    enter_schema("console")
    services.open_account(
        **WHO, at=clock.now(), audience=Audience.OPERATOR, email="neu@quartier.example", name="Neu", password=PASSWORD
    )
    client = Client(HTTP_HOST="localhost", **SECURE)
    client.post("/anmelden/", {"login": "neu@quartier.example", "password": PASSWORD})
    for path in ("/anbieter/", "/konto/", "/protokoll/"):
        assert client.get(path)["Location"] == "/konto/sicherheit/app/"
    asked_again = client.get("/konto/sicherheit/app/")
    assert asked_again["Location"].startswith("/anmelden/bestaetigen/")
    client.post(asked_again["Location"], {"password": PASSWORD})
    assert client.get("/konto/sicherheit/app/").status_code == 200


def test_staff_need_a_second_factor_where_the_policy_says_so_and_customers_do_not(world: Any) -> None:
    lead, customer = world.client("emscher", "lead"), world.client("emscher", "customer")
    assert lead.get("/buero/").status_code == 200
    enter_schema("emscher")
    at = clock.now()
    policies.decide(
        actor=Actor(ActorKind.STAFF, "1", "Malin Brandt"), at=at, valid_from=clock.day_of(at),
        concern=RegistrationPolicy, reason="Ab heute",
        entries={"staff_second_factor": {"value": True, "origin": "stated"}},
    )  # fmt: skip
    for path in ("/buero/", "/buero/kundschaft/", "/konto/", "/konto/geraete/"):
        assert lead.get(path)["Location"] == "/konto/sicherheit/app/", path
    assert lead.get("/abmelden/").status_code in (200, 302)
    assert customer.get("/uebersicht/").status_code == 200
    enter_schema("emscher")
    person = User.objects.get(pk=world.people["emscher"]["lead"])
    services.set_up_second_factor(actor=SYSTEM, at=at, user=person, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert world.client("emscher", "lead").get("/buero/").status_code == 200


def test_seeds_and_recovery_codes_are_ciphertext_in_the_database(world: Any) -> None:
    enter_schema("console")
    rows = Authenticator.objects.filter(user__email=OPERATOR)
    assert rows.count() == 2
    assert all(OPERATOR_SECRET not in str(row.data) for row in rows)
    assert rows.get(type="totp").data["secret"].startswith("q1:")


def test_passwords_below_the_floor_are_refused_and_nothing_is_stored(world: Any) -> None:
    enter_schema("emscher")
    before = User.objects.count()
    for password in ("kurz", "password1234", "123456789012"):
        with pytest.raises(services.PasswordTooWeak):
            services.open_account(
                **WHO, at=clock.now(), audience=Audience.CUSTOMER, email="x@y.example", name="X", password=password
            )
    assert User.objects.count() == before


def test_an_address_is_taken_whatever_its_case(world: Any) -> None:
    enter_schema("emscher")
    given: dict[str, Any] = {"email": "KUNDE@emscher.example", "name": "X", "password": PASSWORD}
    with pytest.raises(services.AddressTaken):
        services.open_account(**WHO, at=clock.now(), audience=Audience.CUSTOMER, **given)


def test_staff_without_a_role_is_refused_at_the_field(world: Any) -> None:
    form = {"name": "Neu", "email": "neu@emscher.example", "password": PASSWORD}
    answer = world.client("emscher", "lead").post("/buero/personal/neu/", form)
    assert answer.status_code == 422
    assert "mindestens eine Rolle" in answer.content.decode()
    assert 'value="Neu"' in answer.content.decode()


def test_a_blocked_account_is_out_at_once_and_cannot_come_back(world: Any) -> None:
    clerk, lead = world.client("emscher", "clerk"), world.client("emscher", "lead")
    assert clerk.get("/buero/").status_code == 200
    number = world.people["emscher"]["clerk"]
    assert lead.post(f"/buero/personal/{number}/sperre/").status_code == 302
    assert clerk.get("/buero/").status_code == 302
    answer = Client(HTTP_HOST="emscher.localhost").post(
        "/anmelden/", {"login": "clerk@rolle.example", "password": PASSWORD}
    )
    assert "_auth_user_id" not in answer.client.session


def test_nobody_blocks_the_own_account(world: Any) -> None:
    enter_schema("emscher")
    number = world.people["emscher"]["lead"]
    with pytest.raises(services.NotYourself):
        services.block_account(actor=Actor(ActorKind.STAFF, str(number)), at=clock.now(), user_id=number)


def test_no_machine_blocks_an_account(world: Any) -> None:
    enter_schema("emscher")
    number = world.people["emscher"]["clerk"]
    with pytest.raises(PersonNeeded):
        services.block_account(actor=SYSTEM, at=clock.now(), user_id=number)
    assert User.objects.get(pk=number).is_active
    assert world.client("emscher", "clerk").get("/buero/").status_code == 200


def test_roles_grant_what_their_table_says(world: Any) -> None:
    enter_schema("emscher")
    clerk = User.objects.get(pk=world.people["emscher"]["clerk"])
    assert "parties.edit" in clerk.permissions
    assert "providers.settings" not in clerk.permissions
    changed = services.assign(**WHO, at=clock.now(), user_id=clerk.pk, roles=[StaffRole.EDITOR], areas=["web"])
    assert "providers.settings" in User.objects.get(pk=changed.pk).permissions
    with pytest.raises(services.NoRole):
        services.assign(**WHO, at=clock.now(), user_id=clerk.pk, roles=[], areas=[])


def test_after_five_wrong_passwords_the_next_try_waits(world: Any) -> None:
    client = Client(HTTP_HOST="emscher.localhost")
    form = {"login": "kunde@emscher.example", "password": "falsch"}
    for _try in range(5):
        client.post("/anmelden/", form)
    answer = client.post("/anmelden/", {**form, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_a_partners_lead_gets_no_permission_that_reaches_beyond_its_entity(world: Any) -> None:
    enter_schema("raumhafen")
    partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
    partner.roles = [StaffRole.LEAD]
    looked_at = {"deadlines": "view edit", "documents": "view publish hide", "inbox": "view send"}
    looked_at |= {"approvals": "decide", "letters": "view work", "registration": "codes review evidence"}
    looked_at |= {"charges": "view cancel", "users": "view secure"}
    looked_at |= {"backups": "view edit", "blocks": "edit", "threads": "view edit hide"}
    looked_at |= {"parties": "view edit bank suppliers", "contracts": "view edit", "checkout": "offer"}
    looked_at |= {"declarations": "view record decide", "orders": "view work credit refund", "withdrawal": "settle"}
    looked_at |= {"performance": "view note bind claims", "ledger": "view book close export"}
    looked_at |= {"invoices": "view bill", "billing": "view charge", "payments": "view book refund set_up"}
    looked_at |= {"mandates": "view note collect", "banking": "view book", "dunning": "run"}
    looked_at |= {"survey": "view draw visit"}
    assert partner.permissions == {f"{app}.{act}" for app, acts in looked_at.items() for act in acts.split()}


def test_data_areas_are_none_until_the_lead_gives_them_and_then_told_in_words(world: Any) -> None:
    lead = world.client("emscher", "lead")
    form = {"name": "Ruth Neu", "email": "ruth@emscher.example", "password": PASSWORD, "roles": ["clerk"]}
    asked = lead.get("/buero/personal/neu/").content.decode().split("Datenbereiche</legend>")[1].split("</fieldset>")[0]
    assert "checked" not in asked
    assert lead.post("/buero/personal/neu/", form).status_code == 302
    enter_schema("emscher")
    ruth = User.objects.get(email="ruth@emscher.example")
    assert (ruth.areas, ruth.data_areas, queries.without_area()) == ([], frozenset(), 1)
    assert "1 Person aus dem Team hat keinen Datenbereich" in lead.get("/buero/").content.decode()
    page = f"/buero/personal/{ruth.pk}/"
    assert "noch keinem Bereich" in lead.get(page).content.decode()
    assert lead.post(page, {"roles": ["clerk"], "areas": ["savings"]}).status_code == 302
    told = lead.get(page).content.decode().split("Was daraus folgt")[1].split("</section>")[0]
    assert "<dt>Sieht Daten aus</dt><dd>Spareinrichtung</dd>" in told
    assert "Vermietung" in told.split("Sieht keine Daten aus")[1].split("</dd>")[0]
    assert "Kundschaft" in told
    assert "Personal" not in told
    enter_schema("emscher")
    fact = audit.about(f"accounts.user:{ruth.pk}")[0]
    assert (fact.kind, fact.data) == ("account.areas_changed", {"areas": [[], ["savings"]]})
    assert User.objects.get(pk=world.people["emscher"]["lead"]).data_areas == frozenset(data_areas.keys())


@pytest.mark.parametrize("areas", [["nowhere"], ["savings", "nowhere"]])
def test_an_area_that_nobody_brought_is_refused_and_nothing_is_changed(world: Any, areas: list[str]) -> None:
    enter_schema("emscher")
    clerk = User.objects.get(pk=world.people["emscher"]["clerk"])
    before = (clerk.roles, clerk.areas, audit.facts().count())
    with pytest.raises(services.NoSuchArea):
        services.assign(**WHO, at=clock.now(), user_id=clerk.pk, roles=[StaffRole.EDITOR], areas=areas)
    with pytest.raises(services.NoSuchArea):
        services.open_account(
            **WHO, at=clock.now(), audience=Audience.STAFF, email="x@y.example", name="X", password=PASSWORD,
            roles=[StaffRole.CLERK], areas=areas,
        )  # fmt: skip
    clerk = User.objects.get(pk=clerk.pk)
    assert (clerk.roles, clerk.areas, audit.facts().count()) == before
    assert world.client("emscher", "lead").post(f"/buero/personal/{clerk.pk}/", {"areas": areas}).status_code == 422
