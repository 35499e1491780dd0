"""What an objection is answered with."""

from __future__ import annotations

from datetime import date

from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _


def called_off() -> Sentence:
    """Say that there is nothing to object to any more."""
    return Sentence(_("The change has been called off: for you everything stays as it is."), {})


def counted_before() -> Sentence:
    """Say that an objection counts once."""
    return Sentence(_("Your objection has been received before; it counts once."), {})


def not_possible() -> Sentence:
    """Say that no objection is possible."""
    return Sentence(_("An objection to this change is not possible: it was agreed to, or the terms grant none."), {})


def late(last_on: date) -> Sentence:
    """Say until when objections were possible."""
    return Sentence(_("Objections were possible until %(day)s; yours is late."), {"day": last_on})


def in_time() -> Sentence:
    """Say that the objection counts."""
    return Sentence(_("Your objection is in time: the old terms go on for you."), {})
