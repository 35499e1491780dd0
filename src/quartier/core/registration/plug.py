"""All that registration registers elsewhere, on one page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.accounts.extension import WayIn, ways_in
from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, Passed, deadline
from quartier.core.inbox.extension import address_gone
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import DataClass, Fields, no_person, nobody, personal_data
from quartier.core.providers.extension import OpenWork, StartPart, feature, open_work, start_parts
from quartier.core.registration import queries, services
from quartier.core.registration.services import ending
from quartier.core.registration.views.entering import start_part
from quartier.kit.http import Request
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("registration.codes", _("Issue access codes"), StaffRole.CLERK, scoped=True)
grant("registration.review", _("Decide on applications for an account"), StaffRole.CLERK, scoped=True)
grant("registration.evidence", _("See the evidence of registrations"), StaffRole.PRIVACY, scoped=True)
feature("registration", _("Registration"), _("New customers and users can register."))


def _way_in(request: Request) -> str:
    """Return where somebody registers, "" where nobody does: at the console, and while it is switched off."""
    is_open = not request.portal.is_console and request.portal.feature_on("registration", request.now)
    return reverse("registration:register") if is_open else ""


ways_in.register("registration", WayIn(_("Register"), _way_in, _("No account yet?")))
address_gone.register("registration.instruction", services.mail_came_back)
start_parts.register("registration", StartPart("registration", start_part, order=10))

shows_person(
    "code_id", pgettext_lazy("insight", "Access code"), table="registration_invitationcode", person="party_id"
)  # fmt: skip

register(
    Entry(
        Area.PUBLIC, "registration:register", _("Register"), order=80,
        shown=lambda request: not (request.user.is_authenticated or request.portal.is_console),
    )
)  # fmt: skip
register(
    Entry(
        Area.OFFICE, "registration:codes", _("Access codes"), icon="mail", section=Section.CUSTOMERS, order=30,
        shown=lambda request: queries.flow_at(request.portal, request.now).by_code,
    )
)  # fmt: skip
register(
    Entry(
        Area.OFFICE, "registration:applications", _("Applications"), icon="people", section=Section.CUSTOMERS, order=20,
        count=lambda request: queries.waiting(request.user),
        shown=lambda request: not queries.flow_at(request.portal, request.now).by_code,
    )
)  # fmt: skip
party_actions.register(
    "registration.issue",
    PartyAction("registration.codes", "registration:issue_to", _("Access code"), icon="mail", order=60),
)
party_actions.register(
    "registration.evidence",
    PartyAction("registration.evidence", "registration:evidence", _("Evidence of the registration"), order=90),
)

open_work.register(
    "registration.review",
    OpenWork(
        "registration.review",
        lambda n: (
            ngettext("%(n)s application waits for your decision", "%(n)s applications wait for your decision", n)
            % {"n": n}
        ),
        lambda: f"{reverse('registration:applications')}?stand=confirmed",
        lambda request: queries.waiting(request.user),
        icon="people",
        order=21,
    ),
)
open_work.register(
    "registration.letters",
    OpenWork(
        "registration.codes",
        lambda n: (
            ngettext(
                "%(n)s file of code letters is not in the post", "%(n)s files of code letters are not in the post", n
            )
            % {"n": n}
        ),
        lambda: reverse("registration:codes"),
        lambda request: queries.unprinted(request.user),
        icon="mail",
        order=42,
    ),
)  # fmt: skip

fact("registration.code_issued", _("Access code issued"))
fact("registration.code_revoked", _("Access code revoked"))
fact("registration.code_locked", _("Access code locked after wrong entries"))
fact("registration.letters_printed", _("Letters with codes printed"))
fact("registration.letters_posted", _("Letters with codes posted, file erased"))
fact("registration.letters_forgotten", _("Letters with codes erased after their time"))
fact("registration.submitted", _("Registration sent"))
fact("registration.confirmed", _("E-mail address of an application confirmed"))
fact("registration.noted", _("Check of an application noted"))
fact("registration.accepted", _("Application accepted"))
fact("registration.declined", _("Application declined"), adverse=True)
fact("registration.entry_locked", _("Entry of the activation code locked"))
fact("registration.activated", _("Account activated, contract about the portal concluded"))
fact("registration.erased", _("Application erased"))


def _number(passed: Passed) -> int:
    return int(passed.subject.rpartition(":")[2])


def _letters_over(passed: Passed) -> None:
    services.forget_letters(at=passed.at, run_id=_number(passed))


def _application_over(passed: Passed) -> None:
    services.erase_application(at=passed.at, application_id=_number(passed), kind=passed.kind)


deadline(
    "registration.letters",
    DeadlineKind(
        _("Letters with codes lie ready"), _("The file is erased; nobody can read the codes then."), _letters_over,
        lambda subject: reverse("registration:run", args=[subject.rpartition(":")[2]]),
    ),
)  # fmt: skip
for key, label in (
    (ending.UNCONFIRMED, _("Registration without a confirmed e-mail address")),
    (ending.UNACTIVATED, _("Accepted application that nobody activates")),
    (ending.DECLINED, _("Declined application")),
):
    deadline(key, DeadlineKind(label, _("All entries are deleted."), _application_over))

CONTRACT = _("Art. 6(1)(b) GDPR: steps before and for the contract about the portal")
no_person("registration.CodeKey", _("A secret by chance"))
personal_data(
    "registration.CodeRun",
    label=_("Letters with access codes"),
    purpose=_("Show which member of staff issued and printed codes"),
    basis=_("Art. 6(1)(f) GDPR: show later who printed what"),
    retention=_("as long as the portal exists"),
    subject=nobody,
)
personal_data(
    "registration.InvitationCode",
    label=_("Access codes by post"),
    purpose=_("Make sure that only the right person gets into the portal"),
    basis=CONTRACT,
    retention=_("as long as the customer is kept"),
    subject="party=parties.Party",
    controller="run__entity",
    export=queries.code_told,
)
personal_data(
    "registration.Application",
    label=_("Registrations and applications"),
    purpose=_("Get into the portal, and show how the contract about it came about"),
    basis=CONTRACT,
    retention=_("until the account is closed; unconfirmed ones 14 days after the last link, declined ones 30 days"),
    subject=queries.applications_about,
    controller="entity",
    data_class=DataClass.MASTER,
    export=queries.application_told,
)
personal_data(
    "registration.Link",
    label=_("Links by e-mail"),
    purpose=_("Confirm an e-mail address"),
    basis=CONTRACT,
    retention=_("with the registration"),
    subject=nobody,
)
personal_data(
    "registration.Evidence",
    label=_("Evidence of the registration"),
    purpose=_("Show when and from where somebody registered, if it is disputed"),
    basis=_("Art. 6(1)(f) GDPR: proof of the registration"),
    retention=_("as long as the account, deleted with it"),
    subject="user=accounts.User",
    fields=Fields(labels={"registered_at": _("Registered on"), "address": _("IP address")}),
    hidden=("user",),
)
