"""The API does what its description says, whatever is sent (check 25): answers conform, nothing breaks."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
import requests
import schemathesis
from django.conf import settings
from django.db import transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from openapi_spec_validator import validate
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from quartier.core.api import services
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.api import scopes
from quartier.kit.api.document import PARAMETER, described
from quartier.values.actor import SYSTEM
from tests.matrix.addresses import Address, all_addresses
from tests.matrix.objects import finder_of, path_of
from tests.matrix.objects_of_api import prepare
from tests.matrix.test_api_of_people import token_of
from tests.plugins.world import World

ENDPOINTS = [a for a in all_addresses() if a.operation is not None]
CHECKS: list[CheckFunction] = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
EXAMPLES = 4
# Takes what fits and says in a good answer what does not.
SAYS_ROW_BY_ROW = {"parties:api_master_data"}
HOST = "https://emscher.localhost"
# JSON that no schema describes: half characters, deep nesting, numbers that no column holds.
NAUGHTY = (
    b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe",
    b'{"confirmed": NaN}', b'{"confirmed": 1e999}', b"[" * 20_000, b'{"a":' * 5_000,
    json.dumps({"confirmed": True, "text": "\ud800", "name": "\ud800"}).encode(),
    json.dumps({"confirmed": True, "text": "a\0b", "name": "a\0b", "subject": "\0"}).encode(),
    json.dumps({"confirmed": True, "size": 10**30, "text_id": 10**30, "annex_id": -(10**30), "text": 10**30}).encode(),
    json.dumps({"confirmed": True, "documents": [10**30], "category": "\u202e", "reason": "x" * 30_000}).encode(),
)  # fmt: skip


def test_the_description_is_valid_openapi() -> None:
    document = described(settings.ROOT_URLCONF, "Portal")
    validate(document)
    names = [told["operationId"] for place in document["paths"].values() for told in place.values()]
    assert len(names) == len(set(names)) == len(ENDPOINTS)


def key_for(world: World, address: Address) -> str:
    """A key or token with which an endpoint can be called, or none where it needs none."""
    assert address.rule is not None
    if address.rule.audience is Audience.PUBLIC:
        return ""
    if address.rule.audience is Audience.PROGRAM:
        with schema_context("emscher"):
            return services.issue(actor=SYSTEM, at=clock.now(), name="Alles", allowed=scopes.keys())[1]
    return token_of("emscher", world.people["emscher"]["customer"])


def things_of(world: World, address: Address) -> dict[str, Any]:
    """The parameters of an address for things that exist."""
    mine = world.people["emscher"]["customer"]
    with schema_context("emscher"):
        prepare(address.name, mine)
        finders = {name: finder_of(address, name) for name in address.parameters}
        return {name: finder(mine) for name, finder in finders.items() if finder}


@pytest.fixture(scope="module")
def description() -> Any:
    """The API as schemathesis sees it, served by our own application."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schemathesis.openapi.from_dict(described(settings.ROOT_URLCONF, "Portal"))


def sent(world: World, case: Any, key: str) -> Response:
    """Send what schemathesis has made up through the whole of our own application, in the test's transaction."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    prepared = requests.Request(**case.as_transport_kwargs(base_url=HOST, headers=headers)).prepare()
    given: dict[str, Any] = {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in prepared.headers.items()
    }
    media = given.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
    given.pop("HTTP_CONTENT_LENGTH", None)
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
    client: Any = world.client("emscher", "visitor")
    answer = client.generic(prepared.method, prepared.path_url, body, media, secure=True, **given)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = {name.lower(): [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, headers=told, content=content, request=prepared, elapsed=0.0, verify=False)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("address", ENDPOINTS, ids=str)
def test_whatever_is_sent_is_answered_as_described(
    world: World, description: Any, address: Address, mode: schemathesis.GenerationMode
) -> None:
    assert address.operation is not None
    things, key = things_of(world, address), key_for(world, address)
    operation = description["/" + PARAMETER.sub(r"{\2}", address.route)][address.operation.verb]
    is_valid = mode is schemathesis.GenerationMode.POSITIVE
    checks = CHECKS if is_valid or address.name in SAYS_ROW_BY_ROW else [*CHECKS, negative_data_rejection]

    @given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis_settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def answers(case: Any) -> None:
        if is_valid:
            case.path_parameters = things
        with transaction.atomic():
            answer = sent(world, case, key)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=checks)

    answers()


TAKING = [a for a in ENDPOINTS if a.operation and a.operation.takes is not None]


@pytest.mark.parametrize("address", TAKING, ids=str)
def test_naughty_bodies_are_refused(world: World, address: Address) -> None:
    assert address.operation is not None
    things_of(world, address)
    with schema_context("emscher"):
        where = path_of(address, world.people["emscher"]["customer"])
    client: Any = world.client("emscher", "visitor")
    key = key_for(world, address)
    for body in NAUGHTY:
        with transaction.atomic():
            answer = client.generic(
                address.operation.verb, where, body, "application/json", secure=True, HTTP_AUTHORIZATION=f"Bearer {key}"
            )
            transaction.set_rollback(True)
        assert 400 <= answer.status_code < 500, (body[:60], answer.status_code)
        assert answer.headers["Content-Type"] == "application/problem+json"
