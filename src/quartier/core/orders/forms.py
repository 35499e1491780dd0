"""Input about orders: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.core.orders.models import CreditResult
from quartier.kit.forms import Choice, Day, Form, Instant, Line, Several, Text, Tick, Upload

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


class AnswerFilesForm(AnswerForm):
    """What a customer answers, with the files that are held for it; who sends files may leave the words out."""

    uploads = Several(label=_("Files that go with it"), choices=(), required=False)

    def __init__(self, *args: Any, held: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not held:
            del self.fields["uploads"]
            return
        choices = [(str(one.upload_key), one.file_name) for one in held]
        self.fields["uploads"].choices = choices  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("uploads", [key for key, _name in choices])
        elif self.data.getlist("uploads"):  # type: ignore[attr-defined]
            self.fields["words"].required = False


class AnswerFileForm(Form):
    """A file for an answer; it is held at once and sent with the answer."""

    def __init__(self, *args: Any, endings: Sequence[str], largest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("A file for the answer")
        self.fields["file"] = Upload(label=label, required=False, most_bytes=largest, endings=endings)
