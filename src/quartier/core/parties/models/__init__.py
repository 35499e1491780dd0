"""Parties, what ties them to legal entities and to one another, and their master data on the way in."""

from quartier.core.parties.models.bank import BankAccount, BankProposal, NoticeState
from quartier.core.parties.models.intake import Intake, IntakeColumn, IntakeMode, IntakeRow, IntakeState, Verdict
from quartier.core.parties.models.people import (
    AddressState,
    LetterLanguage,
    Party,
    PartyKind,
    Relationship,
    RelationshipKind,
    Standing,
)
from quartier.core.parties.models.suppliers import SupplierBasis, SupplierRecord
from quartier.core.parties.models.ties import RelatedPerson, Role, TieSource
from quartier.core.parties.models.twins import Merger, Twins, TwinSearch

__all__ = [
    "AddressState",
    "BankAccount",
    "BankProposal",
    "Intake",
    "IntakeColumn",
    "IntakeMode",
    "IntakeRow",
    "IntakeState",
    "LetterLanguage",
    "Merger",
    "NoticeState",
    "Party",
    "PartyKind",
    "RelatedPerson",
    "Relationship",
    "RelationshipKind",
    "Role",
    "Standing",
    "SupplierBasis",
    "SupplierRecord",
    "TieSource",
    "TwinSearch",
    "Twins",
    "Verdict",
]
