"""The lists of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from quartier.core.parties.models import AddressState, IntakeRow, Party, PartyKind, Verdict
from quartier.core.parties.services import intake
from quartier.kit.components.markup import Tone
from quartier.kit.tables import Badge, Column, Pick, Table


def _post(party: Party) -> Any:
    if party.address_state == AddressState.KNOWN:
        return _("reaches")
    return Badge(party.get_address_state_display(), "warn")


def _record(party: Party, name: str) -> str:
    """Return what the record of a supplier says, where there is one."""
    value = getattr(getattr(party, "supplier", None), name, "")
    return str(value() if callable(value) else value)


CUSTOMERS = Table(
    key="customers",
    label=_l("Customers"),
    columns=[
        Column(
            "name",
            _l("Name"),
            str,
            sort="sort_name",
            href=lambda p: reverse("parties:customer", args=[p.pk]),
            meta="email",
        ),
        Column("kind", _l("Kind"), lambda p: p.get_kind_display(), sort="kind"),
        Column("street", _l("Street"), sort="street"),
        Column("city", _l("City"), lambda p: f"{p.postcode} {p.city}", sort=("postcode", "city")),
        Column("phone", _l("Phone")),
        Column("post", _l("Post"), _post, "badge", sort="address_state"),
        Column("since", _l("Post since"), lambda p: p.address_state_since, "date", sort="address_state_since"),
        Column("portal", _l("Portal"), lambda p: p.user_id is not None, "yes", sort="user"),
    ],
    filters=[
        Pick("kind", _l("Kind"), PartyKind.choices),
        Pick("post", _l("Post"), AddressState.choices, "address_state"),
    ],
    search=("sort_name", "name", "number", "email", "street", "relationships__number"),
    default_sort="name",
    page_size=50,
    export="kundschaft",
    dense=True,
    of_people=True,
    empty_title=_l("Nobody here yet"),
    empty_text=_l("Here stand the people and firms that have a contract with you."),
)


SUPPLIERS = Table(
    key="suppliers",
    label=_l("Suppliers"),
    columns=[
        Column(
            "name", _l("Name"), str, sort="sort_name", href=lambda p: reverse("parties:customer", args=[p.pk]),
            meta="email",
        ),
        Column("trade", _l("Trade"), lambda p: _record(p, "trade"), sort="supplier__trade"),
        Column("basis", _l("Legal basis"), lambda p: _record(p, "get_basis_display")),
        Column("claims", _l("Claims disclosed to"), lambda p: _record(p, "claims_disclosed")),
        Column("city", _l("City"), lambda p: f"{p.postcode} {p.city}", sort=("postcode", "city")),
    ],
    search=("sort_name", "name", "number", "supplier__trade", "relationships__number"),
    default_sort="name",
    page_size=50,
    export="lieferanten",
    dense=True,
    of_people=True,
    empty_title=_l("No supplier yet"),
    empty_text=_l("Here stand those with whom a contract of the kind “Supplier” is noted."),
)  # fmt: skip

TONES: dict[str, Tone] = {Verdict.REFUSED: "bad", Verdict.NEW: "good", Verdict.CHANGED: "info"}


def _verdict(row: IntakeRow) -> Any:
    tone = TONES.get(row.verdict)
    return Badge(row.get_verdict_display(), tone) if tone else row.get_verdict_display()


def _what(row: IntakeRow) -> str:
    """Say in one line why a row is refused, or what it changes and what stays."""
    said = [f"{_column(row, field)}: {sentence}" if field else sentence for field, sentence in row.faults]
    said += [f"{_column(row, name)}: {old or '–'} → {new or '–'}" for name, (old, new) in row.changes.items()]
    kept = [f"{_column(row, name)}: {ours or '–'}" for name, (ours, _theirs) in row.kept.items()]
    if kept:
        said.append(_("stays, for the customer has changed it: %(fields)s") % {"fields": "; ".join(kept)})
    return "; ".join(said)


def _column(row: IntakeRow, field: str) -> str:
    """Return what the file calls a field."""
    return str(row.intake.headings.get(field) or intake.MASTER_DATA[field].label)


INTAKE_ROWS = Table(
    key="intake",
    label=_l("Rows"),
    columns=[
        Column("number", _l("Row"), kind="number", sort="number"),
        Column("customer_number", _l("Customer number"), sort="customer_number"),
        Column("verdict", _l("Result"), _verdict, "badge", sort="verdict"),
        Column("what", _l("What"), _what),
    ],
    filters=[Pick("ergebnis", _l("Result"), Verdict.choices, "verdict")],
    search=("customer_number",),
    default_sort="number",
    page_size=50,
    head="customer_number",
    export="import-bericht",
    dense=True,
    of_people=True,
    empty_title=_l("No rows"),
    empty_text=_l("The rows of an import are deleted after thirty days, and at once when it is discarded."),
)
