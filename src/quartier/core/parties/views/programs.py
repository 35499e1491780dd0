"""Master data for the programs of the back office: taken over in batches, told back one customer at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models import Verdict
from quartier.core.parties.services import intake
from quartier.core.parties.services.intake import MASTER_DATA, PARTY, Outcome
from quartier.core.privacy.extension import secret_path
from quartier.kit.api import Call, Listing, Part, Parts, Plain, Problem, Record, endpoint

MOST: Final = 1000
ROWS, WHOLE = "rows", "whole"
TEXT, COUNT, YES = Plain("string"), Plain("integer"), Plain("boolean")
RECORD: Final = Record(MASTER_DATA, tuple(field.name for field in PARTY if field.is_required))
FIELD: Final = Plain("string", tuple(field.name for field in MASTER_DATA))
NUMBER_OF: Final = _("Say how many records had this result")
PAIR: Final = Parts(
    Part("field", FIELD, _("Name the field")),
    Part("old", TEXT, _("Show what was stored")),
    Part("new", TEXT, _("Show what was sent")),
)
OUTCOME: Final = Parts(
    Part("number", COUNT, _("Find the record in what was sent, counted from one")),
    Part("result", Plain("string", tuple(Verdict.values)), _("Say what has happened with the record")),
    Part(
        "faults",
        Listing(
            Parts(Part("field", TEXT, _("Name the field")), Part("sentence", TEXT, _("Say what is wrong"))),
            len(list(MASTER_DATA)),
        ),
        _("Say why the record was refused"),
    ),
    Part("changes", Listing(PAIR, len(list(MASTER_DATA))), _("Show what has changed")),
    Part(
        "kept", Listing(PAIR, len(list(MASTER_DATA))), _("Show what the customer has changed since and therefore stays")
    ),
)
BATCH: Final = Parts(
    Part("records", Listing(RECORD, MOST), _("Bring master data that the portal needs")),
    Part("mode", Plain("string", (ROWS, WHOLE)), _("Take every record that fits, or all or none"), required=False),
    Part("trial", YES, _("Only say what would happen"), required=False),
)
REPORT: Final = Parts(
    Part("trial", YES, _("Tell a trial from the real thing")),
    *(Part(verdict, COUNT, NUMBER_OF) for verdict in Verdict.values),
    Part("records", Listing(OUTCOME, MOST), _("Tell what has happened, record by record; unchanged ones are left out")),
)
CUSTOMER: Final = Parts(Part("records", Listing(RECORD, MOST), _("Compare with what the portal has stored")))


@endpoint("PUT", needs="parties.write", summary=_("Take master data over"), takes=BATCH, gives=REPORT)
def master_data(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a batch of records over; the same batch again changes nothing, and what is not sent stays."""
    trial, whole = body.get("trial", False), body.get("mode", ROWS) == WHOLE
    values: dict[str, Any] = {"records": body["records"], "whole": whole, "trial": trial}
    try:
        outcomes = intake.transfer(actor=request.actor, at=request.now, **values)
    except intake.SomeDoNotFit as refusal:
        places = [(f"records[{o.number - 1}].{f.field}", f.sentence) for o in refusal.outcomes for f in o.faults]
        raise Problem(refusal.status, str(refusal), places) from None
    counts = Counter(outcome.verdict for outcome in outcomes)
    told = [_told(outcome) for outcome in outcomes if outcome.verdict != Verdict.UNCHANGED or outcome.kept]
    return {"trial": trial, **{verdict: counts[verdict] for verdict in Verdict}, "records": told}


@endpoint("GET", needs="parties.read", summary=_("Read the master data of a customer"), gives=CUSTOMER)
@secret_path("customer_number")
def master_data_of(request: Call, customer_number: str) -> Mapping[str, Any]:
    """Tell what is stored of a customer, in permitted fields."""
    records = intake.records_of(customer_number)
    if not records:
        raise Problem(404, _("There is no customer with this number."))
    return {"records": records}


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "number": outcome.number,
        "result": outcome.verdict.value,
        "faults": [{"field": fault.field, "sentence": fault.sentence} for fault in outcome.faults],
        "changes": _pairs(outcome.changes),
        "kept": _pairs(outcome.kept),
    }


def _pairs(changes: Mapping[str, list[str]]) -> list[dict[str, str]]:
    return [{"field": name, "old": old, "new": new} for name, (old, new) in changes.items()]
