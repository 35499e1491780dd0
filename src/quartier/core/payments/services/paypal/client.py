"""Asking PayPal: two hosts alone, no redirects, short patience, small answers; a lost answer is no answer."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from quartier.core.payments.models import PayPalAccount
from quartier.core.payments.services.refusals import PayPalOff, PayPalSilent

# By whether it is for real money. Nobody can enter another address.
BASES: Final = {True: "https://api-m.paypal.com", False: "https://api-m.sandbox.paypal.com"}
PATIENCE_S: Final = 10
MOST: Final = 1 << 20
BROKEN: Final = 500
UNAUTHORISED: Final = 401


@dataclass(slots=True)
class PayPal:
    """A line to PayPal for one company."""

    base: str
    client_id: str
    secret: str = field(repr=False)
    webhook_id: str = ""
    _token: str = field(default="", repr=False)

    @classmethod
    def of(cls, entity_id: int) -> PayPal:
        """Return the line of a company. Raises PayPalOff where none is set up or it is switched off."""
        row = PayPalAccount.objects.filter(entity_id=entity_id, is_on=True).first()
        if row is None:
            raise PayPalOff
        return cls(BASES[row.is_live], row.client_id, row.secret, row.webhook_id)

    def ask(
        self, verb: str, path: str, body: dict[str, Any] | None = None, *, once: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Ask PayPal and return status and answer; `once` makes PayPal do a repeated question once.

        Raises PayPalSilent where there is no answer that can be read: the same question may be asked again then.
        """
        if not self._token:
            self._log_in()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        headers |= {"PayPal-Request-Id": once} if once else {}
        headers |= {"Prefer": "return=representation"} if verb == "POST" else {}
        content = None if body is None and verb == "GET" else json.dumps(body or {}).encode()
        return self._send(verb, path, content, headers)

    def _log_in(self) -> None:
        key = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded"}
        content = urlencode({"grant_type": "client_credentials"}).encode()
        status, told = self._send("POST", "/v1/oauth2/token", content, headers)
        if status == UNAUTHORISED or not told.get("access_token"):
            raise PayPalSilent
        self._token = str(told["access_token"])

    def _send(self, verb: str, path: str, content: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        parts = urlsplit(self.base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        line = kind(parts.netloc, timeout=PATIENCE_S)
        try:
            line.request(verb, path, content, {"Accept": "application/json", **headers})
            answer = line.getresponse()
            text = answer.read(MOST + 1)
            told = json.loads(text or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PayPalSilent from error
        finally:
            line.close()
        if answer.status >= BROKEN or len(text) > MOST or not isinstance(told, dict):
            raise PayPalSilent
        return answer.status, told
