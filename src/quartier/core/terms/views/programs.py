"""Legal texts for programs: what is in force, any version, and what one has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.terms import queries
from quartier.core.terms.models import TextVersion
from quartier.core.terms.views import own, public
from quartier.kit.api import (
    COUNT,
    DAY,
    INSTANT,
    PAGE,
    TEXT,
    YES,
    Call,
    Listing,
    Part,
    Parts,
    endpoint,
    page_of,
    pages_of,
)

MANY: Final = 1000
VERSION: Final = Parts(
    Part("version", COUNT, _("Find the version")),
    Part("text", TEXT, _("Say which text it is a version of")),
    Part("title", TEXT, _("Name the text")),
    Part("name", TEXT, _("Name the version, as the text itself does")),
    Part("dated_on", DAY, _("Say which day the version bears")),
    Part("sha256", TEXT, _("Compare the file with what was accepted")),
    Part("is_in_force", YES, _("Tell what holds for whoever comes new from earlier versions")),
)
TEXTS: Final = pages_of(VERSION, _("Every version that is or was in force"))
WHOLE: Final = Parts(
    Part("version", VERSION, _("Say which version it is")),
    Part("body", TEXT, _("The words, exactly")),
)
ACCEPTED: Final = Parts(
    Part("version", VERSION, _("Say which version was accepted")),
    Part("accepted_at", INSTANT, _("Say when")),
    Part("occasion", TEXT, _("Say on which occasion")),
    Part("body", TEXT, _("The words, exactly")),
)
OWN: Final = Parts(Part("accepted", Listing(ACCEPTED, MANY), _("Everything accepted, newest first")))


def _told(row: TextVersion) -> dict[str, Any]:
    known = {"version": row.pk, "text": row.kind, "title": row.title, "name": row.name, "dated_on": row.dated_on}
    return {**known, "sha256": row.digest, "is_in_force": row.state == "published"}


@endpoint(
    "GET", like=public.texts, summary=_("List the legal texts"), asks=PAGE, gives=TEXTS, stands_for=("terms:texts",)
)
def texts(_request: Call, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell every version of every text that is or was in force."""
    return page_of([row for _text, rows in queries.public_texts() for row in rows], asked, _told)


@endpoint("GET", like=public.version, summary=_("Read a legal text"), gives=WHOLE, stands_for=("terms:version",))
def version(_request: Call, text_version_id: int) -> Mapping[str, Any]:
    """Tell one version, word for word."""
    row = public.public_version(text_version_id)
    return {"version": _told(row), "body": row.body}


@endpoint("GET", like=own.accepted, summary=_("Read what you have accepted"), gives=OWN, stands_for=("terms:accepted",))
def accepted(request: Call) -> Mapping[str, Any]:
    """Tell what this user has accepted, in exactly those words."""
    rows = queries.accepted_by(request.user.pk)
    return {"accepted": [
        {"version": _told(row.version), "accepted_at": row.accepted_at, "occasion": row.occasion,
         "body": row.version.body}
        for row in rows
    ]}  # fmt: skip
