"""All that contracts registers elsewhere, on one page."""

from django.utils.translation import gettext_lazy as _

from quartier.core.audit.extension import fact
from quartier.core.contracts import queries
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data

fact("contracts.concluded", _("Contract concluded"))

PERFORM = _("Conclude, perform and end contracts")
CONTRACT = _("Art. 6(1)(b), (c) GDPR")
WITH_CONTRACT = Retention(
    _("as long as the contract (§ 147 AO)"), queries.kept_with_contract, due=queries.past_with_contract
)
personal_data(
    "contracts.Contract",
    label=_("Contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
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
no_person("contracts.InvoiceDate", _("dates of invoices; the contract names the customer"))
personal_data(
    "contracts.Ending",
    label=_("Notices of contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "side": _("Given by"),
            "way": _("Kind of notice"),
            "received_on": _("Received on"),
            "ends_on": _("Ends on"),
            "reason": _("Reason"),
            "noted_at": _("Noted on"),
            "revoked_at": _("Taken back by agreement"),
            "revoked_because": _("Why it was taken back"),
        }
    ),
    hidden=("declaration", "document", "derivation", "noted_by", "refund_hint"),
    erase=None,
)
personal_data(
    "contracts.Candidate",
    label=_("Grounds to end a contract that staff decide about"),
    purpose=_("Let a person decide whether a contract is ended for a good cause"),
    basis=_("Art. 6(1)(b), (f) GDPR: contract, claims"),
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "ground": _("Ground"),
            "state": _("State"),
            "note": _("Note"),
            "found_at": _("Found"),
            "decided_at": _("Decided"),
            "reason": _("Reason"),
        }
    ),
    hidden=("seen", "found_by", "decided_by"),
    erase=None,
)
personal_data(
    "contracts.Amendment",
    label=_("Amendments of contracts"),
    purpose=PERFORM,
    basis=CONTRACT,
    retention=WITH_CONTRACT,
    subject="contract__party=parties.Party",
    controller="contract__relationship__legal_entity",
    fields=Fields(
        labels={
            "contract": _("Contract"),
            "number": _("Number of the amendment"),
            "title": _("What changes"),
            "words": _("Wording"),
            "signed_on": _("Signed on"),
            "effective_on": _("Holds from"),
            "noted_at": _("Noted on"),
        }
    ),
    hidden=("document", "noted_by"),
    erase=None,
)
personal_data(
    "contracts.Agreement",
    label=_("Agreements in writing"),
    purpose=_("Know what was agreed besides the terms"),
    basis=CONTRACT,
    retention=Retention(
        _("as commercial letters (§ 257 HGB)"), queries.agreement_kept_until, due=queries.agreements_past
    ),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "subject": _("About"),
            "kind": _("What was agreed"),
            "words": _("Wording"),
            "agreed_on": _("Agreed on"),
            "channel": _("How it was agreed"),
            "noted_at": _("Noted on"),
        }
    ),
    hidden=("party", "document", "noted_by"),
    erase=None,
)
