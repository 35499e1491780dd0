"""What a customer's own program does with the agreement on processing: reads it, concludes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.processing.forms import ConcludeForm
from quartier.core.processing.models import LegalText
from quartier.core.processing.queries import agreements as queries
from quartier.core.processing.rules import Part as Kind
from quartier.core.processing.views import agreements
from quartier.kit.api import COUNT, INSTANT, TEXT, YES, Call, Listing, Part, Parts, Plain, acts, endpoint

MANY: Final = 1000
WORDS: Final = Parts(
    Part("id", COUNT, _("Send this with the conclusion")),
    Part("version", COUNT, _("Tell versions apart")),
    Part("published_at", INSTANT, _("Say since when it holds")),
    Part("body", TEXT, _("The text that is concluded")),
    empty=True,
)
CONCLUDED: Final = Parts(
    Part("text", COUNT, _("Which version of the agreement")),
    Part("annex", COUNT, _("Which version of the annex")),
    Part("signatory", TEXT, _("Who concluded it")),
    Part("concluded_at", INSTANT, _("Say when")),
    Part("document", Plain("integer", empty=True), _("Find the copy among the documents")),
)
AGREEMENT: Final = Parts(
    Part("text", WORDS, _("The agreement in force")),
    Part("annex", WORDS, _("The annex of measures in force")),
    Part("is_current", YES, _("Tell whether this version is concluded")),
    Part("concluded", Listing(CONCLUDED, MANY), _("What was concluded, newest first")),
)


def _words(row: LegalText | None) -> dict[str, Any] | None:
    return WORDS.of(row, id=row.pk) if row else None


@endpoint("GET", like=agreements.own, summary=_("Read the agreement on processing"), gives=AGREEMENT,
          stands_for=("processing:agreement",))  # fmt: skip
def agreement(request: Call) -> Mapping[str, Any]:
    """Tell the agreement with its annex, and what was concluded."""
    text, annex = queries.current_text(Kind.AGREEMENT), queries.current_text(Kind.MEASURES)
    rows = queries.agreements_of(agreements.own_party(request).pk)
    return {
        "text": _words(text),
        "annex": _words(annex),
        "is_current": any((row.text, row.annex) == (text, annex) for row in rows),
        "concluded": [
            CONCLUDED.of(row, text=row.text.version, annex=row.annex.version, document=row.document_id) for row in rows
        ],
    }


conclude = acts(
    agreements.conclude, ConcludeForm, summary=_("Conclude the agreement on processing"),
    stands_for=("processing:conclude",),
)  # fmt: skip
