"""Input about threads: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.threads.models import OFFERED, CallKind, Ground, ImpactChoice, PriorityChoice, SanctionKind
from quartier.kit.components.markup import Text as Words
from quartier.kit.forms import Choice, Clock, Day, Email, Form, Instant, Line, Money, Several, Text, Tick, Whole
from quartier.kit.roles import data_areas

# Nobody writes name, address and message in less.
HASTE, STALE = timedelta(seconds=3), timedelta(days=1)
BEGUN = "quartier.threads.contact"
Choices = Sequence[tuple[Any, Words]]


class FormWithDocuments(Form):
    """A form with which documents of the customer can go; without any it does not ask for them."""

    documents = Several(
        label=_("Attachments"),
        help_text=_("Documents of the customer, as they stand under “Documents”"),
        required=False,
    )

    def __init__(self, *args: Any, documents: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if documents:
            self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]
            self.order_fields([*(name for name in self.fields if name != "documents"), "documents"])
        else:
            del self.fields["documents"]


class FormBeside(Form):
    """A form that stands on a page with others: the ids of its fields are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)


class OpenForm(FormWithDocuments):
    """A new request; the contract is asked for where there are several."""

    category = Choice(label=_("What is it about?"))
    relationship = Choice(label=_("Which contract?"), required=False)
    subject = Line(
        label=pgettext_lazy("mail", "Subject"),
        max_length=120,
        help_text=_("In a few words, for example: bicycle cellar"),
    )
    text = Text(label=_("Your message"))

    def __init__(self, *args: Any, categories: Choices, contracts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        if len(contracts) > 1:
            none = ("", _("None of them"))
            self.fields["relationship"].choices = [*contracts, none]  # type: ignore[attr-defined]
        else:
            del self.fields["relationship"]


class DefectForm(Form):
    """A defect of what was delivered: what, how to see it, how far it hinders (QX-51)."""

    subject = Line(label=_("What is defective?"), max_length=120)
    text = Text(label=_("Describe the defect"))
    steps = Text(label=_("Which steps lead to it?"), help_text=_("One after the other, so that we can see it too"))
    impact = Choice(label=_("How far does it hinder you?"), choices=ImpactChoice.choices)


class FaultForm(Form):
    """A fault: when, on which device, after which steps (WR-050)."""

    subject = Line(label=_("What does not work?"), max_length=120)
    noticed_at = Instant(label=_("When did you notice it?"), help_text=_("For example 1.12.2026, 14:07"))
    device = Line(label=_("On which device?"), max_length=120, help_text=_("For example: phone with Android, scanner"))
    steps = Text(label=_("What did you do before?"), help_text=_("One after the other, so that we can see it too"))
    text = Text(label=_("What happened, as precisely as possible?"))
    impact = Choice(label=_("How far does it hinder you?"), choices=ImpactChoice.choices)


class OutageForm(Form):
    """That a service cannot be used: why, and since when (QX-28)."""

    noticed_at = Instant(label=_("Since when?"), help_text=_("For example 1.12.2026, 14:07"))
    text = Text(label=_("Why can you not use it?"), help_text=_("For example the message on the screen"))


class ReductionForm(FormBeside):
    """How much less is to be paid, and why."""

    amount = Money(label=_("Less by"), least=Decimal("0.01"), most=Decimal("9999999.99"))
    reason = Line(label=_("Reason"), max_length=200)


class CallForm(Form):
    """A telephone call, written down by staff."""

    kind = Choice(label=_("What was it?"), choices=CallKind.choices)
    called_at = Instant(label=_("When was the call?"), help_text=_("For example 1.12.2026, 14:07"))
    category = Choice(label=_("What is it about?"))
    relationship = Choice(label=_("Which contract?"), required=False)
    subject = Line(label=pgettext_lazy("mail", "Subject"), max_length=120)
    text = Text(label=_("What was said"), help_text=_("The customer never sees it."))

    def __init__(self, *args: Any, categories: Choices, contracts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["relationship"].choices = [*contracts, ("", _("None of them"))]  # type: ignore[attr-defined]


class ConfirmForm(FormBeside):
    """What was agreed or ordered, as the customer gets it in text."""

    text = Text(label=_("We confirm"), help_text=_("The customer gets these words by e-mail. They count from then on."))


class TimeForm(FormBeside):
    """Time that somebody spent on a request."""

    worked_on = Day(label=_("Day"))
    minutes = Whole(label=_("Minutes"), least=1, most=1440)
    what = Line(label=_("What was done"), max_length=200)
    began = Clock(label=_("Began at"), required=False, help_text=_("Only needed for work at night"))
    is_charged = Tick(label=_("To be charged"), required=False, help_text=_("Beyond what was ordered"))
    is_unplanned = Tick(label=_("Caused by the customer and not planned"), required=False)


class TaskForm(FormBeside):
    """Something to do until a day."""

    title = Line(label=_("What is to be done"), max_length=120)
    due_on = Day(label=_("Until"))
    assignee = forms.TypedChoiceField(label=_("By"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("whoever comes to it")), *staff]  # type: ignore[attr-defined]


class WriteForm(FormWithDocuments):
    """Another message in a thread."""

    text = Text(label=_("Your message"))


class AnswerForm(FormBeside, FormWithDocuments):
    """What staff write to the customer."""

    text = Text(label=_("Answer"))
    closes = Tick(label=_("Close the request with this answer"), required=False)


class NoteForm(FormBeside):
    """What only staff read."""

    text = Text(label=_("Internal note"), help_text=_("The customer never sees it."))


class JoinForm(FormBeside):
    """The request that a mail belongs to."""

    number = Whole(label=_("Number of the request"), least=1, most=999_999_999)


class ReasonForm(Form):
    """Why a message should not stand there."""

    reason = Line(label=_("Reason"), max_length=200)


def area_choices() -> list[tuple[str, Words]]:
    """Return the data areas as choices, nobody's in particular first."""
    return [("", _("all areas")), *((key, data_areas[key]) for key in data_areas.keys())]  # noqa: SIM118


class HideForm(Form):
    """Why a thing may not stand there."""

    ground = Choice(label=pgettext_lazy("case", "Ground"), choices=Ground.choices)
    reason = Line(
        label=pgettext_lazy("case", "Reason"), max_length=200, help_text=_("Whoever put it there reads this.")
    )


class SanctionForm(FormBeside):
    """What follows for whoever put a thing there."""

    kind = Choice(label=_("What follows"), choices=SanctionKind.choices)
    last_on = Day(label=_("Until the end of"), required=False, help_text=_("For a block alone"))
    reason = Line(label=pgettext_lazy("case", "Reason"), max_length=200)


class TrapInput(forms.TextInput):
    """A box that people neither see nor reach; programs that fill everything in fill it too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"class": "sr", "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true", **(attrs or {})}
        )


class Trap(forms.CharField):
    """A hidden field that stays empty when a person fills the form in."""

    widget = forms.HiddenInput
    hidden_widget = TrapInput


class ContactForm(Form):
    """A request of somebody without an account. Programs are recognised by the trap and by their haste."""

    name = Line(label=_("Your name"), max_length=120, autocomplete="name")
    email = Email(label=_("Your e-mail address"), help_text=_("We send a link there under which you read the answer."))
    subject = Line(
        label=pgettext_lazy("mail", "Subject"),
        max_length=120,
        help_text=_("In a few words, for example: bicycle cellar"),
    )
    text = Text(label=_("Your message"))
    homepage = Trap(required=False)
    begun = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        begun = signing.dumps(now.isoformat(), salt=BEGUN)
        super().__init__(*args, initial={"begun": begun}, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """Refuse what no person can have filled in; what was typed stays, so that a person can send it again."""
        given = dict(self.cleaned_data)
        if given.pop("homepage", "") or not self._took_time(given.pop("begun", "")):
            raise forms.ValidationError(
                _("This was sent too fast, or the page was open for over a day. Please load it anew and try again."),
                code="haste",
            )
        return given

    def _took_time(self, begun: str) -> bool:
        try:
            since = self.now - datetime.fromisoformat(signing.loads(begun, salt=BEGUN))
        except (signing.BadSignature, ValueError):
            return False
        return HASTE <= since <= STALE


class KeepForm(FormBeside):
    """Why the words of a request stay even if their sender withdraws them."""

    reason = Line(label=_("Reason"), max_length=200)


class CareForm(FormBeside):
    """Who takes care of a thread, and how soon."""

    assignee = forms.TypedChoiceField(label=_("Taken care of by"), coerce=int, empty_value=None, required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), coerce=int, choices=PriorityChoice.choices, widget=forms.Select
    )

    area = forms.ChoiceField(
        label=_("Data area"),
        choices=area_choices,
        required=False,
        widget=forms.Select,
        help_text=_("Only those who work in this area meet the request from then on."),
    )

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("nobody yet")), *staff]  # type: ignore[attr-defined]


class CategoryForm(Form):
    """A subject in the provider's own words."""

    label = Line(label=pgettext_lazy("subject of requests", "Name"), max_length=80)
    treatment = Choice(label=_("Dealt with as"), choices=[(choice.value, choice.label) for choice in OFFERED])
    area = forms.ChoiceField(
        label=_("Data area"),
        choices=area_choices,
        required=False,
        widget=forms.Select,
        help_text=_("Only those who work in this area meet the requests."),
    )
    order = Whole(label=_("Place in the list"), least=1, most=999)
    fee = Money(
        label=_("Costs, net"),
        required=False,
        help_text=_("Empty: free of charge. Charged when a customer opens such a request."),
    )
    by_effort = Tick(
        label=_("Charged by the hour"),
        required=False,
        help_text=_("Customers are shown the price of the price list before they send such a request."),
    )
    is_offered = Tick(label=_("Offer it to customers"), required=False)


class CannedTextForm(Form):
    """A text that staff use again and again."""

    title = Line(label=_("Title"), max_length=80)
    text = Text(label=_("Text"))
