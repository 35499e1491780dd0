"""Mail that parties get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class WelcomeMail(Mail):
    """Confirms a new contractual relationship and names the contracting party (DWG-01, DWG-13)."""

    template: ClassVar[str] = "parties.welcome"

    addressee: str
    kind: str
    number: str
    subject_matter: str
    started_on: date
    entity_name: str

    def subject(self) -> str:
        """Return the subject line."""
        about = {"entity": self.entity_name, "contract": self.subject_matter or self.kind}
        return _("Your contract with %(entity)s: %(contract)s") % about

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [
            (_("Contracting party"), self.entity_name),
            (_("Contract"), self.kind),
            (_("Number"), self.number),
            (_("Begin"), f"{self.started_on:%d.%m.%Y}"),
        ]
        if self.subject_matter:
            lines.insert(2, (_("Subject"), self.subject_matter))
        return (
            Text(_("we have noted your contract. Please check the details and write to us if something is wrong.")),
            Facts(tuple(lines)),
            Action(_("Open the portal"), "/anmelden/"),
        )


@dataclass(frozen=True, kw_only=True)
class MandateNotedMail(Mail):
    """Tells a customer that somebody may act for them in the portal (SBV-51)."""

    template: ClassVar[str] = "parties.mandate_noted"

    addressee: str
    person: str
    role: str
    scope: str
    rights: Sequence[str]
    valid_from: date
    valid_until: date | None

    def subject(self) -> str:
        """Return the subject line."""
        return _("%(person)s may act for you in the portal") % {"person": self.person}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [
            (_("Who"), self.person),
            (_("As what"), self.role),
            (_("In which matters"), self.scope),
            (_("May"), ", ".join([_("read"), *self.rights])),
            (_("From"), f"{self.valid_from:%d.%m.%Y}"),
        ]
        if self.valid_until is not None:
            lines.append((_("Ends on"), f"{self.valid_until:%d.%m.%Y}"))
        return (
            Text(_("we have noted that somebody may act for you in the portal. What they do shows both names.")),
            Facts(tuple(lines)),
            Text(_("If that is wrong, end it at once in the portal and write to us.")),
            Action(_("See who may act for me"), "/meine-vertretung/"),
        )


@dataclass(frozen=True, kw_only=True)
class MandateEndedMail(Mail):
    """Tells a customer that somebody may not act for them any more."""

    template: ClassVar[str] = "parties.mandate_ended"

    addressee: str
    person: str
    on_day: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("%(person)s no longer acts for you") % {"person": self.person}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        words = {"person": self.person, "day": f"{self.on_day:%d.%m.%Y}"}
        return (
            Text(_("%(person)s may not act for you in the portal from %(day)s on.") % words),
            Action(_("See who may act for me"), "/meine-vertretung/"),
        )


@dataclass(frozen=True, kw_only=True)
class BankAccountChangedMail(Mail):
    """Announces new bank details at the addresses that were valid before (SBV-81)."""

    template: ClassVar[str] = "parties.bank_account_changed"

    addressee: str
    account: str
    before: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your bank details have changed")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [(_("New account"), self.account)]
        if self.before:
            lines.append((_("Account before"), self.before))
        return (
            Text(_("we have noted new bank details for you.")),
            Facts(tuple(lines)),
            Text(_("Was that not you? Then please write or call at once, and change your password.")),
            Action(_("See my bank details"), "/bankverbindung/"),
        )
