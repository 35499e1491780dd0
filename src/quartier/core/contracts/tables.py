"""The lists of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.contracts.models import Candidate, CandidateState, Contract, ContractState
from quartier.core.contracts.rules import Ground
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies.choices import Scope
from quartier.kit.tables import Badge, Column, Pick, Table


def scope_label(row: Contract) -> str:
    """Return what kind of contract one is."""
    return _t(Scope(row.scope).label)


def state_of(row: Contract) -> Any:
    """Return what has become of a contract; one that ends gets a badge."""
    word = row.get_state_display()
    return Badge(word, "warn") if row.state == ContractState.ENDING else word


def ground_label(row: Candidate) -> str:
    """Return what a question is about."""
    return _t(Ground(row.ground).label)


CONTRACTS = Table(
    key="contracts",
    label=_("Contracts"),
    columns=[
        Column(
            "number", _("Number"), "relationship.number", sort="relationship__number", meta="relationship.subject",
            href=lambda row: reverse("contracts:office_contract", args=[row.pk]),
        ),
        Column("party", _("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("entity", _("Company"), "relationship.legal_entity.name", sort="relationship__legal_entity__name"),
        Column("scope", _("Kind of contract"), scope_label, sort="scope"),
        Column("concluded", _("Concluded"), "concluded_at", "instant", sort="concluded_at"),
        Column("ends", _("Ends on"), "ends_on", "date", sort="ends_on"),
        Column("state", _("State"), state_of, "badge", sort="state"),
    ],
    filters=[
        Pick("zustand", _("State"), ContractState.choices, "state"),
        Pick("art", _("Kind of contract"), lambda: [(one.value, _t(one.label)) for one in Scope], "scope"),
        Pick("als", _("Concluded as"), Standing.choices, "standing"),
    ],
    search=("relationship__number", "relationship__subject", "party__sort_name"),
    default_sort="-concluded",
    page_size=50,
    head="number",
    export="vertraege",
    dense=True,
    of_people=True,
    empty_title=_("No contracts yet"),
    empty_text=_("Here stands every contract that was concluded here, from its conclusion to its end and after."),
)  # fmt: skip

CANDIDATES = Table(
    key="contract_candidates",
    label=_("Grounds to end contracts"),
    columns=[
        Column(
            "ground", _("Ground"), ground_label, sort="ground",
            href=lambda row: reverse("contracts:office_decide", args=[row.pk]),
        ),
        Column("contract", _("Contract"), "contract.relationship.number", sort="contract__relationship__number"),
        Column("party", _("Customer"), lambda row: str(row.contract.party), sort="contract__party__sort_name"),
        Column("found", _("Found"), "found_at", "instant", sort="found_at", meta="found_by"),
        Column("state", _("State"), "get_state_display", sort="state"),
    ],
    filters=[Pick("zustand", _("State"), CandidateState.choices, "state")],
    search=("contract__relationship__number", "contract__party__sort_name"),
    default_sort="-found",
    page_size=50,
    head="ground",
    export="vertragsgruende",
    dense=True,
    of_people=True,
    empty_title=_("Nothing to decide"),
    empty_text=_("Here stand grounds on which a contract could be ended. A person decides, never a program."),
)  # fmt: skip
