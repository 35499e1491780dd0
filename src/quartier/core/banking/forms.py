"""Input about banks: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.forms import Choice, Day, Form, Line, Money, Upload, Whole

FILE_MOST = 100 * 1024 * 1024
PARTS = 3


class FileForm(Form):
    """A file of a bank."""

    file = Upload(
        label=_("File of the bank"),
        most_bytes=FILE_MOST,
        endings=(".xml", ".sta", ".mt940", ".940", ".txt", ".zip"),
        help_text=_("CAMT (XML), MT940, or a ZIP of them"),
    )


class AccountForm(Form):
    """An own account."""

    entity = Choice(label=_("Company"), choices=(), select=True)
    label = Line(label=_("Name of the account"), max_length=60)
    holder = Line(label=_("Account holder"), max_length=70)
    iban = Line(label=_("IBAN"), max_length=42)
    bic = Line(label=_("BIC"), max_length=11, required=False)
    bank = Line(label=_("Bank"), max_length=80, required=False)
    place = Whole(
        label=_("Order on invoices"), least=1, most=99, initial=1, help_text=_("The first one is on invoices.")
    )
    opened_on = Day(label=_("Booked here from"), required=False)
    opening = Money(label=_("Balance on the evening before"), required=False, help_text=_("Brought forward once."))
    closed_on = Day(label=_("Closed on"), required=False)

    def __init__(self, *args: Any, entities: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = [(row.pk, str(row)) for row in entities]  # type: ignore[attr-defined]


class PartsForm(Form):
    """Whose an entry is, by customer or invoice number; up to three parts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, PARTS + 1):
            self.fields[f"whose_{place}"] = Line(
                label=_("Customer or invoice number"), max_length=40, required=place == 1
            )
            self.fields[f"amount_{place}"] = Money(
                label=_("Amount"), required=False,
                help_text=_("Empty: the whole amount.") if place == 1 else "",
            )  # fmt: skip

    def parts(self) -> list[tuple[str, Any]]:
        """Return what was said, without empty lines."""
        said = [(self.cleaned_data[f"whose_{n}"], self.cleaned_data[f"amount_{n}"]) for n in range(1, PARTS + 1)]
        return [(whose, amount) for whose, amount in said if whose]


class ReasonForm(Form):
    """Why an assignment is taken back."""

    reason = Line(label=pgettext_lazy("undo", "Reason"), max_length=160)
