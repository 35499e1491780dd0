"""How apps plug into contracts: what lets somebody end one, what is owed, who hears that one ended, and their links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quartier.core.contracts.models import Contract, ContractState
from quartier.core.contracts.rules.arrears import Due
from quartier.core.contracts.rules.facts import Trigger
from quartier.core.contracts.rules.words import Side
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

__all__ = [
    "ContractEnded",
    "ContractLink",
    "ContractSection",
    "ContractState",
    "Due",
    "Ended",
    "Side",
    "Trigger",
    "contract_links",
    "contract_sections",
    "dues",
    "ended",
    "notice_triggers",
]

# What opens a special right to end a contract, such as an announced change: the contract's triggers, past ones too.
notice_triggers: Registry[Callable[[Contract], Iterable[Trigger]]] = Registry("what lets somebody end a contract")

# What is owed by the customers of some contracts, each due with what was paid of it; by the contract's key.
Dues = Callable[[Sequence[Contract]], Mapping[int, Sequence[Due]]]
dues: Registry[Dues] = Registry("what contracts owe")


@dataclass(frozen=True, slots=True)
class Ended:
    """A contract that is over: `contract` in its new state, ended or withdrawn, why, by whom and when."""

    contract: Contract
    because: str
    actor: Actor
    at: datetime


ContractEnded = Callable[[Ended], None]
ended: Registry[ContractEnded] = Registry("who hears that a contract is over")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLink:
    """A link on the pages of a contract: the customer's, and with `needs` the office's for whoever may.

    `address` returns the URL for this contract, "" where the link does not belong.
    """

    label: Text
    address: Callable[[Contract], str]
    icon: str = ""
    needs: str = ""
    order: int = 50


contract_links: Registry[ContractLink] = Registry("links on contracts")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSection:
    """A part of a contract's pages, drawn with a template of the app that brings it.

    `context` returns what the template is drawn with, None where there is nothing to show. With `needs` it stands in
    the office for whoever may, else on the customer's page.
    """

    template: str
    context: Callable[[Contract, datetime], Mapping[str, Any] | None]
    needs: str = ""
    order: int = 50


contract_sections: Registry[ContractSection] = Registry("parts of contracts")
