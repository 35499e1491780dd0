"""All that contracts registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.contracts import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data

fact("contracts.concluded", _("Contract concluded"))

personal_data(
    "contracts.Contract",
    label=_("Contracts"),
    purpose=_("Conclude, perform and end contracts"),
    basis=_("Art. 6(1)(b), (c) GDPR"),
    retention=Retention(_("after their end as long as vouchers (§ 147 AO)"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    controller="relationship__legal_entity",
    fields=Fields(
        labels={
            "relationship": _("Contract"),
            "scope": _("Kind of contract"),
            "standing": _("Concluded as"),
            "is_paid": _("For money"),
            "state": _("State"),
            "formed_by": _("Concluded by"),
            "concluded_at": _("Concluded"),
            "instructed_at": _("Instruction on withdrawal received"),
            "begun_at": _("Performance begun"),
            "performed_at": _("Performed in full"),
            "ends_on": _("Ends on"),
            "end_reason": _("Why it ends"),
            "ended_at": _("Ended"),
        }
    ),
    hidden=("party", "origin"),
    erase=None,
)
no_person("contracts.ContractText", _("which published texts govern a contract"))
