"""Contracts, the words that govern them, how they end, and what was agreed besides."""

from quartier.core.contracts.models.contracts import Contract, ContractState, ContractText, Governs
from quartier.core.contracts.models.endings import Candidate, CandidateState, Ending, InvoiceDate
from quartier.core.contracts.models.papers import Agreement, AgreementKind, Amendment

__all__ = [
    "Agreement",
    "AgreementKind",
    "Amendment",
    "Candidate",
    "CandidateState",
    "Contract",
    "ContractState",
    "ContractText",
    "Ending",
    "Governs",
    "InvoiceDate",
]
