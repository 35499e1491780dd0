"""Pictures beneath the drawing: a photo or a page of a PDF, with where it lies."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from quartier.core.documents import queries as held
from quartier.core.documents import services as documents
from quartier.kit import storage
from quartier.modules.survey.models import Survey, Underlay
from quartier.modules.survey.services import refusals, surveys

LONGEST_SIDE: Final = 3000
MOST_PIXELS: Final = 60_000_000
OFFICE_HOLDS: Final = timedelta(days=365)
PLACING: Final = frozenset({"x", "y", "scale", "turn", "points", "length", "checked", "opacity"})
MOST_PLACING: Final = 2000


@transaction.atomic
def add(
    *, at: datetime, survey_id: int, storey: str, file_name: str, size: int, blocks: Iterable[bytes], page: int = 1
) -> Underlay:
    """Lay a picture beneath a storey, in place of an earlier one. Raises FileRefused, PlanUnreadable."""
    row = surveys.opened(survey_id)
    until = row.expires_at or at + OFFICE_HOLDS
    upload = documents.hold(at=at, until=until, file_name=file_name, size=size, blocks=blocks)
    width, height = measured(content_of(upload), page)
    remove(survey_id=survey_id, storey=storey)
    return Underlay.objects.create(
        survey=row, storey=storey, upload_key=upload.key, page=page, file_name=upload.file_name, width=width,
        height=height, added_at=at,
    )  # fmt: skip


@transaction.atomic
def place(*, survey_id: int, underlay_id: int, placing: Mapping[str, Any]) -> Underlay:
    """Keep where a picture lies and how large it is. Raises Underlay.DoesNotExist, NotReadable."""
    surveys.opened(survey_id)
    row = Underlay.objects.get(pk=underlay_id, survey=survey_id)
    if set(placing) - PLACING or len(str(placing)) > MOST_PLACING:
        raise refusals.NotReadable
    row.placing = dict(placing)
    row.save(update_fields=["placing"])
    return row


@transaction.atomic
def remove(*, survey_id: int, storey: str) -> None:
    """Take the picture beneath a storey away."""
    surveys.opened(survey_id)
    for row in Underlay.objects.filter(survey=survey_id, storey=storey):
        keys = [row.upload_key] if row.upload_key else []
        row.delete()
        documents.let_go(keys=keys)


def content_of(upload: Any) -> bytes:
    """Return the bytes of a file that is held."""
    with storage.here().content(upload.key) as file:
        return bytes(file.read())


def picture(row: Underlay) -> tuple[bytes, str] | None:
    """Return a picture as JPEG or PNG with its type, None when its file is gone."""
    upload = held.held([row.upload_key]).get(row.upload_key) if row.upload_key else None
    if upload is None:
        return None
    content = content_of(upload)
    return (rendered(content, row.page), "image/png") if content[:5] == b"%PDF-" else (content, upload.media_type)


def rendered(content: bytes, page: int) -> bytes:
    """Return a page of a PDF as PNG. Raises PlanUnreadable."""
    stream = io.BytesIO()
    _page(content, page).save(stream, "PNG")
    return stream.getvalue()


def measured(content: bytes, page: int) -> tuple[int, int]:
    """Return width and height of a picture in its points. Raises PlanUnreadable."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 – an extra

    try:
        found = _page(content, page) if content[:5] == b"%PDF-" else Image.open(io.BytesIO(content))
        if found.width * found.height > MOST_PIXELS or getattr(found, "format", None) not in (None, "JPEG", "PNG"):
            raise refusals.PlanUnreadable
        if getattr(found, "format", None):
            found.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise refusals.PlanUnreadable from None
    return int(found.width), int(found.height)


def _page(content: bytes, page: int) -> Any:
    import pypdfium2  # noqa: PLC0415 – an extra

    try:
        document = pypdfium2.PdfDocument(content)
        if not 1 <= page <= len(document):
            raise refusals.PlanUnreadable
        one = document[page - 1]
        scale = min(200 / 72, LONGEST_SIDE / max(one.get_size()))
        return one.render(scale=scale).to_pil()
    except pypdfium2.PdfiumError:
        raise refusals.PlanUnreadable from None


def listed(survey: Survey) -> list[Underlay]:
    """Return the pictures of a survey."""
    return list(survey.underlays.all())
