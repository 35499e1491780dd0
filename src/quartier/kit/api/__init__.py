"""The API for programs: endpoints that are declared, guarded and described in one place (ADR 0019).

    @endpoint("PUT", needs="parties.write", summary=_("…"), takes=BATCH, gives=REPORT)
    def master_data(request: Call, body: dict[str, Any]) -> Mapping[str, Any]:
        return services.take(actor=request.actor, at=request.now, …)

What a request may hold and what an answer may tell are shapes: whatever is not declared is refused or not sent.
"""

from quartier.kit.api.endpoint import Call, Caller, Operation, callers, endpoint, operation_of, scope, scopes
from quartier.kit.api.problem import API_PREFIX, Problem, is_api, problem
from quartier.kit.api.shapes import Listing, Part, Parts, Plain, Record, Shape

__all__ = [
    "API_PREFIX",
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
    "callers",
    "endpoint",
    "is_api",
    "operation_of",
    "problem",
    "scope",
    "scopes",
]
