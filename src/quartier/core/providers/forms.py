"""Input about providers: shape only, decisions are the services'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.extension import features
from quartier.core.providers.models.identity import Arbitration, EntityRole
from quartier.core.providers.models.operation import NoticeKind
from quartier.core.providers.rules import LOGO_BYTES
from quartier.kit.errors import Refused
from quartier.kit.forms import Choice, Day, Email, Form, Instant, Line, Phone, Several, Text, Tick, Upload
from quartier.values.policy import Parameter, Unreadable, Words

LONG, NAME, PLACE, SHORT = 300, 200, 120, 40
RADIO_BUTTONS = 7


class EntityForm(Form):
    """The details of a legal entity; the names of the fields are those of the table."""

    name = Line(label=_("Name"), max_length=NAME)
    legal_form = Line(label=_("Legal form"), max_length=60)
    role = Choice(label=_("Role"), choices=EntityRole.choices)
    is_controller = Tick(label=_("Own controller under the GDPR"), required=False)
    issues_invoices = Tick(label=_("Issues its own invoices"), required=False)
    street = Line(label=_("Street and number"), max_length=PLACE, required=False)
    postcode = Line(label=_("Postcode"), max_length=10, required=False)
    city = Line(label=_("City"), max_length=80, required=False)
    phone = Phone(label=_("Phone"), required=False)
    fax = Phone(label=_("Fax"), required=False)
    email = Email(label=_("E-mail address"), required=False)
    represented_by = Line(label=_("Represented by"), max_length=LONG, required=False)
    responsible_person = Line(label=_("Responsible for content (§ 18(2) MStV)"), max_length=NAME, required=False)
    supervisory_board_chair = Line(label=_("Chair of the supervisory board"), max_length=PLACE, required=False)
    register_court = Line(label=_("Register court"), max_length=80, required=False)
    register_number = Line(label=_("Register number"), max_length=SHORT, required=False)
    vat_id = Line(label=_("VAT identification number"), max_length=20, required=False)
    tax_number = Line(label=_("Tax number"), max_length=30, required=False)
    tax_office = Line(label=_("Tax office"), max_length=80, required=False)
    supervisory_authority = Line(label=_("Supervisory authority"), max_length=LONG, required=False)
    audit_association = Line(label=_("Audit association"), max_length=LONG, required=False)
    arbitration = Choice(label=_("Consumer arbitration (§ 36 VSBG)"), choices=Arbitration.choices, required=False)


class NewEntityForm(EntityForm):
    """A further legal entity; its key stays."""

    key = forms.SlugField(label=_("Key"), max_length=SHORT, help_text=_("Small letters and digits; it stays."))
    field_order = ("key",)


class ProtectionForm(Form):
    """Officer and authority (SBV-20)."""

    officer_name = Line(label=_("Data protection officer"), max_length=PLACE)
    officer_is_external = Tick(label=_("The officer is external"), required=False)
    officer_address = Line(label=_("Officer's address"), max_length=NAME, required=False)
    coordinator_name = Line(label=_("Coordinator in the house"), max_length=PLACE, required=False)
    phone = Phone(label=_("Phone"), required=False)
    fax = Phone(label=_("Fax"), required=False)
    mailbox = Email(label=_("Mailbox"))
    authority_name = Line(label=_("Supervisory authority"), max_length=NAME)
    authority_address = Line(label=_("Authority's address"), max_length=NAME, required=False)
    authority_email = Email(label=_("Authority's e-mail address"), required=False)
    processor = Line(label=_("Technical operator (processor)"), max_length=NAME, required=False)


class BrandForm(Form):
    """Name, line, two colours, logo."""

    name = Line(label=_("Name beside the logo"), max_length=60)
    tagline = Line(label=_("Second line"), max_length=80, required=False)
    colour = Line(label=_("Brand colour"), max_length=7, help_text=_("As #rrggbb, for example #0f5c7a"))
    accent = Line(label=_("Accent colour"), max_length=7, help_text=_("For marks beside the brand colour"))
    logo = Upload(
        label=_("Logo"),
        required=False,
        most_bytes=LOGO_BYTES,
        endings=(".svg", ".png", ".jpg", ".jpeg", ".webp"),
        help_text=_("SVG with plain shapes, PNG, JPEG or WebP, up to 300 kB"),
    )
    without_logo = Tick(label=_("Remove the logo and show the initial"), required=False)

    def clean_colour(self) -> str:
        """Write colours in small letters."""
        return str(self.cleaned_data["colour"]).strip().lower()

    def clean_accent(self) -> str:
        """Write colours in small letters."""
        return str(self.cleaned_data["accent"]).strip().lower()


class TextForm(Form):
    """A published text."""

    body = Text(
        label=_("Text in German"),
        widget=forms.Textarea(attrs={"rows": 18, "lang": "de"}),
        help_text=_("Markdown. [[…]] marks a place to fill in; a text with such a place cannot be published."),
        max_length=100_000,
    )


class SwitchForm(Form):
    """Switch a function on or off."""

    on = forms.TypedChoiceField(
        label=_("State"), choices=[("1", _("on")), ("0", _("off"))], coerce=lambda v: v == "1", widget=forms.RadioSelect
    )
    effective_at = Instant(label=_("From"), required=False, help_text=_("Empty: at once"))
    reason = Line(label=_("Reason"), required=False, max_length=300)


class StopForm(Form):
    """Stop the portal or one function."""

    feature = Choice(label=_("What"), required=False, select=True)
    starts_at = Instant(label=_("From"), required=False, help_text=_("Empty: at once"))
    ends_at = Instant(label=_("Until"), required=False, help_text=_("Empty: until you lift the stop"))
    message = Line(
        label=_("Text on the notice page"), required=False, max_length=300, help_text=_("No reason is required.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The whole portal")), *((f.key, f.label) for f in features)]
        self.fields["feature"].choices = choices  # type: ignore[attr-defined]


class NoticeForm(Form):
    """Announce maintenance, a fault, or news."""

    kind = Choice(label=_("Kind"), choices=NoticeKind.choices)
    title = Line(label=_("Heading in German"), max_length=120)
    body = Text(label=_("Text in German"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts_at = Instant(label=_("Shown from"), required=False, help_text=_("Empty: at once"))
    ends_at = Instant(label=_("Shown until"), required=False, help_text=_("Empty: until you withdraw it"))


class NewProviderForm(Form):
    """A new provider."""

    key = Line(label=_("Key"), max_length=40, help_text=_("Small letters and digits; it names the schema and stays."))
    name = Line(label=_("Name"), max_length=200)
    hostname = Line(label=_("Hostname"), max_length=253, help_text=_("For example portal.example.de"))


class HostnameForm(Form):
    """One more hostname."""

    hostname = Line(label=_("Hostname"), max_length=253)


class DeleteForm(Form):
    """The key, typed once more."""

    confirm = Line(label=_("Key of the provider"), max_length=40)


class DayForm(Form):
    """The day whose policy is shown."""

    am = Day(label=_("In force on"))


class PolicyForm(Form):
    """One value of a policy, from which day on it counts, and why.

    `examine` is asked with what was entered and raises a refusal, so that the check page shows only what can stand.
    """

    clause = Line(
        label=_("Clause"),
        max_length=NAME,
        required=False,
        help_text=_("Where your own document says so, for example § 4 (1)."),
    )
    valid_from = Day(label=_("Valid from"), help_text=_("Today or a later day."))
    reason = Text(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history, for example “board decision 14/2026”."),
    )
    settled = Tick(label=_("Our document has been changed, the conflict with the law is settled"), required=False)

    def __init__(
        self, *args: Any, prm: Parameter, examine: Callable[[PolicyForm], None], in_conflict: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prm, self.examine, self.raw_value = prm, examine, None
        self.fields = {"value": value_field(prm), **self.fields}
        if not in_conflict:
            del self.fields["settled"]

    def clean_value(self) -> Any:
        """Keep the value in its JSON form beside what was typed; a sentence for what cannot be read."""
        given = self.cleaned_data["value"]
        text = "\n".join(given) if isinstance(given, list) else given
        try:
            self.raw_value = self.prm.kind.write(self.prm.kind.hear(text, Words(say=gettext)))
        except Unreadable as error:
            raise forms.ValidationError(error.sentence.text(gettext)) from None
        return given

    def clean(self) -> dict[str, Any]:
        """Ask whether the decision could stand; a refusal stands at the field it belongs to."""
        if not self.errors:
            try:
                self.examine(self)
            except Refused as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else "value", str(refusal))
        return self.cleaned_data


def value_field(prm: Parameter) -> forms.Field:
    """Return the field that fits a parameter: radio buttons, a select box, checkboxes, a line or several lines."""
    kind, label, hint = prm.kind, gettext(prm.label), gettext(prm.hint) if prm.hint else ""
    none = [("", gettext("no value"))] if kind.optional else []
    options = [(option.value, gettext(option.label)) for option in kind.choices()]
    if kind.control == "truth":
        answers = [("yes", gettext("yes")), ("no", gettext("no")), *none]
        return Choice(label=label, help_text=hint, choices=answers, required=not none)
    if kind.control == "choice":
        many = len(options) > RADIO_BUTTONS
        return Choice(label=label, help_text=hint, choices=[*options, *none], select=many, required=not none)
    if kind.control == "choices":
        return Several(label=label, help_text=hint, choices=options, required=False)
    needed = not kind.optional and kind.control not in {"text", "lines"}
    if kind.control == "lines":
        rows = forms.Textarea(attrs={"rows": 6})
        return Text(
            label=label, help_text=" ".join(filter(None, [hint, kind.guide(gettext)])), required=False, widget=rows
        )
    return Line(label=label, help_text=hint, required=needed, max_length=LONG)
