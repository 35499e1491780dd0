"""What a customer's own program does with contracts: reads them, and ends one where that is possible here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.contracts import queries, rules
from quartier.core.contracts.forms import NoticeForm
from quartier.core.contracts.queries import pages
from quartier.core.contracts.views import portal
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.api import COUNT, DAY, DAY_IF_ANY, TEXT, YES, Call, Listing, Part, Parts, acts, endpoint
from quartier.kit.clock import day_of

MANY: Final = 1000
CONTRACT: Final = Parts(
    Part("id", COUNT, _("Find the contract")),
    Part("kind", TEXT, _("Say what kind of contract it is")),
    Part("number", TEXT, _("Name the contract as letters do")),
    Part("subject", TEXT, _("Say what it is about")),
    Part("started_on", DAY, _("Say since when it runs")),
    Part("ended_on", DAY_IF_ANY, _("Say when it ended")),
    Part("contracting_party", TEXT, _("Name the company that is bound by it")),
    Part("state", TEXT, _("Say what has become of it")),
    Part("next_end_on", DAY_IF_ANY, _("Say with which day notice of today can end it")),
)
CONTRACTS: Final = Parts(Part("contracts", Listing(CONTRACT, MANY), _("List the customer's contracts")))
REASON: Final = Parts(
    Part("text", TEXT, _("Say one step of how the end is found")),
    Part("source", TEXT, _("Name where it is written")),
)
END: Final = Parts(
    Part("way", TEXT, _("Name the way to end it, as the notice takes it")),
    Part("available", YES, _("Tell whether it is open at present")),
    Part("ends_on", DAY_IF_ANY, _("Say with which day it would end")),
    Part("arrive_by_on", DAY_IF_ANY, _("Say until when notice leads to the same end")),
    Part("form", TEXT, _("Say in which form notice has to be given")),
    Part("reasons", Listing(REASON, MANY), _("Show how the end is found")),
)
TEXT_OF: Final = Parts(
    Part("kind", TEXT, _("Say which text it is")),
    Part("name", TEXT, _("Name the version")),
    Part("version", COUNT, _("Find the version")),
)
ONE: Final = Parts(
    *CONTRACT.by_name.values(),
    Part("address", TEXT, _("Say where the company can be reached by post")),
    Part("represented_by", TEXT, _("Name who acts for the company")),
    Part("texts", Listing(TEXT_OF, MANY), _("List the versions that govern it")),
    Part("ends", Listing(END, MANY), _("List every way to end it")),
)


def _contract(request: Call, line: queries.Line, shape: Parts = CONTRACT, **more: Any) -> dict[str, Any]:
    row, entity = line.contract, parties.contracting_party(line.tie)
    reads, today = providers.portal_of(request).policy, day_of(request.now)
    known = {
        "contracting_party": entity.name,
        "state": str(row.get_state_display()) if row else "",
        "next_end_on": queries.next_end(row, today, reads) if row else None,
    }
    return shape.of(line.tie, id=line.tie.pk, kind=str(line.tie.get_kind_display()), **known, **more)


@endpoint(
    "GET", like=portal.contracts, summary=_("List your contracts"), gives=CONTRACTS,
    stands_for=("contracts:contracts",),
)  # fmt: skip
def contracts(request: Call) -> Mapping[str, Any]:
    """Tell the customer's contracts, each with its contracting party."""
    return {"contracts": [_contract(request, line) for line in queries.lines_of(portal.own_party(request))]}


@endpoint(
    "GET", like=portal.contract, summary=_("Read one contract"), gives=ONE,
    stands_for=("contracts:contract", "contracts:confirmation", "contracts:letter", "contracts:letter_file"),
)  # fmt: skip
def contract(request: Call, relationship_id: int) -> Mapping[str, Any]:
    """Tell one contract with its texts and every way to end it; a stranger's is 404."""
    line = portal.own_line(request, relationship_id)
    row, entity = line.contract, parties.contracting_party(line.tie)
    texts = queries.texts_at(row, row.ended_at or request.now) if row else ()
    shown = pages.shown_ends(row, rules.Side.CUSTOMER, day_of(request.now)) if row and not pages.is_over(row) else ()
    return _contract(
        request, line, ONE, address=f"{entity.street}, {entity.postcode} {entity.city}",
        represented_by=entity.represented_by, ends=[_end(one) for one in shown],
        texts=[{"kind": one.kind, "name": str(one.version), "version": one.version_id} for one in texts],
    )  # fmt: skip


def _end(one: pages.Shown) -> dict[str, Any]:
    reasons = [{"text": text, "source": source} for text, source in one.reasons]
    return END.of(one.end, way=one.end.way.value, form=_t(one.end.form.label), reasons=reasons)


notice = acts(
    portal.notice, NoticeForm, summary=_("End a contract where that can be done here"),
    stands_for=("contracts:notice",),
)  # fmt: skip
