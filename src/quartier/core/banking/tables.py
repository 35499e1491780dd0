"""Statements and entries as tables."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.banking.models import Entry, Statement
from quartier.core.banking.models.statements import EntryState, Meaning, StatementKind
from quartier.kit import formats
from quartier.kit.tables import Badge, Column, Day, Pick, Table


def _state(row: Entry) -> Any:
    if row.state == EntryState.OPEN:
        return Badge(row.get_state_display(), "warn")
    return row.get_state_display()


def _account(row: Any) -> str:
    return str(row.account)


def _gap(row: Statement) -> Any:
    if row.twin_id is not None:
        return Badge(_("told before"))
    return Badge(formats.money(row.gap), "warn") if row.gap else ""


STATEMENTS = Table(
    key="bank_statements",
    label=_("Bank statements"),
    columns=[
        Column(
            "to_on", pgettext_lazy("statement", "Day"), kind="date", sort=("to_on", "id"),
            href=lambda row: reverse("banking:statement", args=[row.pk]),
        ),
        Column("account", _("Account"), _account),
        Column("number", pgettext_lazy("statement", "Number"), lambda row: row.number or row.ident),
        Column("kind", pgettext_lazy("statement", "Kind"), lambda row: row.get_kind_display()),
        Column("entries", _("Entries"), kind="number"),
        Column("opening", _("Opening balance"), kind="money"),
        Column("closing", _("Closing balance"), kind="money"),
        Column("gap", _("Gap before"), _gap, kind="badge"),
    ],
    filters=[
        Pick("art", pgettext_lazy("statement", "Kind"), StatementKind.choices, "kind"),
        Day("ab", _("From"), side="since", field="to_on"),
        Day("bis", _("Through"), field="to_on"),
    ],
    default_sort="-to_on",
    page_size=50,
    head="to_on",
    export="kontoauszuege",
    dense=True,
    empty_title=_("No statements yet"),
    empty_text=_("Here stands every statement of your accounts, with its balances, as soon as a file is taken in."),
)  # fmt: skip

ENTRIES = Table(
    key="bank_entries",
    label=_("Entries on bank statements"),
    columns=[
        Column("booked_on", _("Booked on"), kind="date", sort=("booked_on", "id")),
        Column(
            "name", pgettext_lazy("bank entry", "Name"), lambda row: row.name or "–", meta=lambda row: row.purpose[:90],
            href=lambda row: reverse("banking:entry", args=[row.pk]),
        ),
        Column("account", _("Account"), _account, on_page=False),
        Column("purpose", pgettext_lazy("bank entry", "Purpose"), on_page=False),
        Column("amount", _("Amount"), kind="money", sort="amount"),
        Column("meaning", _("What it was"), lambda row: row.get_meaning_display() if row.meaning else ""),
        Column("party", _("Customer"), lambda row: str(row.party) if row.party_id else ""),
        Column("state", _("State"), _state, kind="badge"),
    ],
    filters=[
        Pick("zustand", _("State"), EntryState.choices, "state"),
        Pick("was", _("What it was"), [one for one in Meaning.choices if one[0]], "meaning"),
        Day("ab", _("From"), side="since", field="booked_on"),
        Day("bis", _("Through"), field="booked_on"),
    ],
    search=("name", "purpose", "end_to_end", "ending"),
    default_sort="-booked_on",
    page_size=50,
    head="name",
    export="bankbuchungen",
    dense=True,
    of_people=True,
    empty_title=_("No entries"),
    empty_text=_("Here stands what came in and went out on your accounts."),
)  # fmt: skip
