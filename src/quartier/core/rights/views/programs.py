"""What a customer's own program does with rights: asks, follows, withdraws, takes the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from quartier.core.providers import queries as providers
from quartier.core.rights import queries
from quartier.core.rights.forms import WishForm
from quartier.core.rights.rules import Request as Asked
from quartier.core.rights.views import portal
from quartier.kit.api import (
    COUNT,
    DAY_IF_ANY,
    INSTANT,
    TEXT,
    YES,
    Binary,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    acts,
    endpoint,
    posted,
)

MANY: Final = 10_000
LINE: Final = Parts(
    Part("number", COUNT, _("Find the request")),
    Part("kind", Plain("string", tuple(kind.value for kind in Asked)), _("Say what was asked for")),
    Part("label", TEXT, _("Say what was asked for, in words")),
    Part("state", TEXT, _("Say how far it has come")),
    Part("is_open", YES, _("Tell whether it waits for an answer")),
    Part("received_at", INSTANT, _("Say when it came")),
    Part("answer_by", DAY_IF_ANY, _("Say by which day it has to be answered")),
)
CONTROLLER: Final = Parts(
    Part("key", TEXT, _("Send this to get its data")), Part("name", TEXT, _("Name the company that answers for them"))
)
TOLD: Final = Parts(
    Part("recipient", TEXT, _("Name who got the data")), Part("was_told", YES, _("Tell whether they know"))
)
REQUEST: Final = Parts(
    *LINE.by_name.values(),
    Part("wish", TEXT, _("What the person wrote")),
    Part("answer", TEXT, _("What we answered")),
    Part("extension_reason", TEXT, _("Say why the answer takes longer")),
    Part("fee", TEXT, _("Say what a further copy costs; empty without a fee")),
    Part("controllers", Listing(CONTROLLER, MANY), _("Who hands data out with this request")),
    Part("notices", Listing(TOLD, MANY), _("Who is told of it")),
)
REQUESTS: Final = Parts(
    Part("requests", Listing(LINE, MANY), _("What was asked before, newest first")),
    Part("officer", TEXT, _("Name who answers for data protection")),
    Part("authority", TEXT, _("Name where one may complain")),
)
WHOSE: Final = Parts(Part("controller", TEXT, _("The company whose data are asked for, by its key")))


def _line(line: queries.Line) -> dict[str, Any]:
    return LINE.of(
        line.row, number=line.row.pk, label=line.kind, state=line.state, is_open=line.is_open, answer_by=line.answer_by
    )


@endpoint("GET", like=portal.own, summary=_("List your requests about your data"), gives=REQUESTS,
          stands_for=("rights:own",))  # fmt: skip
def requests(request: Call) -> Mapping[str, Any]:
    """Tell what was asked for before, and where one may complain."""
    protection = providers.portal_of(request).data_protection
    found = queries.lines(queries.requests_of(portal.own_party(request)), request.now)
    return {
        "requests": [_line(one) for one in found],
        "officer": protection.officer_name if protection else "",
        "authority": protection.authority_name if protection else "",
    }


@endpoint("GET", like=portal.one, summary=_("Read one request about your data"), gives=REQUEST,
          stands_for=("rights:one",))  # fmt: skip
def request_of(request: Call, request_id: int) -> Mapping[str, Any]:
    """Tell one request with its answer, and who hands data out with it."""
    line = portal.own_request(request, request_id)
    notices = [{"recipient": one.recipient, "was_told": bool(one.was_told)} for one in line.row.notices.all()]
    return _line(line) | {
        **{name: getattr(line.row, name) for name in ("wish", "answer", "extension_reason")},
        "fee": queries.fee_of(line.row) if line.is_open else "",
        "controllers": [CONTROLLER.of(one) for one in portal.controllers_of(line)],
        "notices": notices,
    }


@endpoint("GET", like=portal.schema, summary=_("Read the schema of the data to take along"),
          gives=Binary("application/json"), stands_for=("rights:schema",))  # fmt: skip
def schema(request: Call) -> HttpResponseBase:
    """Tell what stands in the file with data to take along."""
    return portal.schema(request)


@endpoint("POST", like=portal.data, summary=_("Get the access report"), takes=WHOSE, gives=Binary("application/json"),
          stands_for=("rights:data",), whole=False)  # fmt: skip
def report(request: Call, body: Mapping[str, str], request_id: int) -> HttpResponseBase:
    """Hand out what one controller knows; it is written down."""
    if portal.own_request(request, request_id).row.kind != Asked.ACCESS:
        raise Http404
    return posted(portal.data, request, {**body, "file": "json"}, request_id=request_id)


@endpoint("POST", like=portal.data, summary=_("Take your data along"), takes=WHOSE, gives=Binary("application/zip"),
          stands_for=("rights:data",), whole=False)  # fmt: skip
def take_along(request: Call, body: Mapping[str, str], request_id: int) -> HttpResponseBase:
    """Hand out the archive with the data that the person brought in; it is written down."""
    if portal.own_request(request, request_id).row.kind != Asked.PORTABILITY:
        raise Http404
    return posted(portal.data, request, body, request_id=request_id)


ask = acts(portal.ask, WishForm, summary=_("Ask for a right over your data"), stands_for=("rights:ask",))
withdraw = acts(portal.withdraw, summary=_("Withdraw a request about your data"), stands_for=("rights:withdraw",))
agree = acts(portal.agree, summary=_("Order a further copy, with an obligation to pay"), stands_for=("rights:agree",))
