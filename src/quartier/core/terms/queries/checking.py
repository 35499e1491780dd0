"""What is wrong with a text: unfinished places, and clauses that the law does not let stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.policies import IdentityPolicy
from quartier.core.providers.policies.identity import CONSUMERS
from quartier.core.providers.queries import policy
from quartier.core.terms.models import LegalText, TextKind, TextVersion, VersionState
from quartier.core.terms.queries.documents import Document
from quartier.core.terms.rules import Block, Defect, DefectKind, blocks, defects
from quartier.kit import formats
from quartier.law import clauses as law

REQUIRED: Final = (TextKind.PRIVACY, TextKind.TERMS)
LAW_KINDS: Final = {"price_list": "prices"}
SENTENCES: Final[Mapping[DefectKind, Any]] = {
    DefectKind.PLACEHOLDER: _("Paragraph %(place)s holds a placeholder that nobody has filled in: %(words)s"),
    DefectKind.EMPTY_LIST: _("Paragraph %(place)s announces a list, but nothing follows: %(words)s"),
    DefectKind.NAME_LOST: _("Paragraph %(place)s seems to have lost a name: %(words)s"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One defect as staff read it, with the paragraph it stands in."""

    sentence: str
    anchor: str
    blocks_publishing: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause to look at as staff read it: how grave, its words, why, and the source."""

    label: str
    severity: str
    quote: str
    why: str
    source: str


def paragraphs(row: TextVersion | Document) -> list[Block]:
    """Return the paragraphs of a version, each with its anchor."""
    return blocks(row.body, marked=row.is_marked)


def sentence_of(defect: Defect) -> str:
    """Return a defect in words."""
    return str(SENTENCES[defect.kind]) % {"place": defect.anchor.removeprefix("p"), "words": defect.words}


def checked(row: TextVersion) -> list[Checked]:
    """Return what is unfinished in a version."""
    found = defects(paragraphs(row), form_to_fill=row.text.kind == TextKind.WITHDRAWAL)
    return [Checked(sentence_of(one), one.anchor, one.blocks_publishing) for one in found]


def obstacles(row: TextVersion) -> list[str]:
    """Return what blocks the publishing of a version, one sentence each; a text that was in force is taken as it is."""
    return [] if row.is_legacy else [one.sentence for one in checked(row) if one.blocks_publishing]


def flagged() -> list[tuple[TextVersion, list[Checked]]]:
    """Return the versions in force that are unfinished all the same: taken over as they were (QX-56)."""
    rows = TextVersion.objects.filter(state=VersionState.PUBLISHED, is_legacy=True).select_related("text")
    return [(row, found) for row in rows.defer("source") if (found := checked(row))]


def unfinished() -> Sequence[str]:
    """Return what keeps a portal from being published: a text that is missing."""
    known = set(
        LegalText.objects.filter(versions__state=VersionState.PUBLISHED).values_list("kind", flat=True).distinct()
    )
    labels = [kind.label for kind in REQUIRED if kind.value not in known]
    return [_t("The text “%(text)s” is missing.") % {"text": label} for label in labels]


def clauses(row: TextVersion, on: date) -> list[Clause]:
    """Return what the law says on a day against clauses of a version, used as this provider uses it."""
    who = policy.in_force(IdentityPolicy, on)
    facts = law.Facts(
        consumers=who.serves_consumers, businesses=bool(who.customer_types - CONSUMERS), online=True,
        withdrawal_function=True if who.serves_consumers else None,
    )  # fmt: skip
    say = formats.voice()
    return [
        Clause(say(one.severity.label), one.severity.value, one.quote, one.why.text(say), one.source)
        for one in law.find(row.body, kind=LAW_KINDS.get(row.text.kind, row.text.kind), on=on, facts=facts)
    ]
