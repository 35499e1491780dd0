"""The queue of threads."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.models import (
    Case,
    CaseState,
    ContactRequest,
    ContactState,
    Fate,
    Incident,
    IncomingMail,
    PriorityChoice,
    ProofChoice,
    Task,
    Thread,
    ThreadState,
    TreatmentChoice,
)
from quartier.core.threads.queries import kind_of_case
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Day, Pick, Table


def state_of(row: Thread) -> Badge | Text:
    """Return the state; what waits for us gets a badge, what was recognised a louder one."""
    if row.is_flagged:
        return Badge(_("to look at"), "bad")
    if row.state == ThreadState.OPEN:
        return Badge(row.get_state_display(), "warn")
    return str(row.get_state_display())


def priority_of(row: Thread) -> Badge | Text:
    """Return the priority; only what comes before the rest gets a badge."""
    word = row.get_priority_display()
    return (
        Badge(word, "bad" if row.priority == PriorityChoice.URGENT else "warn")
        if row.priority < PriorityChoice.NORMAL
        else str(word)
    )


def taken_care_of(rows: QuerySet[Thread], answer: str) -> QuerySet[Thread]:
    """Keep the threads that somebody takes care of, or nobody."""
    return rows.filter(assignee__isnull=answer == "nobody")


def reported(rows: QuerySet[Thread], _answer: str) -> QuerySet[Thread]:
    """Keep the threads with a message that somebody reported and nobody has decided about."""
    return rows.filter(messages__reports__isnull=False, messages__reports__settled_at__isnull=True).distinct()


THREADS = Table(
    key="threads",
    label=_("Requests"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            href=lambda row: reverse("threads:office_one", args=[row.pk]),
            meta="category",
        ),
        Column("number", _("Number"), lambda row: f"{row.pk}", sort="pk"),
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("priority", _("Priority"), priority_of, "badge", sort=("priority", "opened_at")),
        Column("state", _("State"), state_of, "badge", sort="state"),
        Column("assignee", _("Taken care of by"), lambda row: str(row.assignee or ""), sort="assignee__name"),
        Column("opened", pgettext_lazy("request", "Arrived"), "opened_at", "instant", sort="opened_at"),
    ],
    filters=[
        Pick("zustand", _("State"), ThreadState.choices, field="state"),
        Pick("art", _("Kind"), TreatmentChoice.choices, field="treatment"),
        Pick(
            "dringend", _("Priority"), [(f"{value}", word) for value, word in PriorityChoice.choices], field="priority"
        ),
        Pick("hinweis", _("To look at"), [("True", _("yes"))], field="is_flagged"),
        Pick("gemeldet", _("Reported"), [("True", _("yes"))], apply=reported),
        Pick(
            "person",
            _("Taken care of"),
            [("nobody", _("nobody yet")), ("somebody", _("somebody"))],
            apply=taken_care_of,
        ),
    ],
    search=["subject", "category", "party__sort_name", "party__name", "pk"],
    default_sort="priority",
    page_size=50,
    export="anfragen",
    dense=True,
    of_people=True,
    empty_title=_("No requests"),
    empty_text=_("What customers write to you stands here, the most urgent first."),
)

# The requests of one customer, as the office sees them.
OF_CUSTOMER = replace(THREADS, key="threads_of_customer", export="", filters=THREADS.filters[:2])


def own_state(row: Thread) -> Badge | Text:
    """Return the state; an answer that waits for the customer gets a badge."""
    word = row.get_state_display()
    return Badge(word, "info") if row.state == ThreadState.ANSWERED else str(word)


OWN = Table(
    key="own_threads",
    label=_("Your messages"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            href=lambda row: reverse("threads:one", args=[row.pk]),
            meta="category",
        ),
        Column("number", _("Number"), lambda row: f"{row.pk}"),
        Column("state", _("State"), own_state, "badge", sort="state"),
        Column("changed", _("Last change"), "changed_at", "instant", sort="changed_at"),
    ],
    filters=[Pick("zustand", _("State"), ThreadState.choices, field="state")],
    search=["subject", "category", "pk"],
    default_sort="-changed",
    empty_title=_("No messages yet"),
    empty_text=_("Here stands what you write to us and what we answer. Only you and our staff read it."),
)


def fate_of(row: IncomingMail) -> Badge | Text:
    """Return what became of a mail; what waits for staff gets a badge."""
    word = row.get_fate_display()
    return Badge(word, "warn") if row.fate == Fate.WAITS else str(word)


def proof_of(row: IncomingMail) -> Badge | Text:
    """Return whether the sender is proven; a forged one gets a badge."""
    word = row.get_proof_display()
    return Badge(word, "bad") if row.proof == ProofChoice.FAILED else str(word)


INCOMING = Table(
    key="incoming",
    label=_("Incoming mail"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            lambda row: row.subject or _("(no subject)"),
            href=lambda row: reverse("threads:incoming_one", args=[row.pk]),
        ),
        Column("sender", pgettext_lazy("mail", "From"), "sender_address", meta="sender_name", sort="sender_address"),
        Column("proof", pgettext_lazy("mail", "Sender"), proof_of, "badge", sort="proof"),
        Column("fate", pgettext_lazy("mail", "What became of it"), fate_of, "badge", sort="fate"),
        Column("received", pgettext_lazy("mail", "Received"), "received_at", "instant", sort="received_at"),
    ],
    filters=[Pick("verbleib", pgettext_lazy("mail", "What became of it"), Fate.choices, field="fate")],
    search=["subject", "sender_address", "sender_name"],
    default_sort="-received",
    page_size=50,
    dense=True,
    empty_title=_("No mail has come in"),
    empty_text=_("E-mails to the addresses of this portal stand here, with what became of them."),
)


def contact_state(row: ContactRequest) -> Badge | Text:
    """Return the state; what waits for us gets a badge."""
    word = row.get_state_display()
    return Badge(word, "warn") if row.state == ContactState.OPEN else str(word)


CONTACTS = Table(
    key="contacts",
    label=_("Requests without an account"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            lambda row: row.subject or _("Request number %(number)s") % {"number": row.pk},
            href=lambda row: reverse("threads:contact_office", args=[row.pk]),
        ),
        Column("name", _("Name"), meta="email", sort="name"),
        Column("state", _("State"), contact_state, "badge", sort="state"),
        Column("changed", _("Last change"), "changed_at", "instant", sort="changed_at"),
    ],
    filters=[Pick("zustand", _("State"), ContactState.choices, field="state")],
    search=["subject", "name", "email", "pk"],
    default_sort="-changed",
    page_size=50,
    dense=True,
    empty_title=_("No requests without an account"),
    empty_text=_("What visitors write through the contact form stands here, never beside a customer's requests."),
)


EVIDENCE = Table(
    key="evidence",
    label=_("Hidden messages"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            "thread.subject",
            href=lambda row: reverse("threads:evidence_open", args=[row.pk]),
        ),
        Column("party", _("Customer"), lambda row: str(row.thread.party), sort="thread__party__sort_name"),
        Column("reason", _("Reason"), "hidden_because"),
        Column("hidden", pgettext_lazy("message", "Hidden"), "hidden_at", "instant", sort="hidden_at"),
    ],
    search=["thread__subject", "thread__party__sort_name", "hidden_because"],
    default_sort="-hidden",
    page_size=50,
    dense=True,
    empty_title=_("Nothing is hidden"),
    empty_text=_("Messages that staff hide stand here, with the reason."),
    of_people=True,
)


def incident_state(row: Incident) -> Badge | Text:
    """Return whether an outage lasts."""
    return Badge(_("under way"), "bad") if row.ended_at is None else pgettext_lazy("outage", "over")


INCIDENTS = Table(
    key="incidents",
    label=_("Outages"),
    columns=[
        Column(
            "entity",
            _("Company"),
            "entity.name",
            href=lambda row: reverse("threads:incident_end", args=[row.pk]) if row.ended_at is None else None,
        ),
        Column("state", _("State"), incident_state, "badge"),
        Column("began", pgettext_lazy("outage", "Since"), "began_at", "instant", sort="began_at"),
        Column("ended", pgettext_lazy("outage", "Until"), "ended_at", "instant", sort="ended_at"),
        Column("reports", pgettext_lazy("of content", "Reports"), "number", "number", sort="number"),
    ],
    default_sort="-began",
    page_size=50,
    dense=True,
    empty_title=_("No outages"),
    empty_text=_("Nobody has reported that a service cannot be used."),
)


def case_state(row: Case) -> Badge | Text:
    """Return where a case stands; what waits for staff gets a badge."""
    word = row.get_state_display()
    return Badge(word, "warn") if row.state == CaseState.REPORTED else str(word)


CASES = Table(
    key="cases",
    label=_("Cases"),
    columns=[
        Column("thing", _("Thing"), kind_of_case, href=lambda row: reverse("threads:case", args=[row.pk])),
        Column("party", _("Put there by"), lambda row: str(row.party or ""), sort="party__sort_name"),
        Column("ground", pgettext_lazy("case", "Ground"), "get_ground_display"),
        Column("state", _("State"), case_state, "badge", sort="state"),
        Column("opened", pgettext_lazy("case", "Since"), "opened_at", "instant", sort="opened_at"),
    ],
    filters=[Pick("zustand", _("State"), CaseState.choices, field="state")],
    search=["party__sort_name", "reason"],
    default_sort="-opened",
    page_size=50,
    dense=True,
    empty_title=_("No cases"),
    empty_text=_("What somebody reports or staff hide stands here, with what followed from it."),
)


def done(rows: QuerySet[Task], answer: str) -> QuerySet[Task]:
    """Keep the tasks that are done, or those that are not."""
    return rows.filter(done_at__isnull=answer == "open")


TASKS = Table(
    key="tasks",
    label=_("Tasks"),
    columns=[
        Column("title", _("Task"), href=lambda row: reverse("threads:office_one", args=[row.thread_id])),
        Column("due", pgettext_lazy("task", "Due"), "due_on", "date", sort="due_on"),
        Column("assignee", _("By"), lambda row: str(row.assignee or ""), sort="assignee__name"),
        Column("thread", _("Request"), lambda row: str(row.thread), meta=lambda row: str(row.thread.party)),
        Column("done", pgettext_lazy("task", "Done"), "done_at", "instant", sort="done_at"),
    ],
    filters=[
        Pick("stand", _("State"), [("open", pgettext_lazy("task", "to do")), ("done", _("done"))], apply=done),
        Day("bis", _("Due until"), field="due_on"),
    ],
    search=["title", "thread__subject", "assignee__name"],
    default_sort="due",
    page_size=50,
    dense=True,
    empty_title=_("No tasks"),
    empty_text=_("What staff note at a request to be done until a day stands here."),
)
