"""Input about backups: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.backups.extension import backup_runners
from quartier.core.backups.models import RhythmChoice
from quartier.core.backups.rules import MOST_KEPT
from quartier.kit.forms import Choice, Day, Form, Line, Whole

LAST_HOUR = 23


class AgreeForm(Form):
    """What is agreed about the backups of a contract."""

    number = Line(label=_("Contract number"), max_length=30)
    legal_entity = forms.TypedChoiceField(label=_("Company"), coerce=int)
    runner = Choice(label=_("What is copied"), choices=())
    rhythm = Choice(label=_("How often"), choices=RhythmChoice.choices)
    hour = Whole(label=_("Hour"), least=0, most=LAST_HOUR, help_text=_("The hour of the day, such as 3 for 3 o'clock"))
    keep = Whole(label=_("Copies that are kept"), least=1, most=MOST_KEPT)
    begins_on = Day(label=pgettext_lazy("backup", "From"), help_text=_("Weekly backups are made on this weekday."))

    def __init__(self, *args: Any, entities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_entity"].choices = list(entities)  # type: ignore[attr-defined]
        self.fields["runner"].choices = [(key, backup_runners[key].label) for key in backup_runners.keys()]  # type: ignore[attr-defined]  # noqa: SIM118 – a registry, not a mapping


class EndForm(Form):
    """From when on nothing is copied any more."""

    ends_on = Day(label=_("First day without backups"))
