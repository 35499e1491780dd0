"""Input before the click: what is ordered and needed, who orders, how it is paid, and the boxes of the last page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries
from quartier.kit.formats import money
from quartier.kit.forms import Choice, Email, Form, Line, Phone, Several, Text, Tick, Upload, Whole

NOTE: Final = 2000
ENTRY, FILE = "entry_", "file_"
WORDS: Final = {
    "terms": _("I accept the terms."),
    "privacy": _("I have read the privacy notice."),
}


class BasketForm(Form):
    """Everything that can be ordered together, each with its number and options."""

    def __init__(self, *args: Any, offers: Sequence[catalogue.Offer], is_net: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        for offer in offers:
            number, name = offer.product.pk, offer.product.name
            self.fields[f"take_{number}"] = Tick(label=f"{name}, {_price(offer.base, is_net)}", required=False)
            self.fields[f"many_{number}"] = Whole(
                label=_t("Number of “%(name)s”") % {"name": name}, least=1, most=catalogue.MOST_OF_ONE, required=False
            )
            if offer.options:
                choices = [(one.option, f"{one.label}, {_price([one], is_net)}") for one in offer.options]
                self.fields[f"with_{number}"] = Several(
                    label=_t("In addition to “%(name)s”") % {"name": name}, choices=choices, required=False
                )

    def clean(self) -> dict[str, Any]:
        """Ask for one service at least."""
        given: dict[str, Any] = super().clean() or {}
        if not any(given.get(f"take_{one.product.pk}") for one in self.offers):
            self.add_error(None, _t("Choose at least one service."))
        return given

    def choices(self) -> list[catalogue.Choice]:
        """Return what was chosen."""
        given = self.cleaned_data
        return [
            catalogue.Choice(number, tuple(given.get(f"with_{number}") or ()), given.get(f"many_{number}") or 1)
            for number in (one.product.pk for one in self.offers)
            if given.get(f"take_{number}")
        ]

    @staticmethod
    def initial_of(choices: Iterable[catalogue.Choice]) -> dict[str, Any]:
        """Return choices as the form shows them."""
        found: dict[str, Any] = {}
        for one in choices:
            number = one.product_id
            found |= {f"take_{number}": True, f"many_{number}": one.quantity, f"with_{number}": [*one.options]}
        return found


class NeededFile(forms.ClearableFileInput):
    """A file that is needed; the form does not insist, because it may have come with an earlier answer."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Say that it is not optional, so that nobody reads that it is."""
        return False


class DetailsForm(Form):
    """What the services ask for. What was prepared by somebody else stands still and is not asked."""

    note = Text(
        label=_("Remark"), required=False, max_length=NOTE,
        help_text=_("For the work itself. Other terms than ours do not become part of the contract."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, products: Sequence[Any], endings: Sequence[str], largest: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for product in products:
            for key, field in catalogue.entry_fields(product).items():
                self.fields.setdefault(ENTRY + key, field)
            for one in catalogue.wanted_of(product.uploads):
                widget = NeededFile if one.least else forms.ClearableFileInput
                common: dict[str, Any] = {"label": one.label, "required": False, "widget": widget}
                self.fields.setdefault(FILE + one.key, Upload(**common, most_bytes=largest, endings=endings))
        self.move_to_end("note")

    def move_to_end(self, name: str) -> None:
        """Let a field stand last."""
        self.fields[name] = self.fields.pop(name)

    def typed(self) -> dict[str, str]:
        """Return the entries as they were typed, fit or not."""
        names = [name for name in self.fields if name.startswith(ENTRY)]
        return {name.removeprefix(ENTRY): str(self.data.get(name, "")).strip()[:NOTE] for name in names}

    def sent_files(self) -> Mapping[str, Any]:
        """Return the files that were chosen, by their key."""
        names = [name for name in self.fields if name.startswith(FILE)]
        return {name.removeprefix(FILE): self.files[name] for name in names if name in self.files}

    def say(self, faults: Mapping[str, str], prefix: str) -> None:
        """Put what a service has found wrong at the fields it is about."""
        for key, sentence in faults.items():
            name = prefix + key
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)


class StandingForm(Form):
    """In which part a known customer orders (§§ 13, 14 BGB)."""

    standing = Choice(label=_("You order as"), choices=())

    def __init__(self, *args: Any, standings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = queries.standings_told(standings)  # type: ignore[attr-defined]


class PersonForm(StandingForm):
    """Who orders, without an account."""

    organisation = Line(
        label=_("Company or organisation"), max_length=120, required=False, autocomplete="organization",
        help_text=_("Only if you order for one"),
    )  # fmt: skip
    given_name = Line(label=_("Given name"), max_length=80, required=False, autocomplete="given-name")
    name = Line(label=_("Surname"), max_length=120, required=False, autocomplete="family-name")
    street = Line(label=_("Street and number"), max_length=120, autocomplete="street-address")
    postcode = Line(label=_("Postcode"), max_length=10, autocomplete="postal-code")
    city = Line(label=_("City"), max_length=80, autocomplete="address-level2")
    email = Email(label=_("E-mail address"), help_text=_("There we send the confirmation and the link to your order."))
    phone = Phone(label=_("Phone"), required=False)


class PaymentForm(Form):
    """How somebody wants to pay."""

    method = Choice(label=_("How do you want to pay?"), choices=())

    def __init__(self, *args: Any, methods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = list(methods)  # type: ignore[attr-defined]


class ReviewForm(Form):
    """The boxes right before the button: each text on its own, none ticked beforehand (WR-005, WR-022, WR-072)."""

    def __init__(self, *args: Any, documents: Sequence[Any], gross: Any, may_start_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = documents
        self.fields["gross"] = forms.CharField(initial=str(gross), widget=forms.HiddenInput)
        for one in documents:
            words = WORDS.get(one.kind) or _t("I have read and accept: %(title)s") % {"title": one.title}
            missing = _t("Please tick the box about “%(title)s” if you agree. Without it nothing can be ordered.")
            self.fields[one.kind] = Tick(
                label=words, required=True, error_messages={"required": missing % {"title": one.title}}
            )
            self.fields[f"{one.kind}_digest"] = forms.CharField(initial=one.digest, widget=forms.HiddenInput)
        if may_start_early:
            self.fields["started_early"] = Tick(
                label=_("I expressly ask you to begin before the time to withdraw is over."), required=False
            )
            self.fields["loss_known"] = Tick(
                label=_("I know that my right to withdraw ends when you have done everything you owe."), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse words that are not published any more, and one of the two boxes without the other."""
        given: dict[str, Any] = super().clean() or {}
        for one in self.documents:
            if given.get(f"{one.kind}_digest") != one.digest and one.kind not in self.errors:
                self.add_error(one.kind, _t("The text has changed meanwhile. Please read it once more."))
        if bool(given.get("started_early")) is not bool(given.get("loss_known")):
            late = "loss_known" if given.get("started_early") else "started_early"
            self.add_error(late, _t("To begin early we need both: your wish, and that you know what follows. Or none."))
        return given


class HandOnForm(Form):
    """What a prepared order is called by whoever prepared it."""

    label = Line(
        label=_("What is it for?"), max_length=120, autocomplete="off",
        help_text=_("For your own list, such as “Wohnung Speicherstraße 9”. Write no name of the other person."),
    )  # fmt: skip


class OfferForm(Form):
    """An order that staff prepare for a customer."""

    label = Line(label=_("What is it for?"), max_length=120, autocomplete="off")
    product = Choice(label=_("Service"), choices=(), select=True)
    quantity = Whole(label=_("How many"), least=1, most=catalogue.MOST_OF_ONE, initial=1)

    def __init__(self, *args: Any, offers: Sequence[catalogue.Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.product.pk), f"{one.product.name}, {_price(one.base, is_net=False)}") for one in offers]
        self.fields["product"].choices = choices  # type: ignore[attr-defined]


def _price(costs: Sequence[Any], is_net: bool) -> str:
    """Return what something costs in one line."""
    if not costs:
        return _t("free of charge")
    said = []
    for one in costs:
        amount = _t("%(amount)s net") % {"amount": money(one.sums.net)} if is_net else money(one.sums.gross)
        said.append(amount if one.price.unit == "once" else f"{amount} {one.unit}")
    return " + ".join(said)
