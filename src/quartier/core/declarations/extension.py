"""How apps bring declarations: each kind with the form it needs, what it may be about, and what it brings about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quartier.core.declarations.models import Declaration, DeclarationState
from quartier.kit.components.markup import Text
from quartier.kit.mail import Part
from quartier.kit.registry import Registry
from quartier.law.bgb.form import Declaration as Act
from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.terms import Customer
from quartier.law.rule import Derived
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

__all__ = [
    "Act",
    "Candidate",
    "Declaration",
    "DeclarationKind",
    "DeclarationState",
    "FormAsked",
    "Outcome",
    "Taken",
    "declaration",
    "declaration_kinds",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsked:
    """What `law.bgb.form_check` is asked about a subject; the law answers which form is needed.

    `agreed` is the form that contract or policy ask for, `strict` whether agreed writing clearly means a signature.
    """

    act: Act
    agreed: FormLevel = FormLevel.CLICK
    customer: Customer | None = None
    concluded_on: date | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that a declaration may be about, with whose it is. `sure` ones are matched without asking anybody.

    A kind calls one sure only if two marks fit that are not known to everybody: number, name, e-mail address.
    """

    subject: str
    label: str
    party_id: int
    entity_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a declaration. `sentences` are the answer to whoever declared it; `derived` shows the law's way.

    `UNCLEAR` leaves it open, for instance while the day of dispatch is to be found out. `data` is kept as JSON.
    """

    state: DeclarationState
    sentences: Sequence[Sentence]
    derived: Derived[Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A declaration whose subject and form are settled. What counts is `declaration.received_at`, not `at`."""

    declaration: Declaration
    actor: Actor
    at: datetime


def nothing_to_choose(_row: Declaration) -> Sequence[Candidate]:
    """Find nothing: declarations of such a kind come with their subject."""
    return ()


def nothing_more(_row: Declaration) -> Sequence[Part]:
    """Add nothing to the mails."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationKind:
    """A kind of declaration.

    `asked` says which form is asked about a subject, `effect` judges and does what follows, in the same transaction;
    it locks what it changes and never raises a refusal: what has no effect is an `Outcome` that says why.
    `candidates` finds what may be meant; it is asked only while no subject is known. `parts` adds to receipt and
    answer. `letter` gives the portal's address of a letter to sign where ink is needed. `by_staff` lets the office
    record one; `dispatch_counts` asks there for the day of dispatch. `href` leads staff to a subject.
    """

    label: Text
    asked: Callable[[str, date], FormAsked]
    effect: Callable[[Taken], Outcome]
    candidates: Callable[[Declaration], Sequence[Candidate]] = nothing_to_choose
    parts: Callable[[Declaration], Sequence[Part]] = nothing_more
    letter: Callable[[str], str] | None = None
    href: Callable[[str], str] | None = None
    by_staff: bool = True
    dispatch_counts: bool = False


declaration_kinds: Registry[DeclarationKind] = Registry("declarations")


def declaration(key: str, kind: DeclarationKind) -> None:
    """Register a kind of declaration (`app.what`); called from a plug."""
    declaration_kinds.register(key, kind)
