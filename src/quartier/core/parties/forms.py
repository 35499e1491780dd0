"""Input about parties: shape only."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.parties import queries, services
from quartier.core.parties.labels import PARTY_NAMES
from quartier.core.parties.models import (
    AddressState,
    IntakeMode,
    Party,
    RelationshipKind,
    Role,
    SupplierBasis,
    TieSource,
)
from quartier.core.parties.rules import EVERYTHING
from quartier.core.parties.services import intake
from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.formats import NOTHING
from quartier.kit.forms import Choice, Day, Email, Form, Line, Phone, Several, Tick, Upload
from quartier.kit.roles import customer_rights


class AddressStateForm(Form):
    """Whether post reaches a party."""

    state = Choice(label=_("Address is"), choices=AddressState.choices)
    since = Day(label=_("Since"), required=False, help_text=_("Needed for an unknown address or one abroad"))


class RelationshipForm(Form):
    """A new relationship to one legal entity."""

    legal_entity = forms.TypedChoiceField(
        label=_("Contracting party"), coerce=int, empty_value=None, required=False,
        help_text=_("The company that concludes the contract. Letters, mails and invoices name it."),
    )  # fmt: skip
    kind = Choice(label=_("Kind"), choices=RelationshipKind.choices)
    number = Line(label=_("Number"), max_length=30)
    subject = Line(label=_("Subject"), max_length=160, required=False, help_text=_("For example the flat"))
    started_on = Day(label=_("Begin"))

    def __init__(self, *args: Any, entities: list[tuple[int, str]], kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in RelationshipKind.choices if c[0] in kinds]  # type: ignore[attr-defined]
        self.fields["legal_entity"].choices = [("", _("Please choose")), *entities]  # type: ignore[attr-defined]


class RelatedForm(Form):
    """Somebody who has a role in a customer's contracts, and what they may do in the portal."""

    role = Choice(label=_("Role"), choices=Role.choices, select=True)
    relationship = forms.TypedChoiceField(
        label=pgettext_lazy("of a role", "Contract"), coerce=int, empty_value=None, required=False
    )
    person = Line(
        label=_("Customer number"), max_length=30, required=False, help_text=_("If the person is a customer already")
    )
    salutation = Line(label=pgettext_lazy("master data", "Salutation"), max_length=20, required=False)
    given_name = Line(label=pgettext_lazy("master data", "Given name"), max_length=80, required=False)
    name = Line(label=_("Family name"), max_length=120, required=False)
    email = Email(label=_("E-mail address"), required=False)
    phone = Phone(label=_("Phone"), required=False)
    source = Choice(label=_("How we know"), choices=TieSource.choices)
    evidence = Line(
        label=_("Evidence"),
        required=False,
        help_text=_("What shows it and where it is filed; needed when the person is to act in the portal"),
    )
    valid_from = Day(label=_("Since"))
    last_on = Day(label=_("Last day"), required=False, help_text=_("Leave it empty when no end is known"))
    acts = Tick(label=_("May act for the customer in the portal"), required=False)
    kinds = Several(label=_("In which matters"), required=False, help_text=_("Only where no contract is chosen above"))
    rights = Several(
        label=pgettext_lazy("of a role", "May do"), required=False, help_text=_("Reading is always included")
    )

    def __init__(self, *args: Any, contracts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(EVERYTHING, _("All matters, also those without a contract")), *RelationshipKind.choices]
        self.fields["relationship"].choices = [("", _("All contracts")), *contracts]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["rights"].choices = list(zip(customer_rights.keys(), customer_rights, strict=True))  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        given, last_on = self.cleaned_data, self.cleaned_data["last_on"]
        names = ("salutation", "given_name", "name", "email", "phone")
        who = services.Someone(number=given["person"], **{name: given[name] for name in names})
        authority = services.Authority(given["rights"], given["kinds"]) if given["acts"] else None
        common = {name: given[name] for name in ("role", "source", "evidence", "valid_from")}
        until = last_on + timedelta(days=1) if last_on else None
        ties = {"relationship_id": given["relationship"], "valid_until": until}
        return {"who": who, "authority": authority, **common, **ties}


class RoleEndForm(Form):
    """The end of a role."""

    last_on = Day(label=_("Last day"))


class BankForm(Form):
    """Bank details."""

    holder = Line(label=_("Account holder"), max_length=120, autocomplete="name")
    iban = Line(label=_("IBAN"), max_length=42, help_text=_("It stands on your bank card and on every statement"))

    def clean_iban(self) -> str:
        """Return the number without spaces, or say that it is not right."""
        try:
            return services.checked_iban(self.cleaned_data["iban"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class BankProposalForm(BankForm):
    """Bank details that a customer has told staff."""

    evidence = Line(label=_("Evidence"), max_length=200, help_text=_("How the customer told us, and where it is filed"))


class SupplierForm(Form):
    """What belongs to a supplier beside their contracts."""

    basis = Choice(label=_("Legal basis"), choices=SupplierBasis.choices)
    trade = Line(label=_("Trade"), max_length=120, required=False)
    claims_disclosed = Line(
        label=_("Claims disclosed to"), max_length=500, required=False,
        help_text=_("For example a collection agency or a court, with the day"),
    )  # fmt: skip


class LetterSentForm(Form):
    """When a letter was sent."""

    letter_on = Day(label=_("Sent on"))


class MergeForm(Form):
    """Two customers side by side: which one stays, and whose word counts where they differ."""

    def __init__(self, *args: Any, first: Party, second: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {str(first.pk): first, str(second.pk): second}
        names = [(key, f"{one}, {one.number or one.pk}") for key, one in self.pair.items()]
        self.fields["stays"] = Choice(label=_("Which record stays?"), choices=names)
        for name in queries.COMPARED:
            told = [(key, queries.told_field(one, name)) for key, one in self.pair.items()]
            if told[0][1] != told[1][1]:
                self.fields[name] = Choice(label=PARTY_NAMES[name], choices=told, required=False)

    @property
    def beside(self) -> list[tuple[Text, str, str]]:
        """Return what both say, field by field, where either says anything."""
        first, second = self.pair.values()
        rows = [(PARTY_NAMES[n], queries.told_field(first, n), queries.told_field(second, n)) for n in queries.COMPARED]
        return [row for row in rows if {*row[1:]} != {NOTHING}]

    def said(self) -> dict[str, Any]:
        """Return what was chosen as the service takes it; where nothing was, the one that stays counts."""
        stays = self.cleaned_data["stays"]
        gone = next(key for key in self.pair if key != stays)
        taken = tuple(name for name in queries.COMPARED if self.cleaned_data.get(name) == gone)
        return {"stays_id": int(stays), "gone_id": int(gone), "from_gone": taken}


LEFT_OUT = "-"


class IntakeForm(Form):
    """A file of master data; where columns are not known, also what each of them means."""

    file = Upload(label=_("File"), most_bytes=intake.LARGEST, endings=intake.ENDINGS, help_text=_("CSV, XLSX or ODS"))

    def __init__(self, *args: Any, headings: Sequence[str] = (), meanings: Mapping[str, str] | None = None) -> None:
        super().__init__(*args)
        self.headings = headings
        fields = [(field.name, field.label) for field in intake.MASTER_DATA]
        for place, heading in enumerate(headings):
            self.fields[f"heading_{place}"] = forms.CharField(
                initial=heading, widget=forms.HiddenInput, required=False, max_length=80
            )
            self.fields[f"column_{place}"] = Choice(
                label=heading, select=True, initial=(meanings or {}).get(heading) or LEFT_OUT,
                choices=[(LEFT_OUT, _("leave out, store nothing of it")), *fields],
            )  # fmt: skip

    @classmethod
    def sent(cls, data: Any, files: Any) -> IntakeForm:
        """Return the form that was sent, with the columns that it asked about."""
        places = itertools.takewhile(lambda place: f"heading_{place}" in data, range(intake.MOST_COLUMNS))
        return cls(data, files, headings=[data[f"heading_{place}"] for place in places])

    def chosen(self) -> dict[str, str]:
        """Return what was said about columns."""
        said = {heading: self.cleaned_data[f"column_{place}"] for place, heading in enumerate(self.headings)}
        return {heading: "" if field == LEFT_OUT else field for heading, field in said.items()}


class ApplyForm(Form):
    """What is to happen when some rows stop fitting meanwhile."""

    mode = Choice(label=_("Take over"), choices=IntakeMode.choices)
