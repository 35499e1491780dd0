"""Input about jobs and wishes for changes: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Choice, Form, Line, Number, Text, Tick, Upload, Whole
from quartier.modules.survey.rules.jobs import Finding, Item, Judged

LONG = 2000
SHORT = 300
MOST_FILE = 20_000_000


class CheckForm(Form):
    """What was found of each item of the checklist, and words to the customer."""

    words = Text(label=_("Words to the customer"), max_length=LONG, required=False)

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        choices = [(one.value, _t(one.label)) for one in Finding]
        for one in items:
            self.fields[f"found_{one.key}"] = Choice(label=one.label, choices=choices, initial=one.proposal.value)
            label = _t("What is wrong with it: %(what)s") % {"what": one.label}
            self.fields[f"words_{one.key}"] = Line(label=label, max_length=120, required=False)
        self.fields["words"] = self.fields.pop("words")

    def judged(self) -> list[Judged]:
        """Return the findings."""
        given = self.cleaned_data
        return [
            Judged(one.key, one.label, Finding(given[f"found_{one.key}"]), given[f"words_{one.key}"])
            for one in self.items
        ]


class WorkerForm(Form):
    """Who goes on with a job."""

    worker = Choice(label=_("Who goes on with it"), choices=(), select=True)

    def __init__(self, *args: Any, workers: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [(str(one.pk), one.name) for one in workers]  # type: ignore[attr-defined]


class PaperForm(Form):
    """Which document of the customer lies beneath which storey."""

    storey = Choice(label=_("Storey"), choices=(), select=True)
    paper = Choice(label=_("Document"), choices=(), select=True)
    page = Whole(label=_("Page of the PDF"), least=1, most=200, initial=1)

    def __init__(
        self, *args: Any, storeys: Sequence[tuple[str, str]], papers: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["storey"].choices, self.fields["paper"].choices = storeys, papers  # type: ignore[attr-defined]


class ImportForm(Form):
    """A drawing or a model with which to begin."""

    height = Number(label=_("Clear height in metres, for a DXF"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endings = (".dxf", ".ifc", ".json")
        self.fields["file"] = Upload(label=_("DXF, IFC or JSON"), most_bytes=MOST_FILE, endings=endings)


class JudgeForm(Form):
    """Whose fault it is, and words to the customer."""

    our_error = Choice(
        label=_("What is it?"),
        choices=[("yes", _("our error: free of charge")), ("no", _("a wish: costs the fee of the price list"))],
    )
    words = Line(label=_("Words to the customer"), max_length=SHORT, required=False)


class BecauseForm(Form):
    """Why a wish is not done."""

    because = Line(label=_("Why it is not done"), max_length=SHORT)


class WishForm(Form):
    """What a customer wants changed."""

    words = Text(label=_("What shall be changed?"), max_length=LONG)


class AgreeForm(Form):
    """A consumer's two declarations about an early start; each has a box of its own (§ 356(4) BGB)."""

    started_early = Tick(
        label=_("I want you to begin before the time in which I can withdraw is over."), required=False
    )
    loss_known = Tick(
        label=_("I know that I lose my right to withdraw when the change has been made in full."), required=False
    )

    def __init__(self, *args: Any, is_consumer: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_consumer:
            del self.fields["started_early"], self.fields["loss_known"]
