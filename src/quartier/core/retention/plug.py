"""All that retention registers elsewhere, on one page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from quartier.core.audit.extension import fact
from quartier.core.deadlines.extension import DeadlineKind, deadline
from quartier.core.insight.extension import shows_person
from quartier.core.parties.extension import PartyAction, party_actions
from quartier.core.privacy.extension import Fields, Retention, holds, left_alone, personal_data
from quartier.core.providers.extension import OpenWork, open_work
from quartier.core.retention import queries, services
from quartier.kit.clock import day_of
from quartier.kit.navigation import Area, Entry, Section, register
from quartier.kit.roles import StaffRole, grant

shows_person("hold_id", pgettext_lazy("insight", "Legal hold"), table="retention_legalhold", person="party_id")
shows_person("restriction_id", _("Restriction of a person's data"), table="retention_restriction", person="party_id")

grant("retention.view", _("See what is kept for how long"), StaffRole.PRIVACY)
grant("retention.decide", _("Decide on legal holds"), StaffRole.PRIVACY)
# Whoever works on rights also meets what daily work does not.
grant("privacy.restricted", _("Meet data whose processing is restricted"), StaffRole.PRIVACY)

register(Entry(Area.OFFICE, "retention:overview", _("Retention"), icon="clock", section=Section.PRIVACY, order=10))
party_actions.register(
    "retention.hold", PartyAction("retention.decide", "retention:hold", _("Legal hold"), icon="shield", order=60)
)
party_actions.register(
    "retention.restrict", PartyAction("retention.decide", "retention:restrict", _("Restrict"), icon="shield", order=70)
)

fact("retention.held", _("Legal hold set"))
fact("retention.reviewed", _("Legal hold looked at and kept"))
fact("retention.review_due", _("Legal hold to be looked at"))
fact("retention.hold_lifted", _("Legal hold lifted"))
fact("retention.restricted", _("Data restricted at the person's wish"))
fact("retention.end_told", _("Person told that a restriction ends"))
fact("retention.restriction_lifted", _("Restriction lifted"))
fact("retention.ran", _("Data whose time was over erased or restricted"))

deadline(
    services.REVIEW,
    DeadlineKind(
        label=_("Look at a legal hold again"),
        promise=_("Whether the hold is still needed is decided by then."),
        effect=services.note_review,
        href=lambda subject: reverse("retention:look_again", args=[int(subject.rpartition(":")[2])]),
    ),
)
holds.register("retention", queries.why_held)


def _with_a_hold_or_restriction() -> Iterable[int]:
    yield from queries.holds_in_force().values_list("party_id", flat=True)
    yield from queries.restrictions_in_force().values_list("party_id", flat=True)


left_alone.register("retention", _with_a_hold_or_restriction)

EVIDENCE = _("while it holds, then three years to the end of the year (§§ 195, 199 BGB)")
personal_data(
    "retention.LegalHold",
    label=_("Legal holds"),
    purpose=_("Keep what a case needs, and show later why it was kept"),
    basis=_("Art. 17(3)(e) GDPR: claims"),
    retention=Retention(EVIDENCE, queries.kept_until, due=queries.outlived),
    subject="party=parties.Party",
    hidden=("party",),
    fields=Fields(
        labels={
            "set_by": _("Set by"),
            "review_on": _("To be looked at again on"),
            "lifted_at": _("Lifted on"),
            "lifted_by": _("Lifted by"),
            "lifted_because": _("Lifted because"),
        }
    ),
)
personal_data(
    "retention.Restriction",
    label=_("Restrictions at the person's wish"),
    purpose=_("Restrict data at the person's wish, and show later that it was done"),
    basis=_("Art. 6(1)(c), Art. 18 GDPR: legal duty"),
    retention=Retention(EVIDENCE, queries.kept_until, due=queries.outlived),
    subject="party=parties.Party",
    hidden=("party",),
    fields=Fields(
        labels={
            "ground": _("Ground"),
            "since_at": _("Since"),
            "set_by": _("Set by"),
            "told_at": _("Person told on"),
            "ends_because": _("Ends because"),
            "lifted_at": _("Lifted on"),
            "lifted_by": _("Lifted by"),
        }
    ),
)

open_work.register(
    "retention.reviews",
    OpenWork(
        "retention.decide",
        lambda n: ngettext("Look at %(n)s legal hold again", "Look at %(n)s legal holds again", n) % {"n": n},
        lambda: reverse("retention:overview"),
        lambda request: queries.count_to_review(day_of(request.now)),
        icon="shield",
        order=6,
    ),
)
