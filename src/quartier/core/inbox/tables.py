"""The lists of this app."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.kit.components.markup import Text
from quartier.kit.jobs.state import JobLine
from quartier.kit.tables import Badge, Column, Contains, Day, Pick, Table


def state_of(mail: OutgoingMail) -> Badge | Text:
    """Return the state in words; only what somebody should look at gets a badge."""
    if mail.state == MailState.FAILED:
        return Badge(mail.get_state_display(), "bad")
    if mail.state == MailState.UNCERTAIN:
        return Badge(mail.get_state_display(), "warn") if mail.resent else _("uncertain, a second copy follows")
    return str(mail.get_state_display())


OUTBOX = Table(
    key="outbox",
    label=_("Outgoing mail"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            sort="subject",
            href=lambda m: reverse("inbox:outbox_mail", args=[m.pk]),
        ),
        Column("recipient", _("Recipient"), "to_address", meta="to_name", sort="to_address"),
        Column("entity", _("In the name of"), "sender_name", sort="sender_name"),
        Column("created", pgettext_lazy("mail", "Written"), "created_at", kind="instant", sort="created_at"),
        Column("state", _("State"), state_of, kind="badge", sort="state"),
    ],
    filters=[
        Pick("zustand", _("State"), [(state.value, state.label) for state in MailState], field="state"),
        Contains("an", _("Recipient"), field="to_address"),
        Day("seit", _("Written since"), "since", field="created_at", instant=True),
    ],
    search=["subject", "to_address", "to_name"],
    default_sort="-created",
    dense=True,
    of_people=True,
    empty_title=_("No mail"),
    empty_text=_("Everything that the portal writes to somebody appears here, with what became of it."),
)

MAILBOX = Table(
    key="mailbox",
    label=_("Mailbox"),
    columns=[
        Column(
            "subject",
            pgettext_lazy("mail", "Subject"),
            href=lambda m: reverse("inbox:mailbox_mail", args=[m.schema, m.id]),
        ),
        Column("recipient", _("Recipient"), "to_address"),
        Column("provider", _("Provider")),
        Column("created", pgettext_lazy("mail", "Written"), "created_at", kind="instant"),
        Column("state", _("State"), "state_label"),
    ],
    dense=True,
    empty_title=_("No mail"),
    empty_text=_("Nothing has been written yet. Open a contract for a customer, for example, and look again."),
)


def place_of(line: JobLine) -> Text:
    """Return where a job stands."""
    if line.is_paused:
        return _("paused until the provider is resumed")
    return pgettext_lazy("jobs", "running") if line.status == "doing" else pgettext_lazy("jobs", "waiting")


OPEN_JOBS = Table(
    key="open_jobs",
    label=_("Open jobs"),
    columns=[
        Column("task", _("Job")),
        Column("provider", _("Provider")),
        Column("place", _("State"), place_of),
        Column("attempts", _("Failed tries"), kind="number"),
        Column("due", _("Not before"), "due_at", kind="instant"),
        Column("reason", _("Last reason")),
    ],
    dense=True,
    empty_title=_("No open jobs"),
    empty_text=_("Everything has been done."),
)
