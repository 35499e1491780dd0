"""What is asked of a text, what is known of its provider, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.values.choice import Choice
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _


class TextKind(Choice):
    """What kind of legal text it is."""

    TERMS = "terms", _("terms of contract")
    WITHDRAWAL = "withdrawal", _("instruction about withdrawal")
    PRIVACY = "privacy", _("notice about privacy")
    IMPRINT = "imprint", _("imprint of a website")
    PRICES = "prices", _("list of prices")
    ARTICLES = "articles", _("articles of a co-operative")
    PROCESSING = "processing", _("agreement on processing")
    OTHER = "other", _("some other text")

    @classmethod
    def of(cls, kind: str) -> TextKind:
        """Return the kind of that name; a name nobody knows here is an other text."""
        return cls(kind) if kind in set(cls) else cls.OTHER


class Severity(Choice):
    """How grave a finding is."""

    VOID = "void", _("probably void")
    OUTDATED = "outdated", _("out of date")
    MISSING = "missing", _("something is missing")
    LOOK = "look", _("to be looked at")


class ImprintPart(Choice):
    """What § 5 DDG wants in an imprint."""

    NAME = "name", _("name and legal form")
    ADDRESS = "address", _("postal address")
    REPRESENTATIVE = "representative", _("who represents the legal person")
    EMAIL = "email", _("e-mail address")
    CONTACT = "contact", _("a second quick way of contact, such as a telephone number")
    REGISTER = "register", _("register and register number")
    VAT_ID = "vat-id", _("VAT identification number or business identification number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the provider, beside the text."""

    consumers: bool = False
    """Whether the text is used towards consumers."""
    businesses: bool = False
    """Whether it is used towards businesses."""
    online: bool = False
    """Whether contracts are concluded online."""
    recurring: bool = False
    """Whether consumers conclude contracts that run on and cost something."""
    paid: bool = True
    """Whether the contract costs consumers something."""
    withdrawal_function: bool | None = None
    """Whether the website has the withdrawal function; None: nobody knows."""
    cancellation_function: bool | None = None
    """Whether the website has the cancellation function; None: nobody knows."""
    few_employees: bool = False
    """Whether at most ten people were employed at the end of last year (§ 36 VSBG)."""
    not_needed: frozenset[ImprintPart] = frozenset()
    """What this provider does not have, and need not name in its imprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at in a text. What is missing has no place: `start`, `end` are 0 and `quote` is empty."""

    rule: Annotated[str, _("Rule that found it")]
    severity: Annotated[Severity, _("How grave it is")]
    start: Annotated[int, _("Begins at character")]
    end: Annotated[int, _("Ends before character")]
    quote: Annotated[str, _("Quoted words")]
    why: Annotated[Sentence, _("Why")]
    source: Annotated[str, _("Source")]
    since_on: Annotated[date, _("Rule in force since")]
    until_on: Annotated[date | None, _("Rule in force before")]
    verified: Annotated[bool, _("Compared with the primary text")] = True
