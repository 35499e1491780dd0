"""All that leaving registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.extension import AccountLine, account_lines
from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.leaving import queries, services
from quartier.core.leaving.rules import Way
from quartier.core.parties.extension import PartyAction, party_actions, relationships_changed
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.kit.access import Audience

account_lines.register(
    "leaving",
    AccountLine(
        label=_("Close the access"),
        value=lambda _request: "",
        address=lambda: reverse("leaving:overview"),
        change=_("What ends, what stays"),
        shown=lambda request: (
            request.user.audience == Audience.CUSTOMER
            and request.user.acts_for is None
            and ("users" if request.user.account_id else "declare") in request.user.customer_rights
        ),
        order=990,
    ),
)
party_actions.register(
    "leaving", PartyAction("parties.edit", "leaving:office_close", _("Close portal access"), icon="people", order=90)
)
relationships_changed.register("leaving", services.settle)

fact("leaving.closed", _("Access to the portal closed"), words={"way": {one.value: _(one.label) for one in Way}})

deadline(
    services.NOTICE,
    DeadlineKind(label=_("Notice that the portal access ends"), effect=services.tell_ahead),
)
deadline(
    services.END,
    DeadlineKind(
        label=_("End of the portal access"),
        promise=_("Your access ends with this day, unless a new contract begins. Take your data with you before."),
        effect=services.end_by_time,
        href=lambda subject: reverse("parties:customer", args=[int(subject.rpartition(":")[2])]),
    ),
)

personal_data(
    "leaving.Leaving",
    label=_("Ends of portal accesses"),
    purpose=_("Show that and how an access was closed"),
    basis=_("Art. 6(1)(b) and (f) GDPR: contract, claims"),
    retention=Retention(
        _("three years to the end of the year (§§ 195, 199 BGB)"), queries.kept_until, due=queries.outlived
    ),
    subject="party=parties.Party",
    hidden=("party", "note"),
    fields=Fields(others=frozenset({"noted_by"})),
    export=queries.told,
)
