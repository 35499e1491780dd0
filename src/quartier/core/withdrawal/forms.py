"""Input about withdrawals and notices: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.kit.forms import Choice, Day, Form, Line, Money, Number, Text

NAME: Final = 160
ABOUT: Final = 300
WORDS: Final = 2000
OTHER: Final = "other"
WHOLE, PART = "whole", "part"
ORDINARY, CAUSE = "ordinary", "cause"
EARLIEST, ON_DAY = "earliest", "day"


class Declared(Form):
    """Who declares something about which contract, and where the receipt goes."""

    name = Line(label=_("Your name"), max_length=NAME, autocomplete="name")
    about = Line(label=_("Which contract is it about?"), max_length=ABOUT, required=False)
    contact = Line(
        label=_("E-mail address for the confirmation"), max_length=254, autocomplete="email",
        help_text=_(
            "No e-mail? Write your postal address, then we send a letter. You see the confirmation on the next page "
            "in any case."
        ),
    )  # fmt: skip
    words = Text(label=_("Anything you want to add"), max_length=WORDS, required=False)

    def __init__(self, *args: Any, things: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if things:
            options = [*things, (OTHER, _("Another one, I describe it"))]
            self.fields["thing"] = Choice(label=_("Your contracts"), choices=options, required=False)
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for a description where no contract was picked."""
        given = super().clean() or {}
        if not given.get("about") and (given.get("thing") or OTHER) == OTHER and "about" not in self.errors:
            self.add_error("about", ValidationError(_t("Write the number, or describe the contract.")))
        return given

    @property
    def subject(self) -> str:
        """Return what was picked from one's own contracts, "" where something else is meant."""
        picked = self.cleaned_data.get("thing") or OTHER
        return "" if picked == OTHER else str(picked)


class WithdrawForm(Declared):
    """A withdrawal (§ 356a Abs. 2 BGB)."""

    extent = Choice(
        label=_("What do you withdraw from?"),
        choices=[(WHOLE, _("From the whole contract")), (PART, _("Only from a part, which I describe"))],
        initial=WHOLE,
    )
    field_order = ("name", "thing", "about", "extent", "contact", "words")


class CancelForm(Declared):
    """A notice (§ 312k Abs. 2 Satz 3 Nr. 1 BGB)."""

    way = Choice(
        label=_("How do you cancel?"),
        choices=[
            (ORDINARY, _("Ordinary notice, without a reason")),
            (CAUSE, _("For good cause, without a period of notice")),
        ],
    )
    reason = Text(label=_("Reason, if you cancel for good cause"), max_length=WORDS, required=False)
    when = Choice(
        label=_("When shall the contract end?"),
        choices=[(EARLIEST, _("As early as possible")), (ON_DAY, _("On this day:"))],
        initial=EARLIEST,
    )
    ends_on = Day(label=pgettext_lazy("contract", "Last day"), required=False)
    field_order = ("name", "thing", "about", "way", "reason", "when", "ends_on", "contact", "words")

    def clean(self) -> dict[str, Any]:
        """Ask for the reason and the day where they belong."""
        given = super().clean()
        if given.get("way") == CAUSE and not given.get("reason"):
            self.add_error("reason", ValidationError(_t("For good cause the reason has to be stated.")))
        if given.get("when") == ON_DAY and not given.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", ValidationError(_t("Write the day on which the contract shall end.")))
        return given


class WorkForm(Form):
    """How far the work was when somebody withdrew."""

    price = Money(label=_("Price with VAT"), least=Decimal(0), most=Decimal(10_000_000))
    paid = Money(label=_("Paid so far"), least=Decimal(0), most=Decimal(10_000_000))
    done = Number(label=_("Performed until the withdrawal"), least=0, most=100, places=2, unit="%")
