"""Input about changes: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.changes.models import Grade, Topic
from quartier.core.providers.policies.choices import Scope
from quartier.kit.forms import Choice, Day, Form, Line, Money, Number, Several, Text, Tick

LONG = 4_000


class ObjectForm(Form):
    """Why somebody objects, if they want to say so."""

    words = Text(label=_("Your words (optional)"), required=False, max_length=2_000)


class ConsentForm(Form):
    """That somebody agrees."""

    agreed = Tick(label=_("I have read the change and agree to it."))


class ReceiptForm(Form):
    """How and when somebody received an announcement."""

    received_on = Day(label=_("Received on"))
    how = Line(label=_("How you know"), help_text=_("Such as: handed over by courier, receipt in the file."))


class NoteForm(Form):
    """What was done about it."""

    note = Line(label=_("What has been settled"), max_length=200)


class ReasonForm(Form):
    """Why a change is called off."""

    reason = Line(label=_("Reason"), max_length=200)


class _Common(Form):
    title = Line(label=_("Title"), max_length=160, help_text=_("Customers read it in the subject line, in German."))
    grade = Choice(label=_("Class of the change"), choices=Grade.choices)
    summary = Text(label=_("What changes, in plain German words"), max_length=LONG)
    reason = Text(
        label=_("Reason outside of our influence"), max_length=LONG,
        help_text=_("Stays on record. Terms change only for grave reasons that you cannot influence."),
    )  # fmt: skip
    reasonable = Text(
        label=_("Why customers can be expected to bear it"), max_length=LONG, help_text=_("Stays on record.")
    )
    effective_on = Day(label=_("In effect from"))


class TextForm(_Common):
    """A change of a legal text: to which published version."""

    version = Choice(label=_("New version"), choices=(), select=True)
    field_order = ("version", "title", "grade", "summary", "reason", "reasonable", "effective_on")

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].choices = versions  # type: ignore[attr-defined]


class PriceForm(_Common):
    """A change of a price: of which product, from which to which."""

    product = Choice(label=pgettext_lazy("changes", "Product"), choices=(), select=True)
    old_net = Money(label=_("Net price until then"), least=0)
    new_net = Money(label=_("Net price from then on"), least=0)
    old_vat = Number(label=_("VAT until then"), least=0, most=99, places=1, unit="%")
    new_vat = Number(label=_("VAT from then on"), least=0, most=99, places=1, unit="%")
    field_order = ("product", "old_net", "new_net", "old_vat", "new_vat", "title", "grade", "summary")

    def __init__(self, *args: Any, products: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"].choices = products  # type: ignore[attr-defined]


class ServiceForm(_Common):
    """A change of a service: for which kinds of contract."""

    scopes = Several(label=_("For these contracts"), choices=[(one.value, _(one.label)) for one in Scope])
    field_order = ("scopes", "title", "grade", "summary", "reason", "reasonable", "effective_on")


TOPICS = {Topic.TEXT.value: "text", Topic.PRICE.value: "preis", Topic.SERVICE.value: "leistung"}
