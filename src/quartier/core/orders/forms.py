"""Input about orders: shape only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.orders.models import CreditResult
from quartier.kit.forms import Choice, Day, Form, Instant, Line, Text, Tick

LONG = 2000


def lines_of(text: str) -> list[str]:
    """Return the lines of an answer that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class NothingForm(Form):
    """Only the question is answered."""


class DeclineForm(Form):
    """A reason that stays inside."""

    note = Text(label=_("Reason, for us alone"), max_length=LONG, required=False)


class MissingForm(Form):
    """What is missing, and words about it."""

    missing = Text(
        label=_("What is missing"), max_length=LONG, required=False,
        help_text=_("One thing a line. Empty reminds of what was asked before."),
    )  # fmt: skip
    words = Text(label=_("Words to the customer"), max_length=LONG, required=False)


class CheckedForm(Form):
    """What was found in the documents."""

    missing = Text(
        label=_("What is missing"), max_length=LONG, required=False, help_text=_("Empty: everything is there.")
    )
    words = Text(label=_("Words to the customer"), max_length=LONG, required=False)


class WordsForm(Form):
    """What happened."""

    words = Text(label=_("What happened"), max_length=LONG)


class HappenedForm(WordsForm):
    """What happened, and when."""

    when = Instant(label=_("When"), required=False, help_text=_("Empty: just now."))


class ReplyForm(HappenedForm):
    """What the customer said."""

    is_complete = Tick(label=_("Everything is there now"), required=False)


class PlanForm(Form):
    """Until when."""

    due_at = Instant(label=_("To be done by"), required=False)


class CloseForm(Form):
    """Why an order is closed."""

    reason = Choice(
        label=_("Why"),
        choices=[("unreachable", _("The customer does not answer")), ("documents_unusable", _("Documents unusable"))],
    )


class CancelForm(Form):
    """Why an order ends, and how the customer consented."""

    reason = Choice(label=_("Why"), choices=[("infeasible", _("It cannot be carried out"))])
    consent = Text(label=_("How and when the customer consented"), max_length=LONG)


class CreditForm(Form):
    """A credit check."""

    source = Line(label=_("Source"), max_length=120)
    checked_on = Day(label=_("Checked on"))
    result = Choice(label=_("Result"), choices=CreditResult.choices)
    words = Line(label=_("Words"), max_length=400, required=False)


class RefundForm(Form):
    """Why money goes back although work has begun."""

    reason = Line(label=_("Reason, if work has begun"), max_length=300, required=False)


class AnswerForm(Form):
    """What a customer answers."""

    words = Text(label=_("Your answer"), max_length=LONG)
