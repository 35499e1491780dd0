"""Who may open what: every address × verb × role × provider, on things that exist, with a positive control."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django_tenants.utils import schema_context

from quartier.kit.access import Access, Audience, access, permits
from quartier.kit.roles import SHARED
from tests.matrix.addresses import VERBS, Address, all_addresses, walk
from tests.matrix.objects import exists_at, missing, path_of
from tests.plugins.world import OTHER, World

# Pages; what programs call is tried in test_programs.
ADDRESSES = [a for a in all_addresses() if a.operation is None]
SAFE = ("GET", "HEAD", "POST")
# Verbs that pages never use, and HEAD, which is a GET without its body, are tried by these; all others look and change.
LOOK_AND_CHANGE = ("GET", "POST")
EVERY_VERB = ("visitor", "customer", "lead", "operator")
REFUSED = {302, 403, 404, 405}
# Public by rule, because allauth itself asks who is there: strangers are led to the login.
ASKS_ITSELF = {a.name for a in ADDRESSES if a.name.startswith("mfa_") or a.name == "account_reauthenticate"}
# What somebody who may come hears without having done what comes first (no second factor set up, nothing pending).
FIRST_THINGS_FIRST = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}


def people_at(world: World, schema: str) -> dict[str, Any]:
    """Role → user; None for the visitor."""
    from quartier.core.accounts.models import User  # noqa: PLC0415 – models load late

    with schema_context(schema):
        rows = {user.pk: user for user in User.objects.all()}
    return {"visitor": None} | {role: rows[pk] for role, pk in world.people[schema].items()}


def may(rule: Access, user: Any, verb: str = "GET") -> bool:
    """Tell whether the declared rule lets somebody in, to look or to change."""
    return rule.audience is Audience.PUBLIC or (user is not None and permits(rule, user, changes=verb == "POST"))


def ask(client: Client, verb: str, where: str) -> HttpResponse:
    """Send one request, and undo whatever it did."""
    with transaction.atomic():
        answer = client.generic(verb, where, secure=True)
        transaction.set_rollback(True)
    return answer  # type: ignore[return-value]


def leads_to_login(answer: HttpResponse) -> bool:
    """Tell whether somebody is asked to log in."""
    return answer.status_code == 302 and answer.headers["Location"].startswith(settings.LOGIN_URL)


def fault(address: Address, role: str, verb: str, answer: HttpResponse, allowed: bool) -> str | None:
    """Say what is wrong with an answer, or nothing."""
    status, told = answer.status_code, f"{verb} as {role} answered {answer.status_code}"
    if status >= 500:
        return told
    if verb not in SAFE:
        return None if status in (REFUSED if not allowed else {405}) else f"{told}, 405 expected"
    if not allowed:
        if role == "visitor":
            return None if leads_to_login(answer) or status == 405 else f"{told}, the login expected"
        return None if status in (403, 405) else f"{told}, 403 expected"
    if address.name in FIRST_THINGS_FIRST:
        return None
    if address.rule and address.rule.audience is not Audience.PUBLIC and leads_to_login(answer):
        return f"{told} and asked for a login"
    return f"{told}, though it is allowed" if status in (401, 403, 404) else None


def schema_of(address: Address) -> str:
    """The portal on which an address is tried."""
    return settings.CONSOLE_SCHEMA if address.in_console else "emscher"


def test_every_address_says_who_may_come() -> None:
    assert [str(a) for a in ADDRESSES if a.rule is None] == []


def test_an_address_that_nobody_declared_is_found() -> None:
    @access(Audience.STAFF)
    def declared(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    urls = ModuleType("urls_of_this_test")
    urls.urlpatterns = [path("a/", declared, name="a"), path("b/", LoginView.as_view(), name="b")]  # type: ignore[attr-defined]
    assert [a.name for a in walk(urls) if a.rule is None] == ["b"]


def test_every_parameter_has_something_that_exists() -> None:
    assert {str(a): missing(a) for a in ADDRESSES if missing(a)} == {}


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_only_those_whom_the_rule_names_get_in(world: World, address: Address) -> None:
    schema = schema_of(address)
    rule = address.rule
    assert rule is not None
    faults: list[str | None] = []
    let_in: set[str] = set()
    for role, user in people_at(world, schema).items():
        client = world.client(schema, role)
        with schema_context(schema):
            owner = user.pk if user else world.people[schema][some_role(rule, schema)]
            where = path_of(address, owner)
        for verb in VERBS if role in EVERY_VERB else LOOK_AND_CHANGE:
            answer, allowed = ask(client, verb, where), may(rule, user, verb)
            faults.append(fault(address, role, verb, answer, allowed))
            if allowed and answer.status_code not in REFUSED - {302}:
                let_in.add(verb)
    assert [line for line in faults if line] == []
    assert let_in & {*SAFE}, "nobody could open this address: the refusals prove nothing"


def some_role(rule: Access, schema: str = "") -> str:
    """Somebody who may come, and whose things a stranger asks for."""
    if schema == settings.CONSOLE_SCHEMA:
        return "operator"
    if rule.audience is Audience.CUSTOMER:
        return "administrator" if rule.right in SHARED else "customer"
    return "lead"


PERSONAL = [
    a
    for a in ADDRESSES
    if a.rule and not a.in_console and (a.rule.audience is not Audience.PUBLIC or a.name in ASKS_ITSELF)
]


@pytest.mark.req("DWG-02")
@pytest.mark.parametrize("address", PERSONAL, ids=str)
def test_a_session_of_one_provider_is_nothing_at_another(world: World, address: Address) -> None:
    rule = address.rule
    assert rule is not None
    role = some_role(rule)
    for schema, other in OTHER.items():
        if not exists_at(address, other):
            continue
        client = world.client(schema, role, host=world.hosts[other])
        with schema_context(other):
            where = path_of(address, world.people[other][role])
        answer = ask(client, "GET", where)
        assert leads_to_login(answer) or answer.status_code == 405, (schema, other, answer.status_code)


OWNED = [
    a
    for a in ADDRESSES
    if {"party_id", "number", "relationship_id", "mail_id", "thread_id", "user_id"} & {*a.parameters}
    and not a.in_console
]


@pytest.mark.req("DWG-02")
@pytest.mark.parametrize("address", OWNED, ids=str)
def test_a_thing_of_one_provider_does_not_exist_at_another(world: World, address: Address) -> None:
    rule = address.rule
    assert rule is not None
    role = some_role(rule)
    for schema, other in OTHER.items():
        with schema_context(other):
            theirs = path_of(address, world.people[other][role])
        with schema_context(schema):
            ours = path_of(address, world.people[schema][role])
        client = world.client(schema, role)
        for verb in SAFE:
            assert ask(client, verb, ours).status_code != 404, verb
            assert ask(client, verb, theirs).status_code in (404, 405), (verb, schema)


# Users of a shared account are tried by the tests of users: no other customer has the right to open their pages.
OF_CUSTOMERS = [a for a in OWNED if a.rule and a.rule.audience is Audience.CUSTOMER and a.rule.right not in SHARED]


@pytest.mark.parametrize("address", OF_CUSTOMERS, ids=str)
def test_a_thing_of_another_customer_does_not_exist(world: World, address: Address) -> None:
    with schema_context("emscher"):
        ours = path_of(address, world.people["emscher"]["customer"])
        theirs = path_of(address, world.people["emscher"]["other customer"])
    client = world.client("emscher", "customer")
    for verb in SAFE:
        assert ask(client, verb, ours).status_code != 404
        assert ask(client, verb, theirs).status_code in (404, 405)


@pytest.mark.parametrize("address", [a for a in OWNED if "user_id" not in a.parameters], ids=str)
def test_staff_of_a_partner_see_only_their_own_customers(world: World, address: Address) -> None:
    rule = address.rule
    assert rule is not None
    schema = "raumhafen"
    partner = people_at(world, schema)["partner"]
    if not may(rule, partner):
        pytest.skip("partners' clerks may not open this at all; the first test proves it")
    with schema_context(schema):
        ours, theirs = path_of(address, partner.pk), path_of(address, world.people[schema]["customer"])
    client = world.client(schema, "partner")
    for verb in SAFE:
        assert ask(client, verb, ours).status_code != 404, verb
        assert ask(client, verb, theirs).status_code in (404, 405), verb
