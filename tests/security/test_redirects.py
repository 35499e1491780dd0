"""Check 22: nobody is led to somebody else's site by a parameter."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.plugins.world import World

HOSTILE = [
    "https://boese.example/", "http://boese.example", "//boese.example/", "///boese.example", "////boese.example",
    "/\\boese.example", "\\\\boese.example", "https:boese.example", "https:/boese.example", "/%2f%2fboese.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "\tjavascript:alert(1)", " //boese.example",
    "https://emscher.localhost@boese.example/", "https://emscher.localhost.boese.example/", "/\t/boese.example",
    "/\n/boese.example", "https://raumhafen.localhost/", "//emscher.localhost:99999/", "http://[::1", "/\x00/x",
]  # fmt: skip
LOGIN = {"login": "kunde@emscher.example", "password": "Quartier-Demo-2026"}


def leads_away(location: str) -> bool:
    """Tell whether a browser at emscher.localhost would leave it."""
    plain = location.replace("\\", "/").replace("\t", "").replace("\n", "").strip()
    parts = urlsplit(plain)
    return bool(parts.scheme or parts.netloc) and parts.netloc != "emscher.localhost"


@pytest.mark.parametrize("target", HOSTILE)
def test_the_login_leads_nobody_away(world: World, target: str) -> None:
    client = world.client("emscher", "visitor")
    answer = client.post("/anmelden/", LOGIN | {"next": target}, secure=True)
    assert answer.status_code in (302, 400)
    assert not leads_away(answer.headers.get("Location", "/"))


@pytest.mark.parametrize("target", HOSTILE)
def test_somebody_who_is_logged_in_is_not_led_away_either(world: World, target: str) -> None:
    client = world.client("emscher", "customer")
    for path in ("/anmelden/", "/weiter/", "/konto/"):
        answer = client.get(path, {"next": target}, secure=True)
        assert not leads_away(answer.headers.get("Location", "/"))
    answer = client.post("/abmelden/", {"next": target}, secure=True)
    assert not leads_away(answer.headers.get("Location", "/"))


@pytest.mark.parametrize("target", HOSTILE)
def test_choosing_a_language_leads_nobody_away(world: World, target: str) -> None:
    answer = world.client("emscher", "visitor").post("/sprache/", {"language": "en", "next": target}, secure=True)
    assert answer.status_code == 302
    assert not leads_away(answer.headers["Location"])


def test_an_own_address_is_a_good_way_back(world: World) -> None:
    form = {"language": "en", "next": "/impressum/?a=1"}
    answer = world.client("emscher", "visitor").post("/sprache/", form, secure=True)
    assert answer.headers["Location"] == "/impressum/?a=1"


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example", "/\\boese.example"])
def test_an_address_that_leads_away_is_recognised(target: str) -> None:
    assert leads_away(target)
    assert not leads_away("/uebersicht/")
