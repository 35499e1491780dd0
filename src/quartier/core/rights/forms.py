"""Input about requests: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.privacy.queries import Controller
from quartier.core.retention.extension import Ground
from quartier.core.rights.rules import Request, Way
from quartier.kit.forms import Choice, Day, Email, Form, Line, Money, Phone, Several, Text, Tick


def kinds() -> list[tuple[str, Any]]:
    """Return what can be asked for, in the words of the page."""
    return [(one.value, _(one.label)) for one in Request]


class WishForm(Form):
    """What a customer asks for."""

    kind = Choice(label=_("What do you ask for?"), choices=kinds)
    about = Choice(
        label=_("An objection is against"),
        required=False,
        choices=[("use", _("a use of my data")), ("marketing", _("advertising"))],
        help_text=_("Only if you object. Advertising stops at once; otherwise we restrict the data until we decide."),
    )
    wish = Text(
        label=_("More about it"),
        required=False,
        max_length=4000,
        help_text=_("For example which entry is wrong, or what you object to. You need not give reasons."),
    )


class IntakeForm(Form):
    """A request that reached the office on another way."""

    kind = Choice(label=_("What is asked for"), choices=kinds)
    way = Choice(label=_("How it came"), choices=lambda: [(w.value, _(w.label)) for w in Way if w is not Way.PORTAL])
    received_on = Day(label=_("Received on"))
    wish = Text(label=_("What was said or written"), required=False, max_length=4000)
    about_marketing = Tick(label=_("An objection against advertising"), required=False)
    identity = Line(
        label=_("How it was made sure who asks"),
        required=False,
        max_length=200,
        help_text=_("May be noted later. Nothing is handed out without it."),
    )


class IdentityForm(Form):
    """How it was made sure who asks."""

    identity = Line(label=_("How it was made sure who asks"), max_length=200)


class AnswerForm(Form):
    """The words of an answer, a refusal or an extension."""

    text = Text(label=_("Text to the person"), max_length=8000)


class ErasureForm(Form):
    """At which companies data are erased."""

    controllers = Several(label=_("Companies"))

    def __init__(self, data: Any = None, *, controllers: Sequence[Controller]) -> None:
        super().__init__(data)
        field = self.fields["controllers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, one.name) for one in controllers]
        self.initial["controllers"] = [one.key for one in controllers]


class CorrectionForm(Form):
    """What is right about somebody."""

    salutation = Line(label=_("Salutation"), required=False, max_length=20)
    given_name = Line(label=_("Given name"), required=False, max_length=80)
    name = Line(label=_("Name"), max_length=120)
    email = Email(label=_("E-mail address"), required=False)
    phone = Phone(label=_("Phone"), required=False)
    street = Line(label=_("Street and number"), required=False, max_length=120)
    postcode = Line(label=_("Postcode"), required=False, max_length=10)
    city = Line(label=_("Place"), required=False, max_length=80)


class GroundForm(Form):
    """On which ground data are restricted; an objection has a request of its own."""

    ground = Choice(
        label=_("Ground"),
        choices=lambda: [(one.value, _t(one.label)) for one in Ground if one is not Ground.OBJECTION],
    )


class DecisionForm(Form):
    """Whether an objection is upheld, and why."""

    decision = Choice(
        label=_("Decision"),
        choices=[
            ("uphold", _("The objection is right: we stop this use")),
            ("refuse", _("Compelling grounds outweigh it (Art. 21(1) GDPR)")),
        ],
    )
    text = Text(label=_("Text to the person"), max_length=8000)


class FeeForm(Form):
    """What a further copy costs, and what that is made up of."""

    fee = Money(label=_("Fee"))
    text = Text(label=_("What it is made up of"), max_length=300, help_text=_("Administrative costs alone."))


class RecipientForm(Form):
    """Somebody who has to be told."""

    recipient = Line(label=_("Who has to be told"), max_length=120)


class NoticeForm(Form):
    """Whether a recipient was told."""

    told = Choice(label=_("Told?"), choices=[("yes", _("told")), ("no", _("impossible or a disproportionate effort"))])
    text = Text(label=_("How and when, or why not"), required=False, max_length=300)
