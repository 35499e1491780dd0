"""What a customer's own program does with documents: lists, opens, reports, stores, takes everything along."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponseBase
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.documents import queries, services
from quartier.core.documents.extension import document_kinds
from quartier.core.documents.forms import FilingForm, ReportForm
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.views import portal, receiving
from quartier.core.documents.views.delivery import delivered
from quartier.kit.api import (
    COUNT,
    INSTANT,
    PAGE,
    TEXT,
    YES,
    Binary,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    Problem,
    acts,
    endpoint,
    page_of,
    pages_of,
)

MANY: Final = 1000
ANY_FILE: Final = Binary("*/*")
DOCUMENT: Final = Parts(
    Part("number", COUNT, _("Find the document")),
    Part("title", TEXT, _("Name the document")),
    Part("kind", TEXT, _("Say what kind of document it is")),
    Part("year", COUNT, _("Say in which year it stands")),
    Part("version", COUNT, _("Tell a corrected document from the one before")),
    Part("file_name", TEXT, _("Name the file when it is stored")),
    Part("media_type", TEXT, _("Say how the file is read")),
    Part("size", COUNT, _("Say how many bytes the file has")),
    Part("by_customer", YES, _("Tell what the customer stored from what was published")),
    Part("may_open", YES, _("Tell whether it can be opened, or was withdrawn")),
    Part("created_at", INSTANT, _("Say since when it stands there")),
)
UPLOAD: Final = Parts(
    Part("key", Plain("string", form="uuid"), _("Find the file that is being sent")),
    Part("file_name", TEXT, _("Name the file")),
    Part("offset", COUNT, _("Say where the next part begins")),
    Part("size", COUNT, _("Say how many bytes the file has")),
    Part("is_complete", YES, _("Tell whether it can be filed")),
)
KIND: Final = Parts(Part("key", TEXT, _("Send this")), Part("label", TEXT, _("Show this to the person")))
ROOM: Final = Parts(
    Part("largest", COUNT, _("Say how many bytes a file may have")),
    Part("endings", Listing(TEXT, MANY), _("Say which kinds of files are taken")),
    Part("part", COUNT, _("Say how many bytes can be sent at once")),
    Part("used", COUNT, _("Say how many bytes are stored")),
    Part("kinds", Listing(KIND, MANY), _("What a file can be filed as")),
    Part("uploads", Listing(UPLOAD, MANY), _("What was sent and is not filed yet")),
)
ANNOUNCED: Final = Parts(
    Part("file_name", Plain("string", longest=200), _("Name the file, with its ending")),
    Part("size", COUNT, _("Say how many bytes it has")),
)
FROM: Final = Parts(Part("ab", COUNT, _("Where this part begins, from 0; the answer before says it")))


def _document(row: Document) -> dict[str, Any]:
    year: int = row.listed_in  # type: ignore[attr-defined]
    may_open = row.hidden_at is None or row.by_customer
    return DOCUMENT.of(row, number=row.pk, kind=queries.label_of(row), year=year, may_open=may_open)


def _where(row: Upload) -> dict[str, Any]:
    return UPLOAD.of(row, offset=row.received)


@endpoint("GET", like=portal.documents, summary=_("List your documents"), asks=PAGE, stands_for=("documents:own",),
          gives=pages_of(DOCUMENT, _("What was published for the customer and what they stored")))  # fmt: skip
def documents(request: Call, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell what was published for the customer and what they stored, by year."""
    return page_of(queries.own(portal.own_party(request)), asked, _document)


@endpoint("POST", like=portal.open_own, summary=_("Open a document"), gives=ANY_FILE,
          stands_for=("documents:open", "documents:link"))  # fmt: skip
def open_document(request: Call, document_id: int) -> HttpResponseBase:
    """Write down that the customer opens a document, and hand out the file."""
    row = portal.own_document(request, document_id)
    services.open_document(actor=request.actor, at=request.now, document=row, reader=request.user)
    return delivered(request, row)


@endpoint("POST", like=portal.archive, summary=_("Take along everything you have stored"),
          gives=Binary("application/zip"), stands_for=("documents:archive",), whole=False)  # fmt: skip
def archive(request: Call) -> HttpResponseBase:
    """Hand out everything the customer stored as one archive with a list."""
    return portal.archive(request)


@endpoint("GET", like=portal.upload, summary=_("See what files can be stored"), gives=ROOM,
          stands_for=("documents:upload",))  # fmt: skip
def room(request: Call) -> Mapping[str, Any]:
    """Tell which files are taken, how large they may be, and what waits to be filed."""
    party = portal.own_party(request)
    allowed = queries.allowance(party, request.now)
    return {
        "largest": allowed.largest,
        "endings": allowed.endings,
        "part": queries.limits().part,
        "used": queries.used(party),
        "kinds": [KIND.of(one) for one in document_kinds if one.from_customers],
        "uploads": [_where(row) for row in queries.open_uploads(request.user)],
    }


@endpoint("POST", like=receiving.begin, summary=_("Announce a file"), takes=ANNOUNCED, gives=UPLOAD,
          stands_for=("documents:begin", "documents:upload"))  # fmt: skip
def begin(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Announce a file; it is sent in parts then."""
    return _where(services.begin(at=request.now, owner=request.user, **body))


@endpoint("GET", like=receiving.part, summary=_("See where to go on with a file"), gives=UPLOAD,
          stands_for=("documents:part", "documents:filing"))  # fmt: skip
def where(request: Call, upload_key: uuid.UUID) -> Mapping[str, Any]:
    """Tell how much of a file is there."""
    return _where(portal.own_upload(request, upload_key))


@endpoint("POST", like=receiving.part, summary=_("Send a part of a file"), takes=Binary(), asks=FROM, gives=UPLOAD,
          stands_for=("documents:part",), whole=False)  # fmt: skip
def part(request: Call, upload_key: uuid.UUID, asked: Mapping[str, int]) -> Mapping[str, Any]:
    """Add the part that follows; one that begins elsewhere is refused, and nothing is added."""
    row = portal.own_upload(request, upload_key)
    if int(request.headers.get("Content-Length") or 0) > queries.limits().part:
        raise Problem(413, _t("This is too much for one call. Please send it in several."))
    return _where(services.append(at=request.now, upload=row, offset=asked["ab"], blocks=receiving.body_of(request)))


file = acts(portal.filing, FilingForm, summary=_("File what was sent"), stands_for=("documents:filing",))
discard = acts(portal.discard, summary=_("Discard what was sent"), stands_for=("documents:discard",), at_once=True)
report = acts(portal.report, ReportForm, summary=_("Report a document"), stands_for=("documents:report",))
