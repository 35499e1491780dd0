"""What a provider has decided, as typed values: parameters with law bounds, JSON and text forms, and their origin.

A concern is a frozen dataclass derived from `Concern`; its fields are made by `parameter()`. All else
(checking, JSON, text for forms) is read from the annotations, so that a new parameter is one declaration.
"""

from quartier.values.choice import Choice
from quartier.values.policy.concern import Bound, Concern, OutOfBounds, Parameter, at_least, at_most, between, parameter
from quartier.values.policy.kinds import Record, kind_of, part
from quartier.values.policy.origin import Conflict, Held, Mark, Origin
from quartier.values.policy.simple import IN_GERMAN, Kind, Words
from quartier.values.sentences import Sentence, Unreadable, mark
from quartier.values.span import Span
from quartier.values.units import Euro, Percent, Points

__all__ = [
    "IN_GERMAN",
    "Bound",
    "Choice",
    "Concern",
    "Conflict",
    "Euro",
    "Held",
    "Kind",
    "Mark",
    "Origin",
    "OutOfBounds",
    "Parameter",
    "Percent",
    "Points",
    "Record",
    "Sentence",
    "Span",
    "Unreadable",
    "Words",
    "at_least",
    "at_most",
    "between",
    "kind_of",
    "mark",
    "parameter",
    "part",
]
