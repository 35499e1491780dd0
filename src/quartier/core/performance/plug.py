"""All that performance registers elsewhere, on one page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.contracts.extension import ContractLink, contract_links
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import DocumentKind, document_kind
from quartier.core.insight.extension import shows_person
from quartier.core.performance import queries, rules, services
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant
from quartier.law.bgb.form import Sending
from quartier.law.hgb.books import DocumentClass
from quartier.values.choice import Choice

grant(
    "performance.view",
    _("See promised dates and reminders"),
    StaffRole.CLERK,
    StaffRole.BOOKKEEPER,
    StaffRole.HOTLINE,
    scoped=True,
)
grant("performance.note", _("Note dates and reminders"), StaffRole.CLERK, scoped=True)
# A binding date is a promise of the company: the lead decides who may give it (QX-19).
grant("performance.bind", _("Make dates binding"), scoped=True)
grant("performance.claims", _("Keep the register of claims"), StaffRole.BOOKKEEPER, scoped=True)

document_kind(
    DocumentKind(
        key=services.PAPER, label=_("Guarantee"), kept_as=DocumentClass.LETTERS, in_force=True, is_offered=False
    )
)

CONTRACT_OF = "(SELECT c.party_id FROM contracts_contract c WHERE c.id = thing.contract_id)"
shows_person("promised_contract_id", _("Performance"), table="contracts_contract", person="party_id")
shows_person("promise_id", _("Performance"), table="performance_promise", person=CONTRACT_OF)
shows_person("duty_id", _("Performance"), table="performance_duty", person=CONTRACT_OF)
shows_person("obstacle_id", _("Performance"), table="performance_obstacle", person=CONTRACT_OF)
shows_person("claim_id", _("Claims"), table="performance_claim", person=CONTRACT_OF)
shows_person(
    "reminder_id",
    _("Reminders of customers"),
    table="performance_reminder",
    person="(SELECT c.party_id FROM contracts_contract c JOIN performance_promise p ON p.contract_id = c.id"
    " WHERE p.id = thing.promise_id)",
)

register(
    Entry(
        Area.OFFICE,
        "performance:reminders",
        _("Reminders of customers"),
        icon="clock",
        section=Section.CONTRACTS,
        order=110,
        count=lambda request: queries.open_reminders(request.user),
    )
)
register(Entry(Area.OFFICE, "performance:claims", _("Claims"), icon="shield", section=Section.CONTRACTS, order=120))
open_work.register(
    "performance.reminders",
    OpenWork(
        "performance.view",
        lambda n: ngettext("%(n)s reminder of a customer", "%(n)s reminders of customers", n) % {"n": n},
        lambda: reverse("performance:reminders"),
        lambda request: queries.open_reminders(request.user),
        icon="clock",
        order=22,
    ),
)


def _dates(row: Any) -> str:
    return reverse("performance:dates", args=[row.pk]) if queries.has_something(row) else ""


contract_links.register(
    "performance.dates", ContractLink(label=pgettext_lazy("delivery", "Dates"), address=_dates, icon="clock", order=40)
)
contract_links.register(
    "performance.office",
    ContractLink(
        label=_("Performance"),
        address=lambda row: reverse("performance:contract", args=[row.pk]),
        icon="tool",
        needs="performance.view",
        order=40,
    ),
)

deadline(
    services.LIMITATION,
    DeadlineKind(
        label=_("Last day to claim"),
        promise=_("From then on the claim can be rejected as barred; a person decides."),
        href=lambda subject: reverse("performance:claim", args=[int(subject.rpartition(":")[2])]),
    ),
)

DETAILS: dict[str, Any] = {
    "what": _("What"),
    "due": _("Planned for"),
    "binding": _("Binding"),
    "kept": _("Delivered"),
    "received": _("Received on"),
    "channel": _("How it came"),
    "counts": _("Enough to begin default"),
    "state": _("State"),
    "since": _("Asked for on"),
    "done": _("Done on"),
    "why": _("Reason"),
    "found": _("Found on"),
    "proposal": _("Other specification"),
    "tried": _("Tried on"),
    "outcome": _("What came of it"),
    "attempts": _("Attempts to perform otherwise"),
    "arose": _("Arose on"),
    "limitation": _("Last day to claim"),
    "words": _("Wording of the guarantee"),
    "confirmed": _("Day of the signature"),
    "document": _("Signed confirmation"),
}


def _fact(kind: str, label: Any, **words: type[Choice]) -> None:
    said = {name: {one.value: _(one.label) for one in choices} for name, choices in words.items()}
    fact(f"performance.{kind}", label, words=said, details=DETAILS)


_fact("promised", _("Date for a delivery noted"))
_fact("bound", _("Date marked as binding"))
_fact("kept", _("Delivered"))
_fact("dropped", _("Date taken back"))
_fact("reminded", _("Customer's reminder received"), channel=Sending)
_fact("handled", _("Customer's reminder looked after"), state=rules.State)
_fact("duty", _("Customer asked for something first"))
_fact("duty_done", _("Customer has done it"))
_fact("impossible", _("It cannot be performed as agreed"))
_fact("change_tried", _("Another specification tried"), outcome=rules.Attempted)
_fact("withdrawn", _("Withdrawn because it cannot be performed"))
_fact("claimed", _("Claim registered"))
_fact("claim_closed", _("Claim closed"), state=rules.Resolution)
_fact("guaranteed", _("Guarantee entered"))

PERFORM = _("Perform what was agreed, and answer for it")
BASIS = _("Art. 6(1)(b), (f) GDPR: contract, claims")
AS_LONG = _("as long as the contract (§ 147 AO)")
NOTED = {"noted_at": _("Noted on")}


def _of_contract(model: str, label: Any, hidden: tuple[str, ...] = (), **labels: Any) -> None:
    personal_data(
        f"performance.{model}",
        label=label,
        purpose=PERFORM,
        basis=BASIS,
        retention=Retention(AS_LONG, queries.kept_with, due=queries.past_with),
        subject="contract__party=parties.Party",
        controller="contract__relationship__legal_entity",
        fields=Fields(labels={"contract": _("Contract"), **labels, **NOTED}),
        hidden=("noted_by", *hidden),
        erase=None,
    )


_of_contract(
    "Promise",
    _("Dates for deliveries"),
    ("bound_by",),
    what=_("What is delivered"),
    due_on=_("Planned for"),
    is_binding=_("Binding"),
    bound_at=_("Marked as binding"),
    kept_on=_("Delivered"),
    dropped_at=_("Taken back"),
    dropped_because=_("Reason"),
)
_of_contract(
    "Duty",
    _("What customers have to do first"),
    what=_("What"),
    since_on=_("Asked for on"),
    done_on=_("Done on"),
)
_of_contract(
    "Obstacle",
    _("What cannot be performed as agreed"),
    ("closed_by",),
    why=_("Reason"),
    found_on=_("Found on"),
    state=_("State"),
    closed_at=_("Closed on"),
)
_of_contract(
    "Claim",
    _("Claims of customers"),
    ("derivation", "closed_by"),
    what=_("What is claimed"),
    amount=_("Amount claimed"),
    arose_on=_("Arose on"),
    counted=_("Limitation by the terms"),
    counted_from=_("Day of the delivery or acceptance"),
    monthly_fee=_("Monthly fee"),
    agreed_fee=_("Fee agreed once"),
    is_unlimited=_("Unlimited liability"),
    per_case=_("For a case"),
    per_year=_("For a contract year"),
    ceiling=_("Ceiling by the terms"),
    clause_on=_("Last day by the terms"),
    law_on=_("Last day by law"),
    counts_on=_("Last day to claim"),
    state=_("State"),
    closed_at=_("Closed on"),
    closed_because=_("Reason"),
)
_of_contract(
    "Guarantee",
    _("Guarantees"),
    ("document",),
    words=_("Wording of the guarantee"),
    confirmed_on=_("Day of the signature"),
)
personal_data(
    "performance.Reminder",
    label=_("Reminders of customers"),
    purpose=PERFORM,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_with_promise, due=queries.past_with_promise),
    subject="promise__contract__party=parties.Party",
    controller="promise__contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "promise": pgettext_lazy("delivery", "Date"),
            "channel": _("How it came"),
            "counts": _("Enough to begin default"),
            "received_on": _("Received on"),
            "words": _("What it says"),
            "handled_at": _("Looked after"),
            **NOTED,
        }
    ),
    hidden=("noted_by", "handled_by"),
    erase=None,
)
personal_data(
    "performance.Attempt",
    label=_("Attempts to perform otherwise"),
    purpose=PERFORM,
    basis=BASIS,
    retention=Retention(AS_LONG, queries.kept_with_obstacle, due=queries.past_with_obstacle),
    subject="obstacle__contract__party=parties.Party",
    controller="obstacle__contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "obstacle": _("What cannot be performed as agreed"),
            "proposal": _("Other specification"),
            "tried_on": _("Tried on"),
            "outcome": _("What came of it"),
            **NOTED,
        }
    ),
    hidden=("noted_by",),
    erase=None,
)
