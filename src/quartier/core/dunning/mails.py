"""What customers are sent when they do not pay: reminders, lapsed plans; by mail or letter, always in German."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy

from quartier.core.letters.extension import LetterText
from quartier.kit import formats
from quartier.kit.mail import Action, Facts, Mail, Part, Text
from quartier.kit.pdf import blocks_of
from quartier.kit.pdf.text import Block

ADDRESS = "/rechnungen/"
PROVISO = (
    "Ihnen bleibt der Nachweis gestattet, dass uns durch den Verzug kein oder ein wesentlich niedrigerer Schaden als "
    "die Mahngebühr entstanden ist."
)
DEFAULT_TOLD = (
    "Mit dem Zugang dieser Mahnung kommen Sie in Verzug, soweit Sie es nicht schon sind (§ 286 Abs. 1 BGB). "
    "Ab dann schulden Sie Verzugszinsen (§ 288 BGB)."
)
PAID_ALREADY = (
    "Haben Sie in den letzten Tagen gezahlt, betrachten Sie dieses Schreiben als erledigt. Halten Sie eine Forderung "
    "für unberechtigt oder können Sie nicht auf einmal zahlen, sprechen Sie uns bitte an."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One claim in a reminder, with what has been added to it."""

    document: str
    text: str
    due_on: date
    open: Decimal
    interest: Decimal
    costs: Decimal
    since: date | None
    how: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """Return all that is owed of it."""
        return self.open + self.interest + self.costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reminder says, apart from to whom."""

    title: str
    text: str
    owed: tuple[Owed, ...]
    pay_by: date
    fee: Decimal
    is_reminder: bool
    account: str = ""
    reference: str = ""

    @property
    def total(self) -> Decimal:
        """Return the sum to be paid."""
        return sum((one.total for one in self.owed), Decimal("0.00"))

    def lines(self) -> list[tuple[str, str]]:
        """Return a line for each claim and what was added to it."""
        return [(_name(one), _amount(one)) for one in self.owed]

    def facts(self) -> list[tuple[str, str]]:
        """Return sum, day and account."""
        found = [("Zu zahlen", formats.money(self.total)), ("Zahlbar bis", formats.day(self.pay_by))]
        if self.account:
            found.append(("Bankverbindung", self.account))
        if self.reference:
            found.append(("Verwendungszweck", self.reference))
        return found

    def explained(self) -> list[str]:
        """Return how interest was worked out, and what the customer may do."""
        found = [f"Verzugszinsen zu {_name(one)}: {' '.join(one.how)}" for one in self.owed if one.how]
        if self.fee:
            found.append(f"In den Kosten ist eine Mahngebühr von {formats.money(self.fee)} enthalten. {PROVISO}")
        if self.is_reminder:
            found.append(DEFAULT_TOLD)
        return [*found, PAID_ALREADY]


def _name(one: Owed) -> str:
    return f"{one.document or one.text}, fällig am {formats.day(one.due_on)}"


def _amount(one: Owed) -> str:
    parts = [f"{formats.money(one.open)} offen"]
    if one.interest:
        since = f" seit {formats.day(one.since)}" if one.since is not None else ""
        parts.append(f"{formats.money(one.interest)} Verzugszinsen{since}")
    if one.costs:
        parts.append(f"{formats.money(one.costs)} Kosten")
    return " + ".join(parts)


@dataclass(frozen=True, kw_only=True)
class ReminderMail(Mail):
    """Reminds of open claims, with interest and costs and how they come about (WR-077, CC-74)."""

    template: ClassVar[str] = "dunning.reminder"

    said: Said

    def subject(self) -> str:
        """Return the subject line."""
        return f"{self.said.title}: {formats.money(self.said.total)} offen"

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(self.said.text),
            Facts(tuple(self.said.lines())),
            Facts(tuple(self.said.facts())),
            *(Text(line) for line in self.said.explained()),
            Action("Forderungen ansehen", ADDRESS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLetter(LetterText):
    """Reminds of open claims on paper, in the words of the mail."""

    key = "dunning.reminder"
    label = gettext_lazy("Reminder")
    is_signed = False

    said: Said

    def subject(self) -> str:
        """Return the line that says what the letter is about."""
        return self.said.title

    def body(self) -> Sequence[Block]:
        """Return the text between salutation and closing."""
        rows = [f"- {label}: {value}" for label, value in self.said.lines()]
        facts = [f"- {label}: **{value}**" for label, value in self.said.facts()]
        return blocks_of("\n\n".join([self.said.text, "\n".join(rows), "\n".join(facts), *self.said.explained()]))


@dataclass(frozen=True, kw_only=True)
class LapsedMail(Mail):
    """Tells that an instalment plan has lapsed and everything is due (CC-71)."""

    template: ClassVar[str] = "dunning.plan_lapsed"

    rate_due_on: date
    open: Decimal

    def subject(self) -> str:
        """Return the subject line."""
        return f"Ihre Ratenzahlung ist beendet: {formats.money(self.open)} sind sofort fällig"

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        day = formats.day(self.rate_due_on)
        return (
            Text(f"die Rate vom {day} ist mehr als die vereinbarte Zeit verspätet. Damit endet die Ratenzahlung."),
            Facts((("Sofort fällig", formats.money(self.open)),)),
            Text("Bitte zahlen Sie den offenen Betrag jetzt. Ist die Verspätung nicht Ihre Schuld, melden Sie sich."),
            Action("Forderungen ansehen", ADDRESS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedLetter(LetterText):
    """Tells on paper that an instalment plan has lapsed."""

    key = "dunning.plan_lapsed"
    label = gettext_lazy("Lapsed instalment plan")
    is_signed = False

    rate_due_on: date
    open: Decimal

    def subject(self) -> str:
        """Return the line that says what the letter is about."""
        return "Ihre Ratenzahlung ist beendet"

    def body(self) -> Sequence[Block]:
        """Return the text between salutation and closing."""
        return blocks_of(
            f"die Rate vom {formats.day(self.rate_due_on)} ist mehr als die vereinbarte Zeit verspätet. Damit endet "
            f"die Ratenzahlung.\n\nSofort fällig sind **{formats.money(self.open)}**. Bitte zahlen Sie jetzt. Ist die "
            "Verspätung nicht Ihre Schuld, melden Sie sich bitte."
        )
