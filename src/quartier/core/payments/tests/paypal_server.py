"""A server that answers as PayPal's published interface description says: orders v2, payments v2, webhooks v1.

It takes only what the description allows (`FACTS`, the part of it that is used here, written down by hand; with the
description itself in $OUTSIDE_DIR every request and answer is held against that too), does a repeated question
with the same PayPal-Request-Id once, and can lose answers, keep captures pending or deny them.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

SPECS: Final = Path(os.environ.get("OUTSIDE_DIR", "/work/outside")) / "paypal-rest-api-specifications" / "openapi"
MONEY: Final = re.compile(r"^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$")
# What the description says about the parts of requests that are used here: longest texts, closed lists, patterns.
FACTS: Final[dict[str, Any]] = {
    "request_id": 108, "order_id": r"^[A-Z0-9]{1,36}$", "unit_text": 127, "reference_id": 256, "brand_name": 127,
    "shipping": {"GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS"}, "user_action": {"CONTINUE", "PAY_NOW"},
    "intent": {"CAPTURE", "AUTHORIZE"}, "note": 255,
    "signature": ("auth_algo", "cert_url", "transmission_id", "transmission_sig", "transmission_time", "webhook_id",
                  "webhook_event"),
}  # fmt: skip
CLIENT: Final = ("AQ-test-client", "EK-test-secret")
Told = tuple[int, dict[str, Any]]


class Lost(Exception):
    """The answer does not arrive."""


class Server:
    """What PayPal knows, and how it behaves next."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.captures: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answered: dict[str, Told] = {}
        self.asked: list[tuple[str, str]] = []
        self.lose = 0
        self.capture_status, self.capture_value, self.refund_status = "COMPLETED", "", "COMPLETED"
        self.signed = True
        self.broken: list[str] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self.base = ""

    def agree(self, order_id: str) -> None:
        """The customer agrees on PayPal's page."""
        self.orders[order_id]["status"] = "APPROVED"

    def settle(self, capture_id: str, status: str) -> None:
        """A pending capture becomes something else."""
        self.captures[capture_id]["status"] = status

    def answer(self, verb: str, path: str, headers: Any, body: bytes) -> Told:
        """Answer one request; a repeated question with the same key is answered as before."""
        self.asked.append((verb, path))
        if path == "/v1/oauth2/token":
            wanted = base64.b64encode(":".join(CLIENT).encode()).decode()
            good = headers.get("Authorization") == f"Basic {wanted}" and body == b"grant_type=client_credentials"
            return (
                (200, {"access_token": "A21", "token_type": "Bearer"}) if good else (401, {"error": "invalid_client"})
            )
        if headers.get("Authorization") != "Bearer A21":
            return 401, _error("AUTHENTICATION_FAILURE")
        once = headers.get("PayPal-Request-Id", "")
        if once and not 1 <= len(once) <= FACTS["request_id"]:
            return 400, _error("INVALID_REQUEST")
        with self._lock:
            if once and once in self.answered:
                status, told = self.answered[once]
                return 200 if status == 201 else status, told
            found = self._route(verb, path, json.loads(body or b"{}"))
            if once and found[0] < 300:
                self.answered[once] = found
        if self.lose and verb == "POST" and "verify" not in path:
            self.lose -= 1
            raise Lost
        return found

    def _route(self, verb: str, path: str, body: dict[str, Any]) -> Told:
        routes: tuple[tuple[str, str, Callable[..., Told]], ...] = (
            ("POST", r"/v2/checkout/orders", self._create),
            ("GET", r"/v2/checkout/orders/(\w+)", self._order),
            ("POST", r"/v2/checkout/orders/(\w+)/capture", self._capture),
            ("GET", r"/v2/payments/captures/(\w+)", self._captured),
            ("POST", r"/v2/payments/captures/(\w+)/refund", self._refund),
            ("POST", r"/v1/notifications/verify-webhook-signature", self._verify),
        )
        for method, pattern, act in routes:
            if method == verb and (found := re.fullmatch(pattern, path)):
                return act(body, *found.groups())
        return 404, _error("RESOURCE_NOT_FOUND")

    def _create(self, body: dict[str, Any]) -> Told:
        wrong = order_faults(body) + self._held("checkout_orders_v2", "order_request", body)
        if wrong:
            self.broken += wrong
            return 400, _error("INVALID_REQUEST", *wrong)
        number = f"5O{next(self._numbers):015d}"
        links = [
            {"href": f"{self.base}/v2/checkout/orders/{number}", "rel": "self", "method": "GET"},
            {"href": f"https://www.sandbox.paypal.com/checkoutnow?token={number}", "rel": "payer-action",
             "method": "GET"},
        ]  # fmt: skip
        self.orders[number] = {
            "id": number, "intent": "CAPTURE", "status": "PAYER_ACTION_REQUIRED", "links": links,
            "purchase_units": body["purchase_units"],
        }  # fmt: skip
        return 201, self._shaped("checkout_orders_v2", "order", self.orders[number])

    def _order(self, _body: Any, number: str) -> Told:
        found = self.orders.get(number)
        return (200, self._shaped("checkout_orders_v2", "order", found)) if found else (404, _error("NOT_FOUND"))

    def _capture(self, _body: Any, number: str) -> Told:
        found = self.orders.get(number)
        if found is None:
            return 404, _error("RESOURCE_NOT_FOUND")
        if found["status"] == "COMPLETED":
            return 422, _error("UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")
        if found["status"] != "APPROVED":
            return 422, _error("UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED")
        unit = found["purchase_units"][0]
        amount = dict(unit["amount"])
        amount["value"] = self.capture_value or amount["value"]
        capture = {
            "id": f"3C{next(self._numbers):015d}", "status": self.capture_status, "amount": amount,
            "custom_id": unit["custom_id"], "final_capture": True,
            "links": [{"href": f"{self.base}/v2/checkout/orders/{number}", "rel": "up", "method": "GET"}],
        }  # fmt: skip
        if self.capture_status == "PENDING":
            capture["status_details"] = {"reason": "PENDING_REVIEW"}
        if self.capture_status == "COMPLETED":
            capture["seller_receivable_breakdown"] = {
                "gross_amount": amount, "paypal_fee": {"currency_code": "EUR", "value": "0.74"},
            }  # fmt: skip
        self.captures[capture["id"]] = capture
        found["status"] = "COMPLETED"
        unit["payments"] = {"captures": [capture]}
        return 201, self._shaped("checkout_orders_v2", "order", found)

    def _captured(self, _body: Any, number: str) -> Told:
        found = self.captures.get(number)
        return (200, self._shaped("payments_payment_v2", "capture", found)) if found else (404, _error("NOT_FOUND"))

    def _refund(self, body: dict[str, Any], number: str) -> Told:
        found = self.captures.get(number)
        wrong = money_faults(body.get("amount", {})) + self._held("payments_payment_v2", "refund_request", body)
        wrong += [] if len(body.get("note_to_payer", "")) <= FACTS["note"] else ["note_to_payer"]
        if found is None or wrong:
            self.broken += wrong
            return 422, _error("UNPROCESSABLE_ENTITY", *wrong)
        if found["status"] == "REFUNDED":
            return 422, _error("UNPROCESSABLE_ENTITY", "CAPTURE_FULLY_REFUNDED")
        refund = {
            "id": f"1R{next(self._numbers):015d}", "status": self.refund_status, "amount": body["amount"],
            "custom_id": body["custom_id"],
        }  # fmt: skip
        found["status"] = "REFUNDED" if body["amount"]["value"] == found["amount"]["value"] else "PARTIALLY_REFUNDED"
        self.refunds[refund["id"]] = refund
        return 201, self._shaped("payments_payment_v2", "refund", refund)

    def _verify(self, body: dict[str, Any]) -> Told:
        wrong = [part for part in FACTS["signature"] if not body.get(part)]
        wrong += self._held("notifications_webhooks_v1", "verify_webhook_signature", body)
        if wrong:
            self.broken += wrong
            return 400, _error("INVALID_REQUEST", *wrong)
        return 200, {"verification_status": "SUCCESS" if self.signed else "FAILURE"}

    def _shaped(self, spec: str, name: str, told: dict[str, Any]) -> dict[str, Any]:
        """An answer, held against the description: this server must not say what PayPal would not."""
        self.broken += self._held(spec, name, told)
        copy: dict[str, Any] = json.loads(json.dumps(told))
        return copy

    def _held(self, spec: str, name: str, given: Any) -> list[str]:
        check = described(spec, name)
        return check(given) if check else []


def order_faults(body: dict[str, Any]) -> list[str]:
    """What the description does not allow of an order to create."""
    faults = [] if body.get("intent") in FACTS["intent"] else ["intent"]
    units = body.get("purchase_units", [])
    faults += [] if 1 <= len(units) <= 10 else ["purchase_units"]
    for unit in units:
        faults += money_faults(unit.get("amount", {}))
        for key in ("custom_id", "invoice_id", "description"):
            faults += [] if 1 <= len(unit.get(key, "x")) <= FACTS["unit_text"] else [key]
        faults += [] if 1 <= len(unit.get("reference_id", "x")) <= FACTS["reference_id"] else ["reference_id"]
    context = body.get("payment_source", {}).get("paypal", {}).get("experience_context", {})
    faults += [] if 1 <= len(context.get("brand_name", "x")) <= FACTS["brand_name"] else ["brand_name"]
    faults += [] if context.get("shipping_preference", "NO_SHIPPING") in FACTS["shipping"] else ["shipping_preference"]
    faults += [] if context.get("user_action", "CONTINUE") in FACTS["user_action"] else ["user_action"]
    faults += [key for key in ("return_url", "cancel_url") if not context.get(key, "").startswith("https://")]
    return faults


def money_faults(amount: dict[str, Any]) -> list[str]:
    """What the description does not allow of an amount."""
    value = amount.get("value", "")
    good = isinstance(value, str) and len(value) <= 32 and MONEY.match(value)
    return [] if good and len(amount.get("currency_code", "")) == 3 else ["amount"]


def described(spec: str, name: str) -> Callable[[Any], list[str]] | None:
    """A check by PayPal's published description, None where it is not on this machine."""
    path = SPECS / f"{spec}.json"
    if not path.exists():
        return None
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    if path not in _READ:
        _READ[path] = json.loads(path.read_text())
    schema = {"$ref": f"#/components/schemas/{name}", "components": _READ[path]["components"]}
    validator = Draft202012Validator(schema)
    return lambda given: [f"{name}: {error.json_path} {error.message[:80]}" for error in validator.iter_errors(given)]


_READ: dict[Path, Any] = {}


def _error(name: str, *issues: str) -> dict[str, Any]:
    return {"name": name, "details": [{"issue": one, "description": one} for one in issues], "debug_id": "0"}


@contextmanager
def running() -> Iterator[Server]:
    """A server on this machine."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            try:
                status, told = state.answer(self.command, self.path, self.headers, body)
            except Lost:
                self.connection.close()
                return
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _do  # noqa: N815

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
