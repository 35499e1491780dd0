"""Input about letters: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.letters.extension import GeneralLetter
from quartier.kit.forms import Choice, Day, Form, Line, Several, Text, Tick

SUBJECT = 160
BODY = 20_000
ENCLOSURES = 1_000
REASON = 300


class WriteForm(Form):
    """A letter in free words."""

    legal_entity = forms.TypedChoiceField(label=_("Company"), coerce=int, help_text=_("Writes and stands in the head"))
    subject = Line(label=pgettext_lazy("letter", "Subject"), max_length=SUBJECT)
    text = Text(
        label=_("Text"), max_length=BODY, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Without salutation and closing. An empty line begins a paragraph, - a list, **two stars** bold."),
    )  # fmt: skip
    enclosures = Text(
        label=_("Enclosures"), max_length=ENCLOSURES, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One in each line"),
    )  # fmt: skip
    tell = Tick(label=_("Tell by e-mail that a letter is in the portal"), required=False)

    def __init__(self, *args: Any, entities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = [("", _("Please choose"))] if len(entities) > 1 else []
        self.fields["legal_entity"].choices = [*several, *entities]  # type: ignore[attr-defined]

    def letter(self) -> GeneralLetter:
        """Return what the letter says."""
        given = self.cleaned_data
        lines = tuple(line.strip() for line in given["enclosures"].splitlines() if line.strip())
        return GeneralLetter(about=given["subject"], text=given["text"], with_it=lines)


class GatherForm(Form):
    """Which letters of a company are printed together."""

    which = Choice(label=_("Letters"), choices=())
    letters = Several(label=_("Only these"), required=False)
    both_sides = Tick(
        label=_("Print on both sides"), required=False, help_text=_("Every letter begins on a sheet of its own.")
    )

    def __init__(self, *args: Any, most: str, letters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [("all", most), ("some", _("only those that I tick"))]  # type: ignore[attr-defined]
        self.fields["letters"].choices = letters  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for ticks where only some are wanted."""
        given = super().clean() or {}
        if given.get("which") == "some" and not given.get("letters"):
            self.add_error("letters", ValidationError(_("Tick at least one letter."), code="none"))
        return given


class AgainForm(Form):
    """Why a batch is printed again."""

    reason = Line(label=_("Why is it printed again?"), max_length=REASON)


class PostForm(Form):
    """When a batch went to the post."""

    posted_on = Day(label=_("Went to the post on"))


class TakeBackForm(Form):
    """Why a letter does not go out."""

    reason = Line(label=_("Reason"), max_length=REASON)
