"""How apps bring kinds of documents: their name, how long the law keeps them, and who sees them by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from quartier.core.privacy.extension.legal import let_go_at
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.kit.roles import StaffRole
from quartier.law.hgb.books import DocumentClass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind. `kept_as` is its class under § 257 HGB and § 147 AO; without one it may be erased at any time.

    The time of what is `in_force` runs from the end of the customer's last contract, of all else from its filing.

    `yearly` kinds are listed by the year they are about. `from_customers` may be chosen by customers for uploads,
    `is_offered` by staff who publish for a customer.
    `roles` are the only staff roles that open it, none means all who work with documents; of those only who works in
    its data area, "" for everybody (SBV-27).
    """

    key: str
    label: Text
    kept_as: DocumentClass | None
    visibility: str = "customer"
    roles: tuple[StaffRole, ...] = ()
    is_confidential: bool = False
    in_force: bool = False
    yearly: bool = False
    from_customers: bool = False
    is_offered: bool = True
    area: str = ""

    def kept_until(self, dated_on: date) -> datetime | None:
        """Return the instant from which the law lets a document of this kind go, None for at any time."""
        return None if self.kept_as is None else let_go_at(self.kept_as, dated_on)


document_kinds: Registry[DocumentKind] = Registry("kinds of documents")


def document_kind(kind: DocumentKind) -> DocumentKind:
    """Register a kind; called from a plug."""
    return document_kinds.register(kind.key, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One thing that a customer has stored in the portal: a file, a message, the entries of a form (DWG-28).

    `blocks` gives its bytes and must not ask the database: it is read while the archive is sent.
    """

    at: datetime
    label: Text
    title: str
    file_name: str
    blocks: Callable[[], Iterable[bytes]]


# Each returns what a customer (a party) has stored with one app.
stored_things: Registry[Callable[[Any], Iterable[Stored]]] = Registry("things that customers store")
