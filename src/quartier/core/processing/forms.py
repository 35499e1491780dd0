"""Input about recipients and disclosures: shape only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.documents import queries as documents
from quartier.core.processing.extension import categories, sharing_purposes
from quartier.core.processing.rules import Basis, Ground, RecipientKind
from quartier.kit.forms import Choice, Day, Form, Line, Several, Text, Tick, Upload
from quartier.values.choice import Choice as Listed

SIGN = 2
PAPERS = (".pdf", ".png", ".jpg", ".jpeg")


def _listed(kind: type[Listed]) -> list[tuple[str, Any]]:
    return [(one.value, _(one.label)) for one in kind]


def _purposes() -> list[tuple[str, Any]]:
    return list(zip(sharing_purposes.keys(), sharing_purposes, strict=True))


def _categories() -> list[tuple[str, Any]]:
    return [(one.key, one.label) for one in categories]


class Country(Line):
    """A country by its sign: `DE`."""

    def __init__(self) -> None:
        super().__init__(
            label=pgettext_lazy("recipient", "Country"), max_length=SIGN,
            help_text=_("Two letters, for example DE for Germany or US for the United States"),
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        """Read the sign whatever its case."""
        return super().to_python(value).upper()


def _ground() -> Choice:
    return Choice(
        label=_("Ground outside the EU and the EEA"), required=False, select=True, choices=lambda: _listed(Ground),
        help_text=_("Not needed within the EU and the EEA, and for countries that are adequate as a whole"),
    )  # fmt: skip


class RecipientForm(Form):
    """Who gets data, for what, which, where."""

    name = Line(label=_("Name"), max_length=160)
    kind = Choice(label=_("Stands to us as"), choices=lambda: _listed(RecipientKind))
    task = Line(label=_("What it does"), max_length=200)
    purposes = Several(label=_("Purposes"), choices=_purposes)
    categories = Several(label=_("Data it may get"), choices=_categories)
    country = Country()
    ground = _ground()
    ground_note = Line(
        label=_("Proof of the ground"), max_length=300, required=False,
        help_text=_("For example the module of the clauses and the day of the assessment"),
    )  # fmt: skip
    contact = Line(label=_("Contact"), max_length=200, required=False)


class NewRecipientForm(RecipientForm):
    """A recipient of one controller."""

    entity = Choice(label=_("Company that answers for the data"))

    def __init__(self, *args: Any, controllers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [(str(pk), name) for pk, name in controllers]  # type: ignore[attr-defined]
        if len(controllers) == 1:
            self.initial["entity"] = str(controllers[0][0])


class ContractForm(Form):
    """A contract with a recipient."""

    title = Line(label=_("Title"), max_length=160)
    valid_from = Day(label=_("Valid from"))
    valid_until = Day(label=_("Valid until"), required=False, help_text=_("Leave it empty when no end is agreed"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = Upload(
            label=_("Signed contract"), required=False, most_bytes=documents.limits().largest, endings=PAPERS
        )


class SubProcessorForm(Form):
    """Whom a processor engages itself."""

    name = Line(label=_("Name"), max_length=160)
    task = Line(label=_("What it does"), max_length=200)
    country = Country()
    ground = _ground()


class DiscloseForm(Form):
    """Which people's data go to whom, for what and on what."""

    subjects = Several(label=_("People"))
    recipient = Choice(label=_("Recipient of the data"), select=True)
    purpose = Choice(label=_("Purpose"), select=True, choices=_purposes)
    basis = Choice(label=_("Legal basis"), select=True, choices=lambda: _listed(Basis))
    categories = Several(label=_("Data"), choices=_categories)
    reference = Line(
        label=_("File number of the request"), max_length=80, required=False,
        help_text=_("Needed for authorities, courts and credit agencies"),
    )  # fmt: skip
    requested_on = Day(label=_("Day of the request"), required=False)
    decided_by = Line(label=_("Who decided to answer it"), max_length=120, required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], recipients: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields
        offered["subjects"].choices = [(str(pk), name) for pk, name in people]
        offered["recipient"].choices = list(recipients)

    def clean(self) -> dict[str, Any]:
        """Ask for all three parts of a request, or for none."""
        given = super().clean() or {}
        parts = {name: given.get(name) for name in ("reference", "requested_on", "decided_by")}
        if any(parts.values()):
            for name in (name for name, value in parts.items() if not value and name not in self.errors):
                self.add_error(name, forms.ValidationError(_("A request has a file number, a day, and who decided.")))
        return given


class ApprovalForm(Form):
    """That the register is right as it stands; a ground is asked for where data serve another purpose than before."""

    digest = forms.CharField(widget=forms.HiddenInput)
    ground = Text(
        label=_("Legal basis of changed purposes"), required=False, max_length=2000,
        help_text=_("Needed when data serve another purpose than before (Art. 6(4) GDPR)"),
    )  # fmt: skip

    def __init__(self, *args: Any, asks_ground: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_ground:
            del self.fields["ground"]


class PartForm(Form):
    """The German text of the agreement on processing, or of its annex."""

    body = Text(label=_("Text"), max_length=60_000, help_text=_("In German, as Markdown; placeholders are not filled."))


class ConcludeForm(Form):
    """Who concludes the agreement; the hidden fields bind the versions that the page shows."""

    signatory = Line(label=_("Who concludes it for you"), max_length=120, help_text=_("Given name, name and function"))
    agreed = Tick(label=_("We conclude this agreement with its annex"))
    text_id = forms.IntegerField(widget=forms.HiddenInput)
    annex_id = forms.IntegerField(widget=forms.HiddenInput)


class InstructionForm(Form):
    """An instruction on data protection."""

    topic = Line(label=_("Topic"), max_length=200)
    instructed_on = Day(label=_("Instructed on"))
    instructed_by = Line(label=_("Instructed by"), max_length=120)
