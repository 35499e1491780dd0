"""Input about the books: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.formats import money
from quartier.kit.forms import Choice, Day, Form, Line, Money, Upload, Whole

FILE_MOST = 20 * 1024 * 1024
ACCOUNT_NUMBER = RegexValidator(r"^[1-9][0-9]{3,7}$", _("Write four to eight digits, such as 1200."))


class AccountForm(Form):
    """Number and name of an account."""

    number = Line(label=pgettext_lazy("account", "Number"), max_length=8, validators=[ACCOUNT_NUMBER])
    name = Line(label=pgettext_lazy("account", "Name"), max_length=80)


class CloseForm(Form):
    """Through which day the books are closed."""

    until_on = Day(label=_("Close the books through"))


class OpenForm(Form):
    """Why books are opened again, and how far."""

    until_on = Day(label=_("Still closed through"), required=False, help_text=_("Empty: everything is open again."))
    reason = Line(label=_("Reason"), max_length=300)


class ReverseForm(Form):
    """When and why an entry is reversed."""

    on = Day(label=_("Book on"))
    text = Line(label=_("Reason"), max_length=160)


class SettleForm(Form):
    """Which credit settles which claim."""

    credit_id = Choice(label=pgettext_lazy("open item", "Credit"), choices=(), select=True)
    claim_id = Choice(label=_("Claim"), choices=(), select=True)
    amount = Money(label=_("Amount"))
    because = Line(label=_("Reason"), max_length=160)

    def __init__(self, *args: Any, credits_: Sequence[Any] = (), claims: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_id"].choices = [(row.pk, _told(row)) for row in credits_]  # type: ignore[attr-defined]
        self.fields["claim_id"].choices = [(row.pk, _told(row)) for row in claims]  # type: ignore[attr-defined]


def _told(row: Any) -> str:
    return f"{row.document or row.text}, {row.booked_on:%d.%m.%Y}, {money(row.open)}"


class UndoForm(Form):
    """Why a settlement is undone."""

    because = Line(label=_("Reason"), max_length=160)


class PeriodForm(Form):
    """Whose entries of which days."""

    entity_id = Choice(label=_("Company"), choices=(), select=True)
    from_on = Day(label=_("From"))
    until_on = Day(label=_("Through"))

    def __init__(self, *args: Any, companies: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].choices = [(row.pk, row.name) for row in companies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and more than a year."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if isinstance(first, date) and isinstance(last, date) and (last < first or first.year != last.year):
            self.add_error("until_on", _("Choose days of one calendar year, the last not before the first."))
        return given


class DatevForm(PeriodForm):
    """What a file for DATEV needs besides."""

    consultant = Whole(label=_("Number of the tax adviser"), least=1001, most=9_999_999)
    client = Whole(label=_("Number of the client"), least=1, most=99_999)


class MirrorForm(Form):
    """A file with the bookings of another system."""

    entity_id = Choice(label=_("Company"), choices=(), select=True)
    as_of = Day(label=_("Complete through"))
    file = Upload(
        label=_("File"), most_bytes=FILE_MOST, endings=(".csv", ".txt"),
        help_text=_("CSV with semicolons: Vertragsnummer; Buchungsdatum; Text; Betrag; Belegnummer."),
    )  # fmt: skip

    def __init__(self, *args: Any, companies: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].choices = [(row.pk, row.name) for row in companies]  # type: ignore[attr-defined]
