"""What a customer has accepted, in exactly those words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.terms import queries
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.CUSTOMER, right="")
def accepted(request: Request) -> HttpResponse:
    """List what this user has accepted, each with the version, and the one in force where that is another."""
    rows = queries.accepted_by(request.user.pk)
    in_force = {one.kind: one for one in queries.current_documents(sorted({row.version.kind for row in rows}))}
    lines = [(row, _other(in_force, row)) for row in rows]
    return render(request, "terms/accepted.html", {"lines": lines})


def _other(in_force: dict[str, queries.Document], row: object) -> queries.Document | None:
    version = row.version  # type: ignore[attr-defined]
    one = in_force.get(version.kind)
    return one if one is not None and one.version_id != version.pk else None
