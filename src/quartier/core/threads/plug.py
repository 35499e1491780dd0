"""All that threads registers elsewhere, on one page."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.accounts.extension import suspicion_reported
from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.documents.extension import stored_things
from quartier.core.inbox.extension import carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, by_email, no_person, personal_data
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.core.threads import queries, services
from quartier.core.threads.extension import reportable
from quartier.core.threads.services import stored
from quartier.kit.clock import day_of
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, data_areas, grant

shows_person("thread_id", pgettext_lazy("insight", "Request"), table="threads_thread", person="party_id", area="area")
shows_person("case_id", pgettext_lazy("insight", "Case of content"), table="threads_case", person="party_id")
shows_person(
    "account_id",
    pgettext_lazy("insight", "Account"),
    table="(SELECT user_id AS id, id AS party_id FROM parties_party)",
    person="party_id",
)
shows_person(
    "evidence_id",
    _("Hidden message as evidence"),
    table="(SELECT m.id, party_id FROM threads_message m JOIN threads_thread t ON t.id = m.thread_id)",
    person="party_id",
)

grant("threads.view", _("See requests"), StaffRole.CLERK, StaffRole.HOTLINE, scoped=True)
grant("threads.edit", _("Answer requests"), StaffRole.CLERK, StaffRole.HOTLINE, scoped=True)
grant("threads.sort", _("Place mail that belongs nowhere"), StaffRole.CLERK, StaffRole.HOTLINE)
grant("threads.hide", _("Hide messages"), StaffRole.CLERK, scoped=True)
grant("threads.evidence", _("See hidden messages"), StaffRole.PRIVACY)
grant("threads.words", _("Edit texts and categories of requests"), StaffRole.EDITOR)

feature("contact", _("Contact form"), _("Visitors without an account write to you and read your answer under a link."))
feature("messages", _("Messages"), _("Customers write to you in the portal and read your answers there."))

register(Entry(Area.PORTAL, "threads:own", pgettext_lazy("menu", "Messages"), order=25))
register(
    Entry(
        Area.PORTAL,
        "threads:kinds",
        pgettext_lazy("menu", "Report a problem"),
        order=26,
        shown=queries.menu_shows_reporting,
    )
)
register(
    Entry(
        Area.OFFICE,
        "threads:office",
        pgettext_lazy("menu", "Requests"),
        icon="mail",
        section=Section.WORK,
        order=10,
        count=lambda request: queries.open_threads(request.user),
    )
)
register(Entry(Area.PUBLIC, "threads:contact", _("Contact"), order=90))
register(Entry(
    Area.OFFICE, "threads:contact_list", pgettext_lazy("menu", "Contact form"),
    icon="mail", section=Section.WORK, order=70, count=lambda request: queries.open_contacts(request.user),
))  # fmt: skip
register(
    Entry(
        Area.OFFICE,
        "threads:tasks",
        _("Tasks"),
        icon="list",
        section=Section.WORK,
        order=20,
        count=lambda request: queries.due_tasks(request.user, day_of(request.now)),
    )
)
register(Entry(Area.OFFICE, "threads:words", _("Texts for requests"), icon="document", section=Section.POST, order=40))

register(Entry(
    Area.OFFICE, "threads:cases", _("Cases"), icon="shield", section=Section.WORK, order=90,
    count=lambda request: queries.reported_things(request.user),
))  # fmt: skip
register(Entry(Area.OFFICE, "threads:evidence", _("Hidden messages"), icon="shield", section=Section.POST, order=50))

register(Entry(
    Area.OFFICE, "threads:incoming", _("Incoming mail"), icon="mail", section=Section.WORK, order=80,
    count=lambda request: queries.mails_to_sort(),
))  # fmt: skip

stored_things.register("threads", stored.messages_of)

party_actions.register(
    "threads.customer",
    PartyAction("threads.view", "threads:customer", pgettext_lazy("menu", "Requests"), icon="mail", order=10),
)

fact("thread.opened", _("Request opened"))
fact("thread.written", _("Request continued by the customer"))
fact("thread.answered", _("Request answered"))
fact("thread.noted", _("Internal note written"))
fact("thread.closed", _("Request closed"))
fact("thread.reopened", _("Request reopened"))
fact("thread.care_taken", _("Request taken care of"), words={"area": data_areas})
fact("thread.notice_recognised", _("Notice to quit recognised in a message"))
fact("thread.flag_looked_at", _("Recognised message looked at"))
fact("thread.message_reported", _("Message reported"))
fact("thread.message_hidden", _("Message hidden"), adverse=True)
fact("thread.message_left", _("Reported message left as it is"))
fact("thread.message_shown_again", _("Message shown again"))
fact("thread.evidence_opened", _("Hidden message opened as evidence"))
fact("thread.remedy_noted", _("Remedy of a defect noted"))
fact("thread.reduction_granted", _("Less to pay granted"))
fact("incident.ended", _("Outage ended"))
fact("reporting.decided", _("Problem-reporting system given or taken away"))
fact("thread.call_logged", _("Telephone call written down"))
fact("thread.call_confirmed", _("Telephone call confirmed in text"))
fact("thread.call_binding", _("Confirmation of a telephone call has left"))
fact("thread.work_began", _("Work on a request began"))
fact("thread.time_booked", _("Time booked"))
fact("thread.task_set", _("Task set"))
fact("thread.task_done", _("Task done"))
fact("thread.list_exported", _("List of requests exported"))
fact("thread.category_kept", _("Subject of requests kept"), words={"area": data_areas})
fact("thread.canned_text_kept", _("Text for answers kept"))

suspicion_reported.register("threads", services.look_into_suspicion)
carries_secret("threads.contact")
carries_secret("threads.contact_answer")
fact("contact.asked", _("Request without an account arrived"))
fact("contact.continued", _("Request without an account continued by its sender"))
fact("contact.answered", _("Request without an account answered"))
fact("contact.kept", _("Reason to keep a request without an account noted"))
fact("contact.withdrawn", _("Request without an account withdrawn"))
fact("case.reported", _("Content or name reported"))
fact("case.hidden", _("Content or name hidden"), adverse=True)
fact("case.left", _("Reported content or name left as it is"))
fact("case.restored", _("Hidden content or name shown again"))
fact("case.sanctioned", _("Warning given or messages blocked"), adverse=True)
fact("case.sanction_lifted", _("Warning or block of messages lifted"))
fact("mail.taken_in", _("E-mail taken in"))
fact("mail.sorted", _("E-mail sorted by hand"))
fact("mail.discarded", _("E-mail discarded"))

fact("thread.answer_overdue", _("Response time passed without an answer"))

deadline(
    queries.ANSWER,
    DeadlineKind(
        label=_("Answer to a request"),
        promise=_("We answer by then. If we do not, the request moves to the front of our queue."),
        effect=services.move_to_the_front,
        href=queries.office_address,
    ),
)


KEPT = _("while it is open, then three years to the end of the year (§§ 195, 199 BGB)")
CONTRACT = _("Art. 6(1)(b) GDPR: the contract")
personal_data(
    "threads.Thread",
    label=_("Requests and answers"),
    purpose=_("Answer requests and show later what was agreed"),
    basis=CONTRACT,
    retention=Retention(KEPT, queries.kept_until, due=queries.due_for_erasure, idle=queries.purpose_over),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(labels={"rate": _("Price of an hour that was shown")}),
    hidden=("party",),
)
personal_data(
    "threads.Message",
    label=_("Messages"),
    purpose=_("Answer requests and show later what was agreed"),
    basis=CONTRACT,
    retention=Retention(KEPT, lambda row: queries.kept_until(row.thread)),
    subject="thread__party=parties.Party",
    controller="thread__entity",
    hidden=("author_key",),
)
personal_data(
    "threads.Attachment",
    label=_("Attachments of messages"),
    purpose=_("Know which documents went with a message"),
    basis=CONTRACT,
    retention=Retention(KEPT, lambda row: queries.kept_until(row.message.thread)),
    subject="message__thread__party=parties.Party",
    controller="message__thread__entity",
)
personal_data(
    "threads.ContentReport",
    label=_("Reports of content"),
    purpose=_("Keep out what must not stand in the portal and show later why"),
    basis=_("Art. 6(1)(f) GDPR: keep out what is unlawful"),
    retention=Retention(_("as the case it led to")),
    subject="case__party=parties.Party",
    controller="case__entity",
    hidden=("reporter_key",),
)
personal_data(
    "threads.Case",
    label=_("Hidden contents and names"),
    purpose=_("Keep out what must not stand in the portal and show later why"),
    basis=_("Art. 6(1)(c) and (f) GDPR: Art. 16 and 17 of Regulation (EU) 2022/2065, keep out what is unlawful"),
    retention=Retention(
        _("three years to the end of the year after it was decided"), queries.case_kept_until, queries.case_due
    ),
    subject="party=parties.Party",
    controller="entity",
    hidden=("party", "number"),
)
personal_data(
    "threads.Sanction",
    label=_("Warnings and blocks of messages"),
    purpose=_("Keep out what must not stand in the portal and show later why"),
    basis=_("Art. 6(1)(f) GDPR: keep out what is unlawful"),
    retention=Retention(_("as the case it belongs to"), lambda row: queries.case_kept_until(row.case)),
    subject="case__party=parties.Party",
    controller="case__entity",
)
personal_data(
    "threads.FaultReport",
    label=_("Reports of defects and faults"),
    purpose=_("Remedy defects and faults and show later when they were reported"),
    basis=CONTRACT,
    retention=Retention(KEPT, lambda row: queries.kept_until(row.thread)),
    subject="thread__party=parties.Party",
    controller="thread__entity",
)
personal_data(
    "threads.Reduction",
    label=_("Reductions"),
    purpose=_("Show later why less was to be paid"),
    basis=CONTRACT,
    retention=Retention(KEPT, lambda row: queries.kept_until(row.fault.thread)),
    subject="fault__thread__party=parties.Party",
    controller="fault__thread__entity",
)
personal_data(
    "threads.Call",
    label=_("Telephone calls"),
    purpose=_("Confirm what was agreed by telephone and show it later"),
    basis=CONTRACT,
    retention=Retention(
        _("as the request, and what was agreed as long as the contract"), lambda row: queries.kept_until(row.thread)
    ),
    subject="thread__party=parties.Party",
    controller="thread__entity",
    hidden=("mail",),
)
personal_data(
    "threads.Task",
    label=_("Tasks of staff"),
    purpose=_("Do in time what a request asks for"),
    basis=CONTRACT,
    retention=Retention(KEPT, lambda row: queries.kept_until(row.thread)),
    subject="thread__party=parties.Party",
    controller="thread__entity",
)
personal_data(
    "threads.ReportingAccess",
    label=_("Access to the reporting of problems"),
    purpose=_("Know who reports problems in the portal"),
    basis=CONTRACT,
    retention=_("as long as the person is a customer"),
    subject="party=parties.Party",
    hidden=("party",),
)
CONTACT = _("half a year after the last change; with a noted reason three years to the end of the year")
for label, model, path in (
    (_("Requests without an account"), "threads.ContactRequest", ""),
    (_("Messages without an account"), "threads.ContactMessage", "request__"),
):
    personal_data(
        model,
        label=label,
        purpose=_("Answer people who are no customers"),
        basis=_("Art. 6(1)(b) and (f) GDPR: the contract, and answering whoever writes"),
        retention=Retention(CONTACT, due=partial(queries.contact_due, path=path)),
        subject=by_email(f"{path}email"),
        controller=f"{path}entity",
    )
no_person("threads.ContactLink", "hashes of secret links and when they expire")
personal_data(
    "threads.IncomingMail",
    label=_("E-mails that came in"),
    purpose=_("Bring e-mails to the request they belong to, once, and answer no machine"),
    basis=_("Art. 6(1)(b) and (f) GDPR: the contract, and answering whoever writes"),
    retention=Retention(
        _("three months after it was sorted; an unfinished report three years to the end of the year"),
        queries.mail_kept_until,
        due=queries.mail_due,
    ),
    subject=queries.sent_by,
    hidden=("digest", "party"),
)
no_person("threads.Incident", "times in which a service could not be used")
no_person("threads.Category", "words of the provider for subjects of requests")
no_person("threads.CannedText", "words of the provider for its answers")

open_work.register(
    "threads.open",
    OpenWork(
        "threads.view",
        lambda n: ngettext("%(n)s request waits for an answer", "%(n)s requests wait for an answer", n) % {"n": n},
        lambda: f"{reverse('threads:office')}?zustand=open",
        lambda request: queries.open_threads(request.user),
        icon="mail",
        order=4,
    ),
)
open_work.register(
    "threads.flagged",
    OpenWork(
        "threads.view",
        lambda n: (
            ngettext("%(n)s message reads like notice to quit", "%(n)s messages read like notice to quit", n) % {"n": n}
        ),
        lambda: f"{reverse('threads:office')}?hinweis=True",
        lambda request: queries.count_flagged(request.user),
        icon="alert",
        order=2,
    ),
)
open_work.register(
    "threads.reported",
    OpenWork(
        "threads.hide",
        lambda n: ngettext("%(n)s message was reported", "%(n)s messages were reported", n) % {"n": n},
        lambda: f"{reverse('threads:office')}?gemeldet=True",
        lambda request: queries.reported(request.user),
        icon="alert",
        order=3,
    ),
)
for thing in services.THINGS:
    reportable(thing)
open_work.register(
    "threads.contact",
    OpenWork(
        "threads.view",
        lambda n: ngettext("%(n)s visitor waits for an answer", "%(n)s visitors wait for an answer", n) % {"n": n},
        lambda: f"{reverse('threads:contact_list')}?zustand=open",
        lambda request: queries.open_contacts(request.user),
        icon="mail",
        order=4,
    ),
)
open_work.register(
    "threads.cases",
    OpenWork(
        "threads.hide",
        lambda n: ngettext("%(n)s name was reported", "%(n)s names were reported", n) % {"n": n},
        lambda: f"{reverse('threads:cases')}?zustand=reported",
        lambda request: queries.reported_things(request.user),
        icon="alert",
        order=3,
    ),
)
open_work.register(
    "threads.incoming",
    OpenWork(
        "threads.sort",
        lambda n: ngettext("%(n)s e-mail has to be sorted", "%(n)s e-mails have to be sorted", n) % {"n": n},
        lambda: f"{reverse('threads:incoming')}?verbleib=waits",
        lambda request: queries.mails_to_sort(),
        icon="mail",
        order=5,
    ),
)
open_work.register(
    "threads.tasks",
    OpenWork(
        "threads.view",
        lambda n: ngettext("%(n)s task is due", "%(n)s tasks are due", n) % {"n": n},
        lambda: f"{reverse('threads:tasks')}?stand=open",
        lambda request: queries.due_tasks(request.user, day_of(request.now)),
        icon="list",
        order=6,
    ),
)
