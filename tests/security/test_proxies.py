"""Check 37: what a stranger claims about address, scheme and host counts for nothing."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django_tenants.utils import schema_context

from quartier.core.privacy.models import RequestRecord
from quartier.core.privacy.services import writer
from quartier.kit.proxies import CLAIMS, Proxies
from tests.plugins.world import World

PROXIES = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))


def settled(trusted: Any, settings: Any, **meta: str) -> HttpRequest:
    """The request as everything below the middleware sees it."""
    seen: list[HttpRequest] = []

    def below(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    settings.TRUSTED_PROXIES = trusted
    given: dict[str, Any] = {"HTTP_HOST": "emscher.localhost", **meta}
    Proxies(below)(RequestFactory().get("/", **given))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("10.1.2.3", "203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "1.2.3.4, 203.0.113.7, 10.1.9.9", "203.0.113.7"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("10.1.2.3", "unsinn", "10.1.2.3"),
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
        ("198.51.100.9", "10.1.2.3", "198.51.100.9"),
    ],
)
def test_the_visitor_is_the_nearest_address_that_is_no_proxy_of_ours(
    settings: Any, peer: str, forwarded: str, visitor: str
) -> None:
    request = settled(PROXIES, settings, REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert request.META["REMOTE_ADDR"] == visitor


def test_https_is_believed_from_a_trusted_proxy_only(settings: Any) -> None:
    claim = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert settled(PROXIES, settings, REMOTE_ADDR="10.1.2.3", **claim).is_secure()
    assert not settled(PROXIES, settings, REMOTE_ADDR="198.51.100.9", **claim).is_secure()
    assert not settled((), settings, REMOTE_ADDR="10.1.2.3", **claim).is_secure()


def test_no_claim_reaches_what_is_below(settings: Any) -> None:
    request = settled(PROXIES, settings, REMOTE_ADDR="10.1.2.3", **dict.fromkeys(CLAIMS, "boese.example"))
    assert set(CLAIMS) & request.META.keys() == set()
    assert request.get_host() == "emscher.localhost"


@pytest.mark.parametrize(
    "claim", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-HTTP-Host-Override"]
)
def test_a_claimed_host_opens_no_other_portal(world: World, claim: str) -> None:
    client = Client(HTTP_HOST="emscher.localhost")
    answer = client.get("/impressum/", secure=True, headers={claim: "raumhafen.localhost"})
    page = answer.content.decode()
    assert "Emscher" in page
    assert "Raumhafen" not in page


def test_a_claimed_address_does_not_stand_in_the_log(world: World) -> None:
    writer.flush()
    with schema_context("emscher"):
        RequestRecord.objects.all().delete()
    headers = {"X-Forwarded-For": "203.0.113.99", "X-Real-IP": "203.0.113.99", "Forwarded": "for=203.0.113.99"}
    world.client("emscher", "visitor").get("/impressum/", secure=True, headers=headers)
    writer.flush()
    with schema_context("emscher"):
        assert [str(row.ip) for row in RequestRecord.objects.filter(page="/impressum/")] == ["127.0.0.1"]
