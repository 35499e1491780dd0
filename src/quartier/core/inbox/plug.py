"""All that inbox registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.inbox import queries, rules
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import Fields, Retention, by_email, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.jobs import state as jobs
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person(
    "mail_id",
    pgettext_lazy("insight", "E-mail"),
    table="inbox_outgoingmail",
    person="substring(about from '^parties[.]party:([0-9]+)$')",
)

grant("inbox.view", _("See sent mail"), StaffRole.CLERK, StaffRole.HOTLINE, scoped=True)
grant("inbox.send", _("Send mail again"), StaffRole.CLERK, scoped=True)

register(
    Entry(
        Area.OFFICE,
        "inbox:outbox",
        _("Mail"),
        icon="mail",
        section=Section.POST,
        order=30,
        count=lambda request: queries.undelivered(request.user),
    )
)
register(
    Entry(Area.CONSOLE, "inbox:jobs", _("Jobs"), icon="clock", order=60, count=lambda request: jobs.count_failed())
)
register(Entry(Area.CONSOLE, "inbox:mailbox", _("Mailbox"), icon="mail", order=70))

fact("mail.posted", _("E-mail written"))
fact("mail.failed", _("E-mail could not be delivered"))
fact("mail.came_back", _("E-mail came back: the address is gone"))
fact("mail.uncertain", _("Delivery of an e-mail is uncertain"))
fact("mail.retried", _("E-mail sent again"))
fact("job.retried", _("Job started again"))

personal_data(
    "inbox.OutgoingMail",
    label=_("Mail that was sent"),
    purpose=_("Send contract and account messages and show later what they said"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=Retention(
        _("words one year, the record of sending four years (§§ 195, 199 BGB)"),
        lambda row: rules.erase_body_at(row.created_at),
    ),
    subject=by_email("to_address"),
    controller="entity",
    hidden=("message_id", "html", "attached"),
)
personal_data(
    "inbox.Bounce",
    label=_("Mail that came back"),
    purpose=_("Know that an address is gone, so that nothing important is lost"),
    basis=_("Art. 6(1)(b) GDPR; Art. 5(1)(d) GDPR: accuracy"),
    retention=_("as long as the record of the mail"),
    subject=by_email("address"),
    fields=Fields(
        labels={
            "address": _("E-mail address"),
            "code": _("Code of the mail server"),
            "told": _("Words of the mail server"),
            "noted_at": _("Noted on"),
        }
    ),
    controller="mail__entity",
    hidden=("mail",),
)
no_person("kit.JobFailure", "kind of error and line of code, never values")

open_work.register(
    "inbox.undelivered",
    OpenWork(
        "inbox.view",
        lambda n: ngettext("%(n)s mail was not delivered", "%(n)s mails were not delivered", n) % {"n": n},
        lambda: reverse("inbox:outbox"),
        lambda request: queries.undelivered(request.user),
        icon="mail",
        order=5,
    ),
)
