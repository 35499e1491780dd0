"""What a customer's own program does with messages: lists, reads, asks, answers, reports, closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.parties import queries as parties
from quartier.core.threads import queries
from quartier.core.threads.forms import DefectForm, FaultForm, OpenForm, OutageForm, ReasonForm, WriteForm
from quartier.core.threads.models import Author, ImpactChoice, Message, Thread, ThreadState
from quartier.core.threads.views import cases, faults, hiding, portal
from quartier.kit.api import (
    COUNT,
    INSTANT,
    INSTANT_IF_ANY,
    PAGE,
    TEXT,
    YES,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    acts,
    endpoint,
    page_of,
    pages_of,
)

MANY: Final = 10_000
THREAD: Final = Parts(
    Part("number", COUNT, _("Find the request; people name it by this number")),
    Part("subject", TEXT, _("Say what it is about")),
    Part("category", TEXT, _("Say what it is about, as it was chosen")),
    Part("state", Plain("string", tuple(ThreadState.values)), _("Say whose turn it is")),
    Part("opened_at", INSTANT, _("Say when it began")),
    Part("changed_at", INSTANT, _("Say when something happened last")),
)
ATTACHED: Final = Parts(Part("document", COUNT, _("Find the document")), Part("title", TEXT, _("Name the document")))
MESSAGE: Final = Parts(
    Part("id", COUNT, _("Find the message")),
    Part(
        "author", Plain("string", tuple(Author.values)), _("Say who wrote: the customer, staff, or a program of ours")
    ),
    Part("author_name", TEXT, _("Name who answered")),
    Part("text", TEXT, _("The words; none where they are hidden")),
    Part("is_hidden", YES, _("Tell that the words are hidden")),
    Part("written_at", INSTANT, _("Say when it was written")),
    Part("attachments", Listing(ATTACHED, MANY), _("Lead to what was sent along")),
)
FAULT: Final = Parts(
    Part("noticed_at", INSTANT_IF_ANY, _("Say when it was noticed")),
    Part("device", TEXT, _("Say on which device")),
    Part("steps", TEXT, _("Say which steps lead to it")),
    Part("impact", Plain("string", tuple(ImpactChoice.values)), _("Say how far it hinders")),
    empty=True,
)
CONVERSATION: Final = Parts(
    *THREAD.by_name.values(),
    Part("answer_by", INSTANT_IF_ANY, _("Say by when we answer")),
    Part("fault", FAULT, _("What was reported, if it is a report")),
    Part("messages", Listing(MESSAGE, MANY), _("Everything the customer may read, in order")),
)
CHOICE: Final = Parts(Part("key", TEXT, _("Send this")), Part("label", TEXT, _("Show this to the person")))
CHOICES: Final = Parts(
    Part("category", Listing(CHOICE, MANY), _("What a request can be about")),
    Part("relationship", Listing(CHOICE, MANY), _("Which contract it can be about; asked for where there are several")),
    Part("documents", Listing(CHOICE, MANY), _("Which documents can go with it")),
)
KINDS: Final = Parts(
    Part("kinds", Listing(CHOICE, MANY), _("What can be reported")),
    Part("may_report", YES, _("Tell whether reports can be made here")),
    Part("mail", TEXT, _("Where defects can be reported by e-mail")),
)


def _thread(row: Thread) -> dict[str, Any]:
    return THREAD.of(row, number=row.pk)


def _message(row: Message) -> dict[str, Any]:
    documents = [] if row.hidden_at else [one.document for one in row.attachments.all()]
    shown = [one for one in documents if one.state == "ready" and (one.by_customer or not one.hidden_at)]
    attachments = [{"document": one.pk, "title": one.title} for one in shown]
    return MESSAGE.of(row, is_hidden=row.hidden_at is not None, attachments=attachments)


def _choices(pairs: Any) -> list[dict[str, str]]:
    return [{"key": str(key), "label": str(label)} for key, label in pairs]


@endpoint(
    "GET", summary=_("List your requests"), gives=pages_of(THREAD, _("List the customer's requests, the latest first")),
    asks=PAGE, like=portal.own, stands_for=("threads:own",),
)  # fmt: skip
def threads(request: Call, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell the customer's requests, the latest first."""
    return page_of(queries.threads_of(portal.own_party(request).pk), asked, _thread)


@endpoint("GET", summary=_("Read one request"), gives=CONVERSATION, like=portal.one, stands_for=("threads:one",))
def thread(request: Call, thread_id: int) -> Mapping[str, Any]:
    """Tell one request with all that the customer may read; a stranger's is 404."""
    row = portal.own_thread(request, thread_id)
    due, fault = queries.answer_due(row), queries.fault_of(row)
    return _thread(row) | {
        "answer_by": due.due_at if due and row.state == ThreadState.OPEN else None,
        "fault": FAULT.of(fault) if fault else None,
        "messages": [_message(one) for one in queries.read_by_customer(row)],
    }


@endpoint(
    "GET", summary=_("See what a request can be about"), gives=CHOICES, like=portal.new, stands_for=("threads:new",)
)
def choices(request: Call) -> Mapping[str, Any]:
    """Tell what can be chosen for a new request."""
    party = portal.own_party(request)
    contracts = parties.relationships_of(party)
    return {
        "category": _choices((offer.key, offer.label) for offer in queries.offers()),
        "relationship": _choices((row.pk, row.subject or row) for row in contracts) if len(contracts) > 1 else [],
        "documents": _choices(queries.documents_of(party)),
    }


@endpoint("GET", summary=_("See what can be reported"), gives=KINDS, like=faults.kinds, stands_for=("threads:kinds",))
def kinds(request: Call) -> Mapping[str, Any]:
    """Tell what can be reported, and how else."""
    party = portal.own_party(request)
    return {
        "kinds": _choices((key, kind.title) for key, kind in faults.KINDS.items()),
        "may_report": queries.may_report(party.pk),
        "mail": queries.defect_address(),
    }


open_thread = acts(portal.new, OpenForm, summary=_("Ask something"), stands_for=("threads:new",))
write = acts(portal.one, WriteForm, summary=_("Write in a request"), stands_for=("threads:one",))
close = acts(portal.close, summary=_("Close a request"), stands_for=("threads:close",), at_once=True)
reopen = acts(portal.reopen, summary=_("Reopen a request"), stands_for=("threads:reopen",), at_once=True)
report_fault = acts(
    faults.report, FaultForm, summary=_("Report a fault"), stands_for=("threads:report_fault",), fault="stoerung"
)
report_defect = acts(
    faults.report, DefectForm, summary=_("Report a defect"), stands_for=("threads:report_fault",), fault="mangel"
)
report_outage = acts(
    faults.report, OutageForm, summary=_("Report that a service cannot be used"), stands_for=("threads:report_fault",),
    fault="ausfall",
)  # fmt: skip
report_name = acts(cases.report_name, ReasonForm, summary=_("Report a name"), stands_for=("threads:report_name",))
report_message = acts(hiding.report, ReasonForm, summary=_("Report a message"), stands_for=("threads:report_message",))
