"""The lists of this app."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from quartier.core.terms.models import Acceptance, Occasion, TextVersion, VersionState
from quartier.kit.tables import Column, Pick, Table


def versions() -> list[tuple[str, str]]:
    """Return the versions to choose from, by number."""
    rows = TextVersion.objects.exclude(state=VersionState.DRAFT).defer("source", "body")
    return [(str(row.pk), str(row)) for row in rows.order_by("text__order", "text", "-dated_on", "-pk")]


def _who(row: Acceptance) -> str:
    return str(row.user) if row.user else gettext("without an account")


def _digest(row: Acceptance) -> str:
    return row.version.digest


ACCEPTANCES = Table(
    key="acceptances",
    label=_("Acceptances"),
    columns=[
        Column("who", _("Accepted by"), _who),
        Column("login", _("Login"), lambda row: row.user.login if row.user_id else ""),
        Column("version", pgettext_lazy("legal text", "Version"), lambda row: str(row.version)),
        Column("digest", _("SHA-256 of the file"), _digest, on_page=False),
        Column("at", _("Accepted"), "accepted_at", "instant", sort="accepted_at"),
        Column("occasion", _("Occasion"), "get_occasion_display"),
        Column("via", _("By which door"), "via"),
        Column("for", pgettext_lazy("terms", "Accepted for"), "subject"),
    ],
    filters=[
        Pick("fassung", pgettext_lazy("legal text", "Version"), versions, "version"),
        Pick("anlass", _("Occasion"), list(Occasion.choices), "occasion"),
    ],
    default_sort="-at",
    export="annahmen",
    head="who",
    dense=True,
    of_people=True,
    empty_title=_("Nobody has accepted anything yet"),
)


def _state(row: Any) -> str:
    return str(row.name or row.login)


WITHOUT = Table(
    key="without",
    label=_("Not accepted yet"),
    columns=[Column("who", _("Name"), _state), Column("login", _("Login"), "login", sort="login")],
    default_sort="login",
    export="annahmen-offen",
    head="who",
    dense=True,
    of_people=True,
    empty_title=_("Everybody has accepted this version"),
)
