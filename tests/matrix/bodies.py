"""What is sent to endpoints of people so that they do what they are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django_tenants.utils import schema_context

from tests.matrix.objects_of_survey import MEASURED
from tests.matrix.people import rows

# As in the demo.
PASSWORD = "Quartier-Demo-2026"
Body = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
YES = {"confirmed": True}
PASSED: Mapping[str, Any] = {"current": PASSWORD, "confirmed": True}
REASON = {"reason": "Das steht dort zu Unrecht.", **YES}


def consent() -> Mapping[str, Any]:
    """A yes to the wording in force of the purpose that the matrix asks for."""
    from quartier.core.consents import queries  # noqa: PLC0415 – models load late

    with schema_context("emscher"):
        return {"agreed": True, "text": next(iter(queries.current_texts().values())).pk, **YES}


def contact_data() -> Mapping[str, Any]:
    """The digest of the contact data of the customer that the matrix calls as."""
    from quartier.core.profile import queries  # noqa: PLC0415 – models load late
    from quartier.core.profile.rules import digest_of  # noqa: PLC0415 – models load late

    with schema_context("emscher"):
        mine = rows("parties.Party").get(user__email="kunde@emscher.example")
        return {"digest": digest_of(queries.contact_of(mine)), **YES}


def agreement() -> Mapping[str, Any]:
    """The versions of the agreement in force."""
    with schema_context("emscher"):
        texts = {row.kind: row.pk for row in rows("processing.LegalText").order_by("version")}
    return {
        "signatory": "Ada Lorenz, Inhaberin", "agreed": True, "text_id": texts.get("agreement"),
        "annex_id": texts.get("measures"), **YES,
    }  # fmt: skip


def controller() -> Mapping[str, Any]:
    """A company that knows the customer."""
    from quartier.core.privacy import queries  # noqa: PLC0415 – models load late

    with schema_context("emscher"):
        return {"controller": queries.controllers()[0].key}


def order_for_another() -> Mapping[str, Any]:
    """An order of something that the portal of the matrix sells."""
    from tests.matrix.objects_of_checkout import product_slug  # noqa: PLC0415 – models load late

    with schema_context("emscher"):
        return {"label": "Wohnung 9", "services": [{"service": product_slug(0)}], "entries": []}


FAULT = {
    "subject": "Aufzug", "noticed_at": "2026-11-20T08:15:00+01:00", "device": "Telefon", "steps": "Taste gedrückt",
    "text": "Er bleibt stehen.", "impact": "hindered", **YES,
}  # fmt: skip
DECLARED: Mapping[str, Any] = {"name": "Ada Lorenz", "about": "ohne Nummer", "contact": "ada@posthaus.example", **YES}
OPENS = {"name": "Nele Voss", "phone": "0231 5550-12", "email": "nele@posthaus.example"}
FIRST_MEASURES = {"title": "Wohnung 3. OG", "basis": "measurements"}
SENT: Mapping[str, Body] = {
    "withdrawal:api_withdraw": {"extent": "whole", **DECLARED},
    "payments:api_ask_back": YES,
    "dunning:api_say": {"what": "paid", "words": "Das ist überwiesen.", **YES},
    "payments:api_account": {"holder": "Ida Blum", "iban": "DE89370400440532013000", **YES},
    "payments:api_set_off": {"amount": "1.00", "words": "Matrix", **YES},
    "withdrawal:api_cancel": {"way": "ordinary", "when": "earliest", **DECLARED},
    "api:api_take_back": YES,
    "performance:api_remind": {"words": "Wo bleibt das Aufmaß?", **YES},
    "survey:api_access_person": {**OPENS, "note": "", "tells_tenants": False, **YES},
    "survey:api_access_unit": {"label": "EG links", **OPENS, **YES},
    "survey:api_date": {"date": "none", "words": "Lieber im Februar", **YES},
    "survey:api_arranged": {"words": "Alle sind am Dienstag da.", **YES},
    "survey:api_change_ask": {"words": "Bitte Möbel einzeichnen", **YES},
    "survey:api_change_agree": YES,
    "survey:api_change_decline": YES,
    "orders:api_answer": {"words": "Der Grundriss kommt.", **YES},
    "survey:api_begin": FIRST_MEASURES,
    "survey:api_begin_for": FIRST_MEASURES,
    "survey:api_save": {"base": 1, "survey": MEASURED},
    "survey:api_describe": {"author": "Ada Lorenz", "recipient": "Hausverwaltung", "purpose": "Vermietung"},
    "survey:api_finish": YES,
    "accounts:api_password": {"password": "Kastanien-rollen-2027-talwärts", **PASSED},
    "accounts:api_address": {"email": "neu@posthaus.example", **PASSED},
    "accounts:api_suspicion": YES,
    "parties:api_change_bank": {"holder": "Ada Lorenz", "iban": "DE02120300000000202051", **PASSED},
    "parties:api_dismiss": YES,
    "mandates:api_revoke": YES,
    "profile:api_change": {
        "phone": "0231 5550-17",
        "mobile": "",
        "street": "Kampweg 4",
        "postcode": "44199",
        "city": "Emscherstadt",
        **YES,
    },
    "profile:api_confirm": contact_data,
    "profile:api_identity": {
        "given_name": "Ada",
        "name": "Lorenz-Meer",
        "born_on": "1961-04-23",
        "reason": "Heirat",
        **YES,
    },
    "profile:api_withdraw_identity": YES,
    "profile:api_address": {"email": "neu@posthaus.example", **YES},
    "leaving:api_close": {"meant": True, **PASSED},
    "threads:api_open": {"category": "request", "subject": "Keller", "text": "Das Schloss klemmt.", **YES},
    "threads:api_write": {"text": "Es klemmt noch immer.", **YES},
    "threads:api_report_fault": FAULT,
    "threads:api_report_defect": {name: FAULT[name] for name in ("subject", "text", "steps", "impact", "confirmed")},
    "threads:api_report_outage": {name: FAULT[name] for name in ("noticed_at", "text", "confirmed")},
    "threads:api_report_name": REASON,
    "threads:api_report_message": REASON,
    "deadlines:api_open_address": {"name": "Telefon", **YES},
    "deadlines:api_revoke_address": YES,
    "rights:api_ask": {"kind": "access", "wish": "Alles, bitte.", **YES},
    "rights:api_withdraw": YES,
    "rights:api_agree": YES,
    "rights:api_report": controller,
    "rights:api_take_along": controller,
    "checkout:api_prepare": order_for_another,
    "checkout:api_revoke": YES,
    "documents:api_begin": {"file_name": "brief.pdf", "size": 8},
    "documents:api_file": {"title": "Brief", "kind": "own", **YES},
    "documents:api_report": REASON,
    "users:api_invite": {
        "name": "Jens Petersen",
        "user_name": "jens",
        "email": "jens@posthaus.example",
        "rights": ["write"],
        **YES,
    },
    "users:api_grant": {"rights": ["write"], **YES},
    "users:api_disable": YES,
    "users:api_remove": YES,
    "users:api_reset": YES,
    "consents:api_give": consent,
    "contracts:api_notice": {"way": "cause", "reason": "Der Dienst fällt seit Wochen aus.", **YES},
    "consents:api_revoke": YES,
    "consents:api_revoke_all": YES,
    "consents:api_object": YES,
    "changes:api_consent": {"agreed": True, **YES},
    "changes:api_object": {"words": "Nein, danke.", **YES},
    "processing:api_conclude": agreement,
    "webhooks:api_add": {"url": "https://empfang.example/quartier", "events": ["order.accepted"], **YES},
    "webhooks:api_choose": {"events": ["order.finished"], **YES},
    **{f"webhooks:api_{name}": YES for name in ("rotate", "pause", "resume", "ping", "remove", "resend")},
}
