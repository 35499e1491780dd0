"""All that changes registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import Words, fact
from quartier.core.changes import queries, services
from quartier.core.changes.mails import AnnouncementLetter
from quartier.core.changes.models import Binding, Grade, Road, Topic
from quartier.core.changes.views.portal import SEEN_FIRST
from quartier.core.contracts.extension import ContractLink, contract_links, notice_triggers
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.declarations.extension import DeclarationKind, declaration
from quartier.core.insight.extension import shows_person
from quartier.core.letters.extension import letter_template
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.gates import gates
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("changes.edit", _("Prepare and announce changes"), StaffRole.CLERK)

register(
    Entry(
        Area.OFFICE,
        "changes:list",
        pgettext_lazy("menu", "Changes"),
        icon="list",
        section=Section.CONTRACTS,
        order=90,
        count=lambda request: queries.undelivered(request.user),
    )
)
gates.register("changes", SEEN_FIRST)
notice_triggers.register("changes", queries.triggers)
letter_template(AnnouncementLetter)
contract_links.register(
    "changes",
    ContractLink(label=_("Changes of this contract"), address=lambda _row: reverse("changes:own"), order=60),
)
shows_person("announcement_id", _("Announcement of a change"), table="changes_announcement", person="party_id")

WORDS: dict[str, Words] = {
    "topic": dict(Topic.choices),
    "grade": dict(Grade.choices),
    "road": dict(Road.choices),
    "binding": dict(Binding.choices),
}
DETAILS = {
    "topic": _("What changes"),
    "grade": _("Class of the change"),
    "road": pgettext_lazy("changes", "Told by"),
    "binding": _("What makes it binding"),
    "effective_on": _("In effect from"),
    "received_on": _("Received"),
    "announcement": _("Number of the announcement"),
    "told": pgettext_lazy("changes", "Told"),
    "how": _("How receipt is known"),
    "note": _("Note"),
}
fact("changes.drafted", _("Change prepared"), words=WORDS, details=DETAILS)
fact("changes.announced", _("Change announced"), words=WORDS, details=DETAILS)
fact("changes.resumed", _("Announcing of a change resumed"), details=DETAILS)
fact("changes.everybody_told", _("Everybody told of a change"), details=DETAILS)
fact("changes.published", _("Minor change published"), details=DETAILS)
fact("changes.called_off", _("Change called off"), details=DETAILS)
fact("changes.day_came", _("Day of a change has come"), details=DETAILS)
fact("changes.told", _("Told of a change"), words=WORDS, details=DETAILS)
fact("changes.received", _("Announcement of a change received"), details=DETAILS)
fact("changes.not_delivered", _("Announcement of a change not delivered"), details=DETAILS)
fact("changes.seen", _("Change read at login"), details=DETAILS)
fact("changes.approved", _("Change approved by silence"), details=DETAILS)
fact("changes.consented", _("Agreed to a change"), details=DETAILS)
fact("changes.objected", _("Objected to a change"), details=DETAILS)
fact("changes.in_force", _("Change took effect"), details=DETAILS)
fact("changes.old_stays", _("Change did not take effect, the old stays"), details=DETAILS)
fact("changes.settled", _("Question about an announcement settled"), details=DETAILS)

deadline(
    services.DAY,
    DeadlineKind(
        label=_("A change takes effect"),
        promise=_("It takes effect for everybody who has received the announcement and is bound by it."),
        effect=services.close_change,
        href=lambda subject: reverse("changes:one", args=[int(subject.rpartition(":")[2])]),
    ),
)
deadline(
    services.OBJECTION,
    DeadlineKind(
        label=_("Objection to a change"),
        promise=_("Until then you may object: then the old terms go on for you."),
        effect=services.objection_over,
        href=lambda subject: reverse("changes:recipient", args=[int(subject.rpartition(":")[2])]),
    ),
)
deadline(
    services.EFFECT,
    DeadlineKind(
        label=_("A change takes effect for a recipient"),
        effect=services.take_effect,
        href=lambda subject: reverse("changes:recipient", args=[int(subject.rpartition(":")[2])]),
    ),
)
deadline(
    services.REMINDER,
    DeadlineKind(
        label=_("Reminder of a consent"),
        effect=services.remind,
        href=lambda subject: reverse("changes:recipient", args=[int(subject.rpartition(":")[2])]),
    ),
)
declaration(
    services.KIND,
    DeclarationKind(
        label=_("Objection to a change"),
        asked=queries.form_asked,
        effect=services.judge,
        candidates=queries.objectionable,
        href=lambda subject: reverse("changes:recipient", args=[int(subject.rpartition(":")[2])]),
    ),
)

no_person("changes.Change", _("the provider's own plans"))
personal_data(
    "changes.Announcement",
    label=_("Announcements of changes"),
    purpose=_("Prove which terms and prices apply to whom since when"),
    basis=_("Art. 6(1)(b), (f) GDPR: proof of the contract"),
    retention=Retention(_("as commercial letters (§ 257 HGB, § 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "change": pgettext_lazy("changes", "Change"),
            "contract": _("Contract"),
            "old_version": _("Version until then"),
            "standing": _("Concluded as"),
            "road": pgettext_lazy("changes", "Told by"),
            "at_login": _("Shown at login"),
            "binding": _("What makes it binding"),
            "address": _("Sent to"),
            "state": _("State"),
            "sent_at": _("Sent"),
            "received_on": _("Received"),
            "receipt": _("How receipt is known"),
            "effective_on": _("In effect from"),
            "objection_until": _("Objection possible until"),
            "special_notice_until": _("Special notice possible until"),
            "seen_at": _("Read at login"),
            "answered_at": _("Answered"),
            "notice_until": _("Provider's notice possible until"),
            "notice_given_on": _("Provider's notice given on"),
            "settled_at": _("Settled"),
        }
    ),
    hidden=("party", "user", "mail", "letter"),
    erase=None,
)
open_work.register(
    "changes.undelivered",
    OpenWork(
        "changes.edit",
        lambda n: (
            ngettext(
                "%(n)s announcement of a change did not arrive", "%(n)s announcements of changes did not arrive", n
            )
            % {"n": n}
        ),
        lambda: reverse("changes:undelivered"),
        lambda request: queries.undelivered(request.user),
        icon="mail",
        order=40,
    ),
)
open_work.register(
    "changes.objections",
    OpenWork(
        "changes.edit",
        lambda n: ngettext("%(n)s objection to a change", "%(n)s objections to changes", n) % {"n": n},
        lambda: reverse("changes:objections"),
        lambda request: queries.objections(request.user),
        icon="list",
        order=41,
    ),
)
