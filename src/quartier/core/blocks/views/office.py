"""What the office sees: the report by ground, one customer's blocks and warnings, candidates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quartier.core.blocks import queries
from quartier.core.blocks.extension import candidate_kinds
from quartier.core.blocks.labels import ground_label, scope_label, term_label
from quartier.core.blocks.models import Block, Candidate
from quartier.core.blocks.tables import BLOCKS
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request


def visible_party(request: Request, party_id: int) -> Any:
    """Return a customer whom this person may see; others are 404."""
    return get_object_or_404(parties.visible_parties(request.user), pk=party_id)


@require_safe
@access(Audience.STAFF, needs="blocks.edit")
def listing(request: Request) -> HttpResponseBase:
    """Report all blocks by ground; what nothing lifts by itself stands on top."""
    table = BLOCKS.bind(request, queries.grounds(request.user))
    counted = [(ground_label(key), now, known) for key, now, known in queries.counted(request.user)]
    context = {
        "table": table,
        "counted": counted,
        "left_over": queries.left_over(request.user, day_of(request.now)),
        "waiting": queries.candidates(request.user).count(),
    }
    return table.answer() or render(request, "blocks/list.html", context)


@require_safe
@access(Audience.STAFF, needs="blocks.edit")
def customer(request: Request, party_id: int) -> HttpResponse:
    """Show the blocks, warnings and candidates of one customer."""
    party = visible_party(request, party_id)
    context = {
        "party": party,
        "blocks": [_drawn(block) for block in queries.blocks(request.user).filter(party=party)],
        "warnings": [
            (row, "; ".join(ground_label(key) for key in row.grounds))
            for row in queries.warnings(request.user).filter(party=party)
        ],
        "candidates": [_told(row) for row in queries.candidates(request.user).filter(party=party)],
        "subject": parties.subject_of(party),
    }
    return render(request, "blocks/customer.html", context)


@require_safe
@access(Audience.STAFF, needs="blocks.edit")
def candidates(request: Request) -> HttpResponse:
    """List what could be a ground for a block; a person decides."""
    rows = [_told(row) for row in queries.candidates(request.user)]
    request.persons_listed = len(rows)  # type: ignore[attr-defined]
    return render(request, "blocks/candidates.html", {"candidates": rows})


def _drawn(block: Block) -> dict[str, Any]:
    grounds = [(row, ground_label(row.ground)) for row in block.grounds.all()]
    return {"row": block, "reach": scope_label(block), "term": term_label(block), "grounds": grounds}


def _told(row: Candidate) -> dict[str, Any]:
    kind = candidate_kinds.get(row.kind)
    href = kind.href(row.item) if kind and kind.href and row.item else ""
    return {"row": row, "label": kind.label if kind else row.kind, "href": href, "ground": ground_label(row.ground)}
