"""What programs hear when something is not possible: RFC 9457, a sentence in their language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused

# Below `/api/` itself stands what people read about it.
API_PREFIX: Final = "/api/v1/"


class Problem(Refused):
    """A call that is not answered; `errors` say where it is wrong: place and sentence."""

    def __init__(self, status: int, title: Text, errors: Sequence[tuple[str, Text]] = (), wait: int = 0) -> None:
        self.status = status
        self.errors = [{"place": place, "sentence": str(sentence)} for place, sentence in errors]
        self.headers = {"Retry-After": str(wait)} if wait else {}
        super().__init__(title)


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program is answered, and not a browser."""
    return request.path_info.startswith(API_PREFIX)


def problem(
    status: int, title: Text, detail: Text = "", headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """Answer that something is not possible; `more` are further members of the answer."""
    told = {"type": "about:blank", "status": status, "title": str(title), "detail": str(detail or title), **more}
    content = json.dumps(told, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type="application/problem+json", headers=headers)
