"""All that blocks registers elsewhere, on one page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import Words, fact
from quartier.core.blocks import queries
from quartier.core.blocks.extension import CandidateKind, candidate
from quartier.core.blocks.labels import GROUNDS, SERVICES
from quartier.core.blocks.models import ScopeChoice, TermChoice, Way
from quartier.core.blocks.services.ending import end_of_day
from quartier.core.blocks.services.imposing import END
from quartier.core.blocks.services.limiting import DISTURBANCE
from quartier.core.blocks.services.reachable import UNREACHABLE, found, lost
from quartier.core.blocks.services.reaching import keep_newcomers_out
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions, relationships_changed
from quartier.core.privacy.extension import Fields, Retention, personal_data
from quartier.core.profile.extension import Reachability, reachability
from quartier.core.providers.extension import OpenWork, open_work
from quartier.kit.clock import day_of
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

grant("blocks.edit", _("Block customers and lift blocks"), StaffRole.CLERK, StaffRole.BOOKKEEPER, scoped=True)

register(
    Entry(
        Area.OFFICE,
        "blocks:list",
        pgettext_lazy("menu", "Blocks"),
        icon="shield",
        section=Section.CUSTOMERS,
        order=40,
        count=lambda request: queries.candidates(request.user),
    )
)
party_actions.register(
    "blocks.customer",
    PartyAction("blocks.edit", "blocks:customer", pgettext_lazy("menu", "Blocks"), icon="shield", order=55),
)
relationships_changed.register("blocks", keep_newcomers_out)

shows_person("block_id", pgettext_lazy("insight", "Block"), table="blocks_block", person="party_id")
shows_person("warning_id", _("Warning before a block"), table="blocks_warned", person="party_id")
shows_person("candidate_id", _("Candidate for a block"), table="blocks_candidate", person="party_id")
shows_person(
    "ground_id",
    _("Ground of a block"),
    table="blocks_blockground",
    person="(SELECT b.party_id FROM blocks_block b WHERE b.id = thing.block_id)",
)

WORDS: dict[str, Words] = {
    "scope": dict(ScopeChoice.choices),
    "term": dict(TermChoice.choices),
    "way": dict(Way.choices),
    "told": dict(Way.choices),
    "grounds": GROUNDS,
    "services": SERVICES,
}
LIMITS = {"messages": _("Messages within an hour"), "requests": _("Requests within an hour")}
DETAILS = {
    "block": _("Number of the block"),
    "warning": _("Number of the warning"),
    "candidate": _("Number of the candidate"),
    "grounds": _("Grounds"),
    "scope": _("Blocked"),
    "services": _("Blocked services"),
    "term": _("How long"),
    "urgency": _("Why it cannot wait"),
    "told": _("Customer told"),
    "not_responsible": _("Without the customer being responsible"),
}
fact("block.warned", _("Customer warned before a block"), adverse=True, words=WORDS, details=DETAILS)
fact("block.warning_withdrawn", _("Warning withdrawn"), details=DETAILS)
fact("block.imposed", _("Access blocked"), adverse=True, words=WORDS, details=DETAILS)
fact("block.changed", _("Block changed"), adverse=True, words=WORDS, details=DETAILS)
fact("block.ground_ended", _("Ground of a block is gone"), words=WORDS, details=DETAILS)
fact("block.lifted", _("Block lifted"), words=WORDS, details=DETAILS)
fact("block.candidate_raised", _("Put before the staff as a candidate for a block"), details=DETAILS)
fact("block.candidate_dismissed", _("Candidate for a block settled without one"), details=DETAILS)

fact("limit.exceeded", _("Sent more than the limits allow"), words={"limit": LIMITS}, details={"limit": _("Limit")})
candidate(UNREACHABLE, CandidateKind(_("E-mail address unreachable")))
reachability.register("blocks", Reachability(lost, found))
candidate(
    DISTURBANCE,
    CandidateKind(
        _("Sent too much again and again"), lambda item: reverse("threads:customer", args=[item.rpartition(":")[2]])
    ),
)

deadline(
    END,
    DeadlineKind(
        label=_("End of a block"),
        promise=_("Then the access is open again."),
        effect=end_of_day,
    ),
)

BASIS = _("Art. 6(1)(b), (f) GDPR: keep to the terms, protect others and the service")
KEPT = _("while it is in force, then three years to the end of the year (§§ 195, 199 BGB)")
personal_data(
    "blocks.Warned",
    label=_("Warnings"),
    purpose=_("Show that a warning went before a block"),
    basis=BASIS,
    retention=Retention(KEPT, queries.warning_kept_until, due=queries.warnings_due),
    subject="party=parties.Party",
    hidden=("party", "warned_by"),
    fields=Fields(
        labels={
            "grounds": _("Grounds"),
            "mend_by": _("To be put right until the end of"),
            "way": _("How the customer is told"),
            "warned_at": _("Warned on"),
            "withdrawn_at": _("Warning withdrawn on"),
        }
    ),
)
personal_data(
    "blocks.Block",
    label=_("Blocks of the access"),
    purpose=_("Keep somebody out who breaks the terms, and show why"),
    basis=BASIS,
    retention=Retention(KEPT, queries.block_kept_until, due=queries.blocks_due),
    subject="party=parties.Party",
    hidden=("party", "warning", "imposed_by", "lifted_by"),
    fields=Fields(
        labels={
            "scope": _("Blocked"),
            "services": _("Blocked services"),
            "term": _("How long"),
            "last_on": _("Last day of the block"),
            "urgency": _("Why it cannot wait"),
            "not_responsible": _("Without the customer being responsible"),
            "imposed_at": _("Blocked on"),
            "lifted_at": _("Lifted on"),
            "lifted_because": _("Lifted because"),
        }
    ),
)
personal_data(
    "blocks.BlockGround",
    label=_("Grounds of blocks"),
    purpose=_("Keep somebody out who breaks the terms, and show why"),
    basis=BASIS,
    retention=_("as long as the block"),
    subject="block__party=parties.Party",
    hidden=("block", "item"),
    fields=Fields(labels={"ground": pgettext_lazy("block", "Ground"), "ended_at": _("Gone on"),
                          "ended_because": _("Gone because")}),
)  # fmt: skip
personal_data(
    "blocks.Candidate",
    label=_("Candidates for a block"),
    purpose=_("Let a person decide about what programs have found"),
    basis=BASIS,
    retention=Retention(
        _("until a person has decided, then three years to the end of the year (§§ 195, 199 BGB)"),
        queries.candidate_kept_until,
        due=queries.candidates_due,
    ),
    subject="party=parties.Party",
    hidden=("party", "kind", "item", "decided_by"),
    fields=Fields(
        labels={
            "ground": pgettext_lazy("block", "Ground"),
            "raised_at": _("Found on"),
            "decided_at": _("Decided on"),
            "reason": _("Reason"),
        }
    ),
)

open_work.register(
    "blocks.candidates",
    OpenWork(
        "blocks.edit",
        lambda n: ngettext("%(n)s candidate for a block waits", "%(n)s candidates for a block wait", n) % {"n": n},
        lambda: reverse("blocks:candidates"),
        lambda request: queries.candidates(request.user),
        icon="shield",
        order=12,
    ),
)
open_work.register(
    "blocks.left_over",
    OpenWork(
        "blocks.edit",
        lambda n: (
            ngettext("%(n)s block has lost its ground or its time", "%(n)s blocks have lost their ground or time", n)
            % {"n": n}
        ),
        lambda: reverse("blocks:list"),
        lambda request: queries.left_over(request.user, day_of(request.now)),
        icon="shield",
        order=13,
    ),
)
