"""What customers can do on pages, their own programs can do by the API, with the same rules (DWG-03).

That the pages themselves can be used from 360 px width on is proven in tests/browser/test_layout.py.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django_tenants.utils import schema_context

from quartier.core.accounts import queries as accounts
from quartier.core.api import queries, services
from quartier.kit import clock
from quartier.kit.access import Access, Audience
from quartier.values.actor import SYSTEM
from tests.matrix.addresses import Address, all_addresses
from tests.matrix.bodies import SENT
from tests.matrix.objects import missing, path_of
from tests.matrix.objects_of_api import prepare
from tests.matrix.test_programs import is_problem
from tests.plugins.world import OTHER, World, row_hashes

PAGES = [
    a
    for a in all_addresses()
    if a.operation is None and not a.in_console and a.rule
    and (a.rule.audience is Audience.CUSTOMER or (a.route.startswith("konto/") and a.rule.audience is Audience.PUBLIC))
]  # fmt: skip
ENDPOINTS = [a for a in all_addresses() if a.operation is not None and a.rule and a.rule.audience is Audience.CUSTOMER]
SECOND_FACTORS = [a.name for a in PAGES if a.name.startswith("mfa_")]
# Pages that have no endpoint, and why.
ONLY_AS_A_PAGE: Mapping[str, str] = {
    "api:token_new": "a token that is in wrong hands must not make others",
    "mandates:give": "its words are read and it is given with the password in one sitting, in the browser",
    "payments:pay_by_paypal": "whoever pays agrees on PayPal's page, in the browser",
    "payments:own_paypal": "as before",
    "payments:own_due": "a part of an order's page; what is open stands in the payments and invoices of the endpoints",
    "terms:accept": "nobody has a token before the terms are accepted",
    "changes:read": "stands in the way of a session once; what it shows is read with the changes themselves",
    "parties:act_for": "for whom somebody acts is chosen in a session; a token acts for its owner alone",
    "parties:act_leave": "as before",
    "profile:review": "stands in the way of a session; what it shows is read and confirmed with one's own data",
    "profile:later": "puts a question off until the next login; a token is asked nothing",
    "accounts:suspected": "says what happens next; the call before has said it",
    "accounts:address_confirm": "opened by the link in a mail, by whoever has it",
    **dict.fromkeys(SECOND_FACTORS, "a second factor is set up in the browser that is to have it"),
}
# Counts of calls and of tries.
COUNTED = ("api_personaltoken", "accounts_attempts")


def counterparts(page: str) -> list[Address]:
    """The endpoints that stand for a page."""
    return [a for a in ENDPOINTS if a.operation and page in a.operation.stands_for]


def source_of(page: Address) -> str:
    """The text of a page's view, with its decorators."""
    return inspect.getsource(inspect.unwrap(page.view))


def token_of(schema: str, user_id: int, without: str = "") -> str:
    """A token of somebody that may do everything they may, but one thing."""
    with schema_context(schema):
        user = accounts.user_numbered(user_id)
        allowed = [scope for scope in queries.own_scopes(user) if scope != without]
        given: dict[str, Any] = {"user": user, "name": "Test", "allowed": allowed, "days": 30}
        return services.allow(actor=SYSTEM, at=clock.now(), **given)[1]


def body_for(address: Address) -> dict[str, Any]:
    """What is sent to an endpoint so that it does what it is for."""
    sent = SENT.get(address.name, {})
    return dict(sent() if callable(sent) else sent)


def call(world: World, address: Address, where: str, token: str, body: Any = None, role: str = "visitor") -> Any:
    """Send one call and undo whatever it did."""
    operation = address.operation
    assert operation is not None
    client: Any = world.client("emscher", role)
    media = "application/json"
    if operation.takes is not None and "octet" in str(getattr(operation.takes, "media", "")):
        content, media = b"%PDF-1.7", "application/octet-stream"
    else:
        content = json.dumps(body or {}).encode()
    more: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    with transaction.atomic():
        answer = client.generic(operation.verb, where, content, media, secure=True, **more)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def place_of(world: World, address: Address, role: str = "customer", schema: str = "emscher") -> str:
    """The path of something that exists and belongs to somebody, with what the query needs."""
    with schema_context(schema):
        prepare(address.name, world.people[schema][role])
        path = path_of(address, world.people[schema][role])
    return (
        f"{path}?ab=0"
        if address.operation and address.operation.asks and "ab" in address.operation.asks.by_name
        else path
    )


@pytest.mark.req("DWG-03")
def test_every_function_of_customers_is_in_the_api_or_says_why_not() -> None:
    known = {a.name for a in PAGES}
    assert set(ONLY_AS_A_PAGE) <= known
    assert {name for a in ENDPOINTS if a.operation for name in a.operation.stands_for} <= known, "a page is gone"
    faults = []
    for page in PAGES:
        found, source = counterparts(page.name), source_of(page)
        if page.name in ONLY_AS_A_PAGE:
            assert not found, page.name
        elif not found:
            faults.append(f"{page.name} has no endpoint")
        elif "require_safe" not in source and "POST" not in {a.operation.verb for a in found if a.operation}:
            faults.append(f"{page.name} changes something, its endpoints do not")
    assert faults == []


def test_a_page_without_a_counterpart_would_be_found() -> None:
    assert counterparts("parties:a_page_of_tomorrow") == []
    assert "require_safe" in source_of(next(a for a in PAGES if a.name == "parties:dashboard"))
    assert "require_safe" not in source_of(next(a for a in PAGES if a.name == "threads:one"))


def rule_of(page: Address) -> Access:
    """The rule of a page; one about whoever is logged in is a customer's for a customer, who needs no right for it."""
    assert page.rule is not None
    is_own = page.rule.audience is Audience.PUBLIC
    return replace(page.rule, audience=Audience.CUSTOMER, right="") if is_own else page.rule


def test_an_endpoint_has_the_rule_of_the_pages_it_stands_for() -> None:
    rules = {page.name: rule_of(page) for page in PAGES}
    faults = {
        (address.name, name): (address.rule, rules[name])
        for address in ENDPOINTS
        if address.operation
        for name in address.operation.stands_for
        if rules[name] != address.rule
    }
    assert faults == {}


@pytest.mark.req("DWG-03")
@pytest.mark.parametrize("address", ENDPOINTS, ids=str)
def test_only_the_person_with_the_scope_gets_in(world: World, address: Address) -> None:
    assert address.operation is not None
    assert missing(address) == []
    where, mine = place_of(world, address), world.people["emscher"]["customer"]
    full = token_of("emscher", mine)
    body = body_for(address)
    answer = call(world, address, where, full, body)
    assert answer.status_code == 200, (answer.status_code, answer.content[:600])
    if address.operation.verb != "GET" and answer.headers["Content-Type"] == "application/json":
        assert answer.json().get("done", True) is True
    for role in world.roles("emscher"):
        assert is_problem(call(world, address, where, "", body, role), 401), role
    assert is_problem(call(world, address, where, token_of("emscher", mine, address.operation.needs), body), 403)
    with schema_context("raumhafen"):
        foreign = token_of("raumhafen", world.people["raumhafen"]["customer"])
    assert is_problem(call(world, address, where, foreign, body), 401)
    assert is_problem(call(world, address, where, full[:-1] + "x", body), 401)


OF_SOMEBODY = [a for a in ENDPOINTS if {*a.parameters} - {"purpose", "year", "month"}]


@pytest.mark.req("DWG-03")
@pytest.mark.parametrize("address", OF_SOMEBODY, ids=str)
def test_a_thing_of_another_customer_does_not_exist(world: World, address: Address) -> None:
    place_of(world, address)
    token, body = token_of("emscher", world.people["emscher"]["customer"]), body_for(address)
    theirs = place_of(world, address, "other customer")
    assert is_problem(call(world, address, theirs, token, body), 404)
    elsewhere = place_of(world, address, "customer", OTHER["emscher"])
    assert is_problem(call(world, address, elsewhere, token, body), 404)


def asks(address: Address) -> bool:
    """Tell whether an endpoint does nothing before it is confirmed."""
    takes = address.operation.takes if address.operation else None
    return takes is not None and "confirmed" in takes.schema().get("properties", {})


ASKING = [a for a in ENDPOINTS if asks(a)]


@pytest.mark.parametrize("address", ASKING, ids=str)
def test_nothing_happens_before_it_is_confirmed(world: World, address: Address) -> None:
    sent = {**body_for(address), "confirmed": False}
    where, token = place_of(world, address), token_of("emscher", world.people["emscher"]["customer"])
    client: Any = world.client("emscher", "visitor")
    before = _rows()
    answer = client.generic(
        "POST", where, json.dumps(sent).encode(), "application/json", secure=True, HTTP_AUTHORIZATION=f"Bearer {token}"
    )
    assert answer.status_code == 200, answer.content[:600]
    told = answer.json()
    assert told["done"] is False
    assert told["number"] is None
    assert _rows() == before
    unsaid = {name: value for name, value in sent.items() if name != "confirmed"}
    assert is_problem(call(world, address, where, token, unsaid), 422)


def _rows() -> dict[str, str]:
    return {name: found for name, found in row_hashes("emscher").items() if not name.endswith(COUNTED)}
