"""What tests about logging in share: somebody at a login page, codes of an app, links out of mails."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from quartier.config.demo.seed import PASSWORD
from quartier.core.accounts.models import User
from quartier.core.inbox.models import OutgoingMail
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

WHO: dict[str, Any] = {"actor": SYSTEM}
NEW = "Herbstlaub 9 Kastanien"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def visitor(schema: str, **headers: Any) -> Client:
    """A browser that was never here, over HTTPS."""
    given: dict[str, Any] = {"HTTP_HOST": f"{schema}.localhost", "wsgi.url_scheme": "https", **headers}
    return Client(**given)


def log_in(client: Client, login: str = "kunde@emscher.example", password: str = PASSWORD) -> Any:
    """Fill in the login of a portal where people log in with one name."""
    return client.post("/anmelden/", {"login": login, "password": password})


def is_in(client: Client) -> bool:
    """Tell whether a browser is logged in."""
    return client.get("/konto/").status_code == 200


def customer(schema: str = "emscher") -> User:
    """The customer of the demo; leaves the connection in the schema."""
    enter_schema(schema)
    return User.objects.get(email=f"kunde@{schema}.example")


def mailed_path(template: str) -> str:
    """The path in the last mail of a kind."""
    mail = OutgoingMail.objects.filter(template=template).order_by("-pk")[0]
    found = re.search(r"http://[^/]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def mails(template: str) -> int:
    """How many mails of a kind were posted."""
    return OutgoingMail.objects.filter(template=template).count()
