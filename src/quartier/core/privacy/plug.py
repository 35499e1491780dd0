"""All that privacy registers elsewhere, on one page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact, fact_labels
from quartier.core.audit.services import erase_content
from quartier.core.privacy.extension import (
    NO_ANALYSIS_COOKIE,
    Retention,
    Subject,
    cookie,
    no_person,
    nobody,
    personal_data,
)
from quartier.core.privacy.queries import outlived
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("privacy.log", _("Read the log of requests"), StaffRole.PRIVACY)
grant("privacy.counts", _("See counts of page views"), StaffRole.PRIVACY, StaffRole.EDITOR)
grant("privacy.information", _("Read what is stored of a person"), StaffRole.PRIVACY)
grant("privacy.erasure", _("See what is to be erased"), StaffRole.PRIVACY)

register(Entry(Area.OFFICE, "privacy:log", _("Request log"), icon="list", section=Section.PRIVACY, order=20))
register(Entry(Area.OFFICE, "privacy:use", _("Use of pages"), icon="chart", section=Section.PRIVACY, order=40))

fact("analysis.objected", _("Objection to the counting of page views"))
fact("personal_data.told", _("Information given about a person"))
fact("personal_data.handed_over", _("Data handed over to a person to take along"))
fact("personal_data.erased", _("Data of a person erased"))
fact("personal_data.erased_again", _("Data of a person erased again after a restore"))

YEAR = timedelta(days=365)
cookie(settings.SESSION_COOKIE_NAME, _("Keeps you logged in and your messages until you log out."))
cookie(settings.CSRF_COOKIE_NAME, _("Protects forms against being sent by other websites."),
       lifetime=timedelta(seconds=settings.CSRF_COOKIE_AGE))  # fmt: skip
cookie(settings.LANGUAGE_COOKIE_NAME, _("Remembers German or English as you chose."), lifetime=YEAR)
cookie(NO_ANALYSIS_COOKIE, _("Remembers that you do not want your page views to be counted."), lifetime=YEAR)

SECURITY = _("Art. 6(1)(f) GDPR: security of the systems")
DUTY = _("Art. 6(1)(c) GDPR: duty to prove")


def _facts(subject: Subject) -> Q:
    """What happened to a person's data or account, and what they did themselves."""
    about = {f"{label.lower()}:{key}" for label, key in subject.ids.items()}
    user = subject.ids.get("accounts.User")
    did = Q(actor_kind="customer", actor_key=str(user)) if user else Q(pk__in=[])
    return Q(subject__in=about) | did


def _all_facts(subject: Subject) -> Q:
    """The same, and what others did on the person's behalf."""
    return _facts(subject) | Q(behalf__in={f"{label.lower()}:{key}" for label, key in subject.ids.items()})


def _own_facts(subject: Subject) -> Q:
    """What a person did themselves with their account."""
    user = subject.ids.get("accounts.User")
    return Q(fact__actor_kind="customer", fact__actor_key=str(user)) if user else Q(pk__in=[])


def _told_fact(fact: Any) -> dict[Any, Any]:
    """Tell a fact in the words of the protocol, not in those of the program."""
    return {_("When"): fact.at, _("What"): str(fact_labels.get(fact.kind) or fact.kind), _("Who"): fact.actor_name}


def _told_origin(origin: Any) -> dict[Any, Any]:
    return {_("When"): origin.fact.at, _("IP address"): origin.ip}


personal_data(
    "privacy.RequestRecord",
    label=_("Requests of browsers"),
    purpose=_("Keep the website running and secure"),
    basis=SECURITY,
    retention=_("IP addresses seven days at the longest, the anonymous rest one year"),
    subject=nobody,
)
personal_data(
    "audit.Fact",
    label=_("What happened with the data"),
    purpose=_("Show later who changed what"),
    basis=DUTY,
    retention=Retention(
        _("ten years to the end of the year (§ 199(4) BGB); then details and names go, the bare entry stays"),
        due=outlived("at"),
    ),
    subject=_all_facts,
    hidden=("actor_key", "salt"),
    export=_told_fact,
    erase=erase_content,
)
personal_data(
    "audit.Origin",
    label=_("IP addresses of what you did"),
    purpose=_("Show later from where something was done"),
    basis=SECURITY,
    retention=_("not kept, unless the policy says so; then as many days as it says, usually seven at most"),
    subject=_own_facts,
    hidden=("fact", "salt"),
    export=_told_origin,
)
personal_data(
    "audit.Confirmation",
    label=_("Confirmed statements"),
    purpose=_("Show later what was declared"),
    basis=DUTY,
    retention=Retention(
        _("ten years to the end of the year (§ 199(4) BGB); then details and names go, the bare entry stays"),
        due=outlived("confirmed_at"),
    ),
    subject=_facts,
    hidden=("actor_key", "salt"),
    erase=erase_content,
)
personal_data(
    "mfa.Authenticator",
    label=_("Second factor"),
    purpose=_("Protect the account by a second factor"),
    basis=SECURITY,
    retention=_("until it is removed"),
    subject="user=accounts.User",
    hidden=("data", "user"),
)
personal_data(
    "account.EmailAddress",
    label=_("Address for logging in"),
    purpose=_("Log in and reach somebody"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=_("as long as the account exists"),
    subject="user=accounts.User",
    hidden=("user",),
)
personal_data(
    "account.EmailConfirmation",
    label=_("Confirmation of an address"),
    purpose=_("Confirm an e-mail address"),
    basis=_("Art. 6(1)(b) GDPR"),
    retention=_("until it is used or expires"),
    subject="email_address__user=accounts.User",
    hidden=("key", "email_address"),
)
personal_data(
    "procrastinate.ProcrastinateJob",
    label=_("Work in the background"),
    purpose=_("Do work in the background"),
    basis=SECURITY,
    retention=_("a few days after the work is done, 30 days if it failed; jobs carry numbers, no contents"),
    subject=nobody,
)
personal_data(
    "procrastinate.ProcrastinatePeriodicDefer",
    label=_("Times of work in the background"),
    purpose=_("Do work in the background"),
    basis=SECURITY,
    retention=_("a few days after the work is done, 30 days if it failed; jobs carry numbers, no contents"),
    subject=nobody,
)

no_person("privacy.PageCount", "counts kinds of pages per day, without any trait of a visitor")
no_person("auth.Permission", "Django's table of permissions, unused: roles are code")
no_person("auth.Group", "Django's table of groups, unused: roles are code")
no_person("contenttypes.ContentType", "names of models")
