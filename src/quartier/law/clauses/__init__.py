"""What is wrong with a legal text: clauses that do not bind, laws that are gone, statements that are missing.

`find` reads a text as it is used on a day, knowing a few facts about its provider; each finding quotes its words.
"""

from quartier.law.clauses.check import find
from quartier.law.clauses.facts import Facts, Finding, ImprintPart, Severity, TextKind

__all__ = ["Facts", "Finding", "ImprintPart", "Severity", "TextKind", "find"]
