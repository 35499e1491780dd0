"""The API for programs: endpoints that are declared, guarded and described in one place (ADR 0019).

    @endpoint("PUT", needs="parties.write", summary=_("…"), takes=BATCH, gives=REPORT)
    def master_data(request: Call, body: dict[str, Any]) -> Mapping[str, Any]:
        return services.take(actor=request.actor, at=request.now, …)

What a request may hold and what an answer may tell are shapes: whatever is not declared is refused or not sent.
"""

from quartier.kit.api.acting import DONE, Acting, acting, acts, posted, unanswered
from quartier.kit.api.answers import CONFIRM, Answers
from quartier.kit.api.endpoint import (
    ACCOUNT,
    OWN,
    READ,
    Call,
    Caller,
    Operation,
    callers,
    endpoint,
    operation_of,
    own_scope,
    scope,
    scopes,
)
from quartier.kit.api.paging import PAGE, page_of, pages_of
from quartier.kit.api.problem import API_PREFIX, Problem, is_api, problem
from quartier.kit.api.shapes import (
    COUNT,
    DAY,
    DAY_IF_ANY,
    INSTANT,
    INSTANT_IF_ANY,
    TEXT,
    YES,
    Binary,
    Listing,
    Part,
    Parts,
    Plain,
    Record,
    Shape,
)

__all__ = [
    "ACCOUNT",
    "API_PREFIX",
    "CONFIRM",
    "COUNT",
    "DAY",
    "DAY_IF_ANY",
    "DONE",
    "INSTANT",
    "INSTANT_IF_ANY",
    "OWN",
    "PAGE",
    "READ",
    "TEXT",
    "YES",
    "Acting",
    "Answers",
    "Binary",
    "Call",
    "Caller",
    "Listing",
    "Operation",
    "Part",
    "Parts",
    "Plain",
    "Problem",
    "Record",
    "Shape",
    "acting",
    "acts",
    "callers",
    "endpoint",
    "is_api",
    "operation_of",
    "own_scope",
    "page_of",
    "pages_of",
    "posted",
    "problem",
    "scope",
    "scopes",
    "unanswered",
]
