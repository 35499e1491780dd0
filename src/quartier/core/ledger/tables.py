"""The books as tables."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.ledger.models import Account, Line, Posting
from quartier.core.ledger.rules.books import PostingKind
from quartier.core.ledger.rules.chart import AccountType
from quartier.kit.tables import Column, Day, Pick, Table

KINDS = [(one.value, one.label) for one in PostingKind]
TYPES = [(one.value, one.label) for one in AccountType]


def _kind(row: Posting) -> str:
    return _(PostingKind(row.kind).label)


def _type(row: Account) -> str:
    return _(AccountType(row.type).label)


JOURNAL = Table(
    key="journal",
    label=_l("Journal"),
    columns=[
        Column("number", pgettext_lazy("journal", "Number"), str, sort=("year", "number"),
               href=lambda row: reverse("ledger:posting", args=[row.pk])),
        Column("booked_on", _l("Booked on"), kind="date", sort="booked_on"),
        Column("kind", pgettext_lazy("open item", "Kind"), _kind, sort="kind"),
        Column("document", _l("Voucher"), sort="document"),
        Column("text", _l("Text"), meta=lambda row: str(row.entity)),
        Column("sum", _l("Amount"), kind="money", sort="sum"),
        Column("noted_by", _l("Noted by"), on_page=False),
    ],
    filters=[
        Pick("art", pgettext_lazy("open item", "Kind"), lambda: [(key, _(word)) for key, word in KINDS], field="kind"),
        Day("ab", _l("From"), side="since", field="booked_on"),
        Day("bis", _l("Through"), field="booked_on"),
    ],
    search=("document", "text"),
    default_sort="-number",
    page_size=50,
    head="number",
    export="journal",
    dense=True,
    empty_title=_l("Nothing is booked yet"),
    empty_text=_l("Here stands every entry of the books, numbered without gaps. None can be changed."),
)  # fmt: skip

ACCOUNTS = Table(
    key="accounts",
    label=pgettext_lazy("ledger", "Accounts"),
    columns=[
        Column("number", pgettext_lazy("account", "Number"), sort="number",
               href=lambda row: reverse("ledger:account", args=[row.pk])),
        Column("name", pgettext_lazy("account", "Name"), sort="name", meta=lambda row: str(row.entity)),
        Column("type", pgettext_lazy("open item", "Kind"), _type, sort="type"),
        Column("debit", _l("Debit"), kind="money"),
        Column("credit", pgettext_lazy("ledger", "Credit side"), kind="money"),
        Column("balance", _l("Balance"), kind="money"),
    ],
    search=("number", "name"),
    default_sort="number",
    page_size=100,
    head="number",
    export="summen-und-salden",
    dense=True,
    empty_title=_l("No accounts yet"),
    empty_text=_l("An account is opened when something is booked on it for the first time."),
)  # fmt: skip


def _claims(row: Line) -> Any:
    return row.posting.text


BOOKED = Table(
    key="booked",
    label=_l("Booked on this account"),
    columns=[
        Column("number", pgettext_lazy("journal", "Number"), lambda row: str(row.posting),
               sort=("posting__year", "posting__number"),
               href=lambda row: reverse("ledger:posting", args=[row.posting_id])),
        Column("booked_on", _l("Booked on"), lambda row: row.posting.booked_on, "date", sort="posting__booked_on"),
        Column("document", _l("Voucher"), lambda row: row.posting.document),
        Column("text", _l("Text"), _claims),
        Column("amount", _l("Amount"), kind="money", sort="amount"),
    ],
    filters=[
        Day("ab", _l("From"), side="since", field="posting__booked_on"),
        Day("bis", _l("Through"), field="posting__booked_on"),
    ],
    search=("posting__document", "posting__text"),
    default_sort="-number",
    page_size=50,
    head="number",
    export="konto",
    dense=True,
    empty_title=_l("Nothing is booked yet"),
)  # fmt: skip


def _debtor(row: Any) -> str:
    return f"{row['party__given_name']} {row['party__name']}".strip()


DEBTORS = Table(
    key="debtors",
    label=_l("Customers with something open"),
    columns=[
        Column("party", _l("Customer"), _debtor, sort="party__sort_name",
               href=lambda row: reverse("ledger:debtor", args=[row["party_id"]])),
        Column("ahead", _l("not yet due"), lambda row: row["ahead"], "money", sort="ahead"),
        Column("fresh", _l("1 to 30 days"), lambda row: row["fresh"], "money", sort="fresh"),
        Column("month", _l("31 to 60 days"), lambda row: row["month"], "money", sort="month"),
        Column("two", _l("61 to 90 days"), lambda row: row["two"], "money", sort="two"),
        Column("old", _l("over 90 days"), lambda row: row["old"], "money", sort="old"),
        Column("credit", pgettext_lazy("open item", "Credit"), lambda row: row["credit"], "money", sort="credit"),
        Column("sum", _l("Together"), lambda row: row["sum"], "money", sort="sum"),
    ],
    search=("party__sort_name",),
    default_sort="-sum",
    page_size=50,
    head="party",
    export="offene-posten",
    dense=True,
    of_people=True,
    empty_title=_l("Nothing is open"),
    empty_text=_l("Everything is paid."),
)  # fmt: skip

MIRROR_LINES = Table(
    key="mirror-lines",
    label=_l("Bookings"),
    columns=[
        Column("booked_on", _l("Booked on"), kind="date", sort="booked_on"),
        Column("text", _l("Text")),
        Column("amount", _l("Amount"), lambda row: row.amount, "money", sort="amount"),
    ],
    default_sort="-booked_on",
    page_size=25,
    head="text",
    export="mietkonto",
    empty_title=_l("No bookings"),
    empty_text=_l("Nothing has been booked on this account."),
)
