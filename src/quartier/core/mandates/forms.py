"""Input about mandates and runs: shape only."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.documents import queries as documents
from quartier.core.mandates.rules import Scheme
from quartier.core.parties.services import checked_iban
from quartier.kit.errors import Refused
from quartier.kit.forms import Choice, Day, Form, Line, Tick, Upload, Whole

PAPERS: Final = (".pdf", ".png", ".jpg", ".jpeg")
ANSWERS: Final = (".xml", ".p02")
MOST_BYTES: Final = 32 * 1024 * 1024


class GiveForm(Form):
    """That a customer gives a mandate; `digest` is that of the words on the page."""

    agreed = Tick(label=_("I give this SEPA mandate"))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class IbanForm(Form):
    """A form with an IBAN."""

    iban = Line(label=_("IBAN"), max_length=42)

    def clean_iban(self) -> str:
        """Return the number without spaces, or say that it is not right."""
        try:
            return checked_iban(self.cleaned_data["iban"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PaperForm(IbanForm):
    """A mandate on paper."""

    entity_id = Choice(label=_("Company"), choices=list)
    scheme = Choice(label=_("Scheme"), choices=lambda: [(one.value, _(one.label)) for one in Scheme])
    signed_on = Day(label=_("Signed on"))
    holder = Line(
        label=_("Account holder"), max_length=70, help_text=_("May be somebody else who pays for the customer")
    )
    city = Line(label=_("Town of the holder, for accounts outside the EEA"), max_length=80, required=False)

    field_order = ("entity_id", "scheme", "signed_on", "holder", "iban", "city", "scan")

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].widget.choices = self.fields["entity_id"].choices = companies  # type: ignore[attr-defined]
        self.fields["scan"] = Upload(
            label=_("Scan of the signed mandate"), most_bytes=documents.limits().largest, endings=PAPERS
        )


class AmendForm(IbanForm):
    """Another account of the same payer."""

    evidence = Line(label=_("Evidence"), max_length=200, help_text=_("How the customer told us, and where it is filed"))


class ReasonForm(Form):
    """Why something ends."""

    reason = Line(label=_("Reason"), max_length=200)


class DayForm(Form):
    """Since when the payer's bank knows a mandate."""

    on = Day(label=_("Known to the bank since"))


class CreditorForm(IbanForm):
    """How a company collects and pays."""

    name = Line(label=_("Name at the bank"), max_length=70)
    identifier = Line(
        label=_("Creditor identifier"), max_length=35, required=False,
        help_text=_("From the Deutsche Bundesbank. Without it the company pays out, but does not collect."),
    )  # fmt: skip
    bic = Line(label=_("BIC"), max_length=11, required=False)
    notice_days = Whole(label=_("Days between announcement and collection"), least=1, most=60)
    agreed_in = Line(
        label=_("Where fewer than 14 days are agreed"), max_length=120, required=False,
        help_text=_("For example: terms, § 8(2)"),
    )  # fmt: skip
    retries = Tick(label=_("Collect once more where there was not enough money"), required=False)

    field_order = ("name", "identifier", "iban", "bic", "notice_days", "agreed_in", "retries")


class PrepareForm(Form):
    """Until when due collections go into a run."""

    entity_id = Choice(label=_("Company"), choices=list)
    until_on = Day(label=_("Due until"))

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].widget.choices = self.fields["entity_id"].choices = companies  # type: ignore[attr-defined]


class PayForm(Form):
    """Which company pays its approved refunds."""

    entity_id = Choice(label=_("Company"), choices=list)

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].widget.choices = self.fields["entity_id"].choices = companies  # type: ignore[attr-defined]


class HandOverForm(Form):
    """Whether the bank has the file already, whatever was paid since."""

    anyway = Tick(label=_("The bank has the file already, even if something in it was paid since"), required=False)


class AnswerForm(Form):
    """The bank's answer to a file."""

    upload = Upload(label=_("Answer of the bank (pain.002)"), most_bytes=MOST_BYTES, endings=ANSWERS)
