"""Long lists in pages: which one is asked for in the query, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from quartier.kit.api.shapes import COUNT, Listing, Part, Parts, Shape
from quartier.kit.components.markup import Text

SIZE: Final = 50
PAGE: Final = Parts(Part("seite", COUNT, _("Which page of the list, from 1; without it the first"), required=False))


def pages_of(shape: Shape, purpose: Text) -> Parts:
    """Return the shape of a page of a list."""
    return Parts(
        Part("rows", Listing(shape, SIZE), purpose),
        Part("page", COUNT, _("Tell which page this is")),
        Part("pages", COUNT, _("Tell how many pages there are")),
    )


def page_of(rows: Any, asked: Mapping[str, Any], told: Any) -> dict[str, Any]:
    """Return the page that was asked for, each row as `told` tells it; beyond the last one it is the last."""
    page = Paginator(rows, SIZE).get_page(asked.get("seite", 1))
    return {"rows": [told(row) for row in page], "page": page.number, "pages": page.paginator.num_pages}
