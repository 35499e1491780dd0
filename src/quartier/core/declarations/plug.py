"""All that declarations registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.declarations import queries
from quartier.core.declarations.labels import CHANNELS, KINDS, STATES
from quartier.core.privacy.extension import Fields, Retention, personal_data

fact("declarations.received", _("Declaration received"), words={"kind": KINDS, "channel": CHANNELS})
fact("declarations.matched", _("Declaration matched"))
fact("declarations.decided", _("Declaration decided"), words={"kind": KINDS, "state": STATES})
fact("declarations.answered", _("Declaration answered by letter"))

personal_data(
    "declarations.Declaration",
    label=_("Declarations"),
    purpose=_("Receive notices, withdrawals and objections, and prove when and how they came"),
    basis=_("Art. 6(1)(b), (c), (f) GDPR"),
    retention=Retention(_("as commercial letters (§ 257 HGB, § 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="entity",
    fields=Fields(
        others=frozenset({"noted_by", "settled_by"}),
        labels={
            "kind": _("Declaration"),
            "name": _("Name"),
            "contact": _("Answer to"),
            "about": _("About"),
            "words": _("Words"),
            "wishes": _("Wishes"),
            "channel": _("How it came"),
            "form": _("Form"),
            "needed": _("Form needed"),
            "received_at": _("Received"),
            "dispatched_on": _("Sent"),
            "state": _("State"),
            "outcome": _("What came of it"),
            "settled_at": _("Decided"),
            "answer": _("Answered"),
        },
    ),
    hidden=("party", "subject", "evidence", "entity", "noted_by", "settled_by", "once"),
)
