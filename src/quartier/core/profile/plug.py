"""All that profile registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartier.core.accounts.extension import AccountLine, account_lines, address_changed, password_changed
from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.inbox.extension import address_gone, carries_secret
from quartier.core.insight.extension import shows_person
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.profile import queries, services
from quartier.core.profile.mails import AddressLinkMail
from quartier.core.profile.rules import Occasion
from quartier.core.profile.views.portal import waits
from quartier.core.providers.extension import OpenWork, feature, open_work
from quartier.kit.access import Audience
from quartier.kit.gates import Gate, gates
from quartier.kit.navigation import Area, Entry, Section, register

shows_person("change_id", _("Name or birthday"), table="profile_identitychange", person="party_id")

feature("my_data", _("My data"), _("Customers change their own contact details."))

register(Entry(Area.PORTAL, "profile:my_data", _("My data"), order=90, personal=True))
register(
    Entry(
        Area.OFFICE,
        "profile:notices",
        _("Changed data"),
        icon="people",
        section=Section.WORK,
        order=50,
        count=lambda request: queries.open_notices(request.user),
    )
)
account_lines.register(
    "profile",
    AccountLine(
        label=_("My data"),
        value=lambda request: "",
        address=lambda: reverse("profile:my_data"),
        change=_("Name, address, phone, e-mail"),
        shown=lambda request: request.user.audience == Audience.CUSTOMER,
        order=10,
    ),
)
gates.register("profile.contact", Gate("profile:review", waits, lambda _user: False))

address_changed.register("profile", services.note_login_address)
password_changed.register("profile", services.watch_password)
address_gone.register("profile", services.note_gone)
carries_secret(AddressLinkMail.template)

fact("profile.taken_over", _("Change taken over into the back office"))
fact("profile.identity_asked", _("Another name or birthday asked for"), words={"fields": queries.labels()})
fact("profile.identity_approved", _("Another name or birthday approved"))
fact("profile.identity_refused", _("Another name or birthday refused"), adverse=True)
fact("profile.identity_withdrawn", _("Wish for another name or birthday withdrawn"))
fact(
    "profile.confirmed",
    _("Contact data confirmed by the customer"),
    words={"occasion": {one.value: _(one.label) for one in Occasion}},
)
fact("profile.address_asked", _("Link sent to prove an e-mail address"))
fact("profile.address_confirmed", _("E-mail address confirmed"))
fact("profile.address_lost", _("E-mail address does not reach the customer any more"))
fact("profile.address_found", _("Customer is reached by e-mail again"))

deadline(
    services.PASSWORD_AGE,
    DeadlineKind(
        label=_("Change the password"),
        promise=_("You get a reminder by e-mail. The password goes on working."),
        effect=services.remind,
    ),
)

CONTRACT = _("Art. 6(1)(b) GDPR: the contract")
personal_data(
    "profile.ChangeNotice",
    label=_("Changes of your data"),
    purpose=_("Hand changes over to the back office"),
    basis=CONTRACT,
    retention=Retention(
        _("until they are taken over, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.notice_kept_until,
        due=queries.notices_over,
    ),
    subject="party=parties.Party",
    hidden=("party", "taken_over_by"),
    export=queries.notice_told,
)
personal_data(
    "profile.IdentityChange",
    label=_("Wishes for another name or birthday"),
    purpose=_("Check changes of what identifies somebody in a contract"),
    basis=CONTRACT,
    retention=Retention(
        _("until they are decided, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.wish_kept_until,
        due=queries.wishes_over,
    ),
    subject="party=parties.Party",
    hidden=("party",),
    fields=Fields(provided=frozenset({"wanted", "reason"})),
    export=queries.wish_told,
)
personal_data(
    "profile.Confirmation",
    label=_("Confirmations of contact data"),
    purpose=_("Ask only once a year whether contact data are right"),
    basis=_("Art. 5(1)(d) GDPR: accuracy; Art. 6(1)(b) GDPR"),
    retention=_("as long as the person is a customer"),
    subject="party=parties.Party",
    hidden=("party",),
    fields=Fields(labels={"occasion": _("Occasion"), "confirmed_at": _("Confirmed on")}),
)
personal_data(
    "profile.LostAddress",
    label=_("Addresses that e-mail does not reach"),
    purpose=_("Reach the customer"),
    basis=_("Art. 5(1)(d) GDPR: accuracy; Art. 6(1)(b) GDPR"),
    retention=_("as long as the person is a customer"),
    subject="party=parties.Party",
    hidden=("party",),
    fields=Fields(labels={"address": _("E-mail address"), "since_at": _("Since"), "ended_at": _("Ended on")}),
)
personal_data(
    "profile.AddressLink",
    label=_("Links to prove an address"),
    purpose=_("Make sure that an address belongs to the customer"),
    basis=CONTRACT,
    retention=_("two days"),
    subject="party=parties.Party",
    hidden=("party", "key_hash", "asked_by"),
    fields=Fields(
        labels={
            "address": _("E-mail address"),
            "asked_at": _("Asked on"),
            "expires_at": _("Valid until"),
            "used_at": _("Used on"),
        }
    ),
)

open_work.register(
    "profile.notices",
    OpenWork(
        "parties.edit",
        lambda n: (
            ngettext("%(n)s change of a customer to take over", "%(n)s changes of customers to take over", n) % {"n": n}
        ),
        lambda: f"{reverse('profile:notices')}?zustand=open",
        lambda request: queries.open_notices(request.user),
        icon="people",
        order=18,
    ),
)
open_work.register(
    "profile.identity",
    OpenWork(
        "parties.edit",
        lambda n: ngettext("%(n)s name or birthday to check", "%(n)s names or birthdays to check", n) % {"n": n},
        lambda: f"{reverse('profile:identities')}?zustand=open",
        lambda request: queries.open_identity_changes(request.user),
        icon="people",
        order=17,
    ),
)
open_work.register(
    "profile.lost",
    OpenWork(
        "parties.edit",
        lambda n: (
            ngettext("%(n)s customer is not reached by e-mail", "%(n)s customers are not reached by e-mail", n)
            % {"n": n}
        ),
        lambda: reverse("profile:lost"),
        lambda request: queries.lost_addresses(request.user),
        icon="mail",
        order=21,
    ),
)
