"""Input about products and prices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.catalogue.extension import product_kinds
from quartier.core.catalogue.models import PriceUnit, Product
from quartier.core.catalogue.rules import shapes
from quartier.core.providers.policies.choices import Scope
from quartier.kit.forms import Choice, Day, Form, Line, Money, Several, Text, Tick, Whole
from quartier.law.ustg.rates import Rate

SLUG: Final = r"^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$"
STANDINGS: Final = [("consumer", _("Consumers")), ("business", _("Businesses"))]


class ProductForm(Form):
    """A product as the office writes it."""

    name = Line(label=_("Name"), max_length=120)
    key = Line(
        label=_("Address"), max_length=40, help_text=_("Small letters, digits and hyphens; it stands in the address."),
        validators=[RegexValidator(SLUG, _("Use small letters, digits and hyphens."))],
    )  # fmt: skip
    summary = Line(label=_("In one sentence"), max_length=300, required=False)
    description = Text(label=_("Description"), max_length=4000, required=False)
    entity_id = forms.TypedChoiceField(label=_("Contracting party"), coerce=int)
    kind = Choice(label=pgettext_lazy("product", "Kind"), choices=())
    scope = Choice(label=_("Kind of contract"), choices=(), select=True)
    standings = Several(label=_("Who may order it"), choices=STANDINGS)
    needs_account = Tick(label=_("An account is needed"), required=False)
    is_free = Tick(label=_("Free of charge"), required=False)
    vat_rate_kind = Choice(label=_("Rate of VAT"), choices=(), select=True)
    inputs = Text(
        label=_("What customers answer"), required=False, max_length=4000,
        help_text=_(
            "One line each: key | label | kind | optional. Kinds: text, long, number m², choice A, B, date, address."
        ),
    )  # fmt: skip
    uploads = Text(
        label=_("Which files they add"),
        required=False,
        max_length=2000,
        help_text=_("One line each: key | label | 1-5"),
    )
    options = Text(
        label=_("What can be added for a price"),
        required=False,
        max_length=2000,
        help_text=_("One line each: key | label"),
    )
    order = Whole(label=_("Place in the list"), least=0, most=9999, initial=100)
    is_offered = Tick(label=_("Can be ordered"), required=False, initial=True)

    def __init__(self, *args: Any, entities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "entity_id": list(entities),
            "kind": [(one.key, one.label) for one in product_kinds],
            "scope": [(one.value, _t(str(one.label))) for one in Scope],
            "vat_rate_kind": [(one.value, _t(str(one.label))) for one in Rate],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean_inputs(self) -> list[dict[str, Any]]:
        """Read the lines."""
        return self._lines("inputs", shapes.read_asked)

    def clean_uploads(self) -> list[dict[str, Any]]:
        """Read the lines."""
        return self._lines("uploads", shapes.read_wanted)

    def clean_options(self) -> list[dict[str, Any]]:
        """Read the lines."""
        return self._lines("options", shapes.read_options)

    def _lines(self, name: str, read: Callable[[str], Sequence[Any]]) -> list[dict[str, Any]]:
        try:
            return [asdict(one) for one in read(self.cleaned_data[name])]
        except shapes.Unreadable as error:
            said = _t("Line %(number)s cannot be read, or its key stands there twice.") % {"number": error.number}
            raise ValidationError(said) from None

    @staticmethod
    def initial_of(row: Product) -> dict[str, Any]:
        """Return a product as the form shows it."""
        plain = {name: getattr(row, name) for name in ProductForm.base_fields if name not in LINES}
        return plain | {
            "inputs": shapes.written_asked(shapes.asked_of(row.inputs)),
            "uploads": shapes.written_wanted(shapes.wanted_of(row.uploads)),
            "options": shapes.written_options(shapes.options_of(row.options)),
        }


LINES: Final = ("inputs", "uploads", "options")


class PriceForm(Form):
    """A price from a day on; typed as this provider shows prices."""

    option = Choice(label=pgettext_lazy("price", "Price of"), choices=())
    amount = Money(label=_("Amount"), least=0)
    unit = Choice(label=pgettext_lazy("price", "For"), choices=PriceUnit.choices)
    valid_from = Day(label=_("From"))

    def __init__(self, *args: Any, product: Product, is_net: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(one.key, one.label) for one in shapes.options_of(product.options)]
        self.fields["option"].choices = [("-", product.name), *options]  # type: ignore[attr-defined]
        self.fields["amount"].label = _t("Price, net") if is_net else _t("Price, with VAT")
