"""Input about providers: shape only, decisions are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.extension import features
from quartier.core.providers.models import DataProtection, LegalEntity
from quartier.core.providers.models.operation import NoticeKind
from quartier.kit.forms import InstantField

ENTITY_FIELDS = (
    "name", "legal_form", "role", "is_controller", "issues_invoices",
    "street", "postcode", "city", "phone", "fax", "email",
    "represented_by", "responsible_person", "supervisory_board_chair",
    "register_court", "register_number", "vat_id", "tax_number", "tax_office",
    "supervisory_authority", "audit_association", "arbitration",
)  # fmt: skip

ENTITY_LABELS = {
    "key": _("Key"),
    "name": _("Name"),
    "legal_form": _("Legal form"),
    "role": _("Role"),
    "is_controller": _("Own controller under the GDPR"),
    "issues_invoices": _("Issues its own invoices"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "phone": _("Phone"),
    "fax": _("Fax"),
    "email": _("E-mail address"),
    "represented_by": _("Represented by"),
    "responsible_person": _("Responsible for content (§ 18(2) MStV)"),
    "supervisory_board_chair": _("Chair of the supervisory board"),
    "register_court": _("Register court"),
    "register_number": _("Register number"),
    "vat_id": _("VAT identification number"),
    "tax_number": _("Tax number"),
    "tax_office": _("Tax office"),
    "supervisory_authority": _("Supervisory authority"),
    "audit_association": _("Audit association"),
    "arbitration": _("Consumer arbitration (§ 36 VSBG)"),
}

PROTECTION_LABELS = {
    "officer_name": _("Data protection officer"),
    "officer_is_external": _("The officer is external"),
    "officer_address": _("Officer's address"),
    "coordinator_name": _("Coordinator in the house"),
    "phone": _("Phone"),
    "fax": _("Fax"),
    "mailbox": _("Mailbox"),
    "authority_name": _("Supervisory authority"),
    "authority_address": _("Authority's address"),
    "authority_email": _("Authority's e-mail address"),
    "processor": _("Technical operator (processor)"),
}


class EntityForm(forms.ModelForm[LegalEntity]):
    """The details of a legal entity. Uniqueness and roles are decided by the service."""

    class Meta:
        model = LegalEntity
        fields = ENTITY_FIELDS
        labels = ENTITY_LABELS

    def _post_clean(self) -> None:
        """Leave rows alone: the service writes, with audit and revision."""

    def values(self) -> dict[str, Any]:
        """Return the cleaned values."""
        return dict(self.cleaned_data)


class NewEntityForm(EntityForm):
    """A further legal entity; its key stays."""

    class Meta(EntityForm.Meta):
        fields = ("key", *ENTITY_FIELDS)

    def clean_key(self) -> str:
        """Refuse a key that is taken."""
        key: str = self.cleaned_data["key"]
        if LegalEntity.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is already a legal entity with this key."))
        return key


class ProtectionForm(forms.ModelForm[DataProtection]):
    """Officer and authority."""

    class Meta:
        model = DataProtection
        fields = tuple(PROTECTION_LABELS)
        labels = PROTECTION_LABELS

    def _post_clean(self) -> None:
        """Leave rows alone: the service writes."""


class BrandForm(forms.Form):
    """Name, line, two colours, logo."""

    name = forms.CharField(label=_("Name beside the logo"), max_length=60)
    tagline = forms.CharField(label=_("Second line"), max_length=80, required=False)
    colour = forms.CharField(label=_("Brand colour"), max_length=7, help_text=_("As #rrggbb, for example #0f5c7a"))
    accent = forms.CharField(label=_("Accent colour"), max_length=7, help_text=_("For marks beside the brand colour"))
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("SVG with plain shapes, PNG, JPEG or WebP, up to 300 kB")
    )
    without_logo = forms.BooleanField(label=_("Remove the logo and show the initial"), required=False)

    def clean_colour(self) -> str:
        """Write colours in small letters."""
        return str(self.cleaned_data["colour"]).strip().lower()

    def clean_accent(self) -> str:
        """Write colours in small letters."""
        return str(self.cleaned_data["accent"]).strip().lower()


class TextForm(forms.Form):
    """A published text."""

    body = forms.CharField(
        label=_("Text in German"),
        widget=forms.Textarea(attrs={"rows": 18, "lang": "de"}),
        help_text=_("Markdown. [[…]] marks a place to fill in; a text with such a place cannot be published."),
        max_length=100_000,
    )


class SwitchForm(forms.Form):
    """Switch a function on or off."""

    on = forms.TypedChoiceField(
        label=_("State"), choices=[("1", _("on")), ("0", _("off"))], coerce=lambda v: v == "1", widget=forms.RadioSelect
    )
    effective_at = InstantField(label=_("From"), required=False, help_text=_("Empty: at once"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class StopForm(forms.Form):
    """Stop the portal or one function."""

    feature = forms.ChoiceField(label=_("What"), required=False)
    starts_at = InstantField(label=_("From"), required=False, help_text=_("Empty: at once"))
    ends_at = InstantField(label=_("Until"), required=False, help_text=_("Empty: until you lift the stop"))
    message = forms.CharField(
        label=_("Text on the notice page"), required=False, max_length=300, help_text=_("No reason is required.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The whole portal")), *((f.key, f.label) for f in features)]
        self.fields["feature"].choices = choices  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """Announce maintenance, a fault, or news."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NoticeKind.choices)
    title = forms.CharField(label=_("Heading in German"), max_length=120)
    body = forms.CharField(label=_("Text in German"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts_at = InstantField(label=_("Shown from"), required=False, help_text=_("Empty: at once"))
    ends_at = InstantField(label=_("Shown until"), required=False, help_text=_("Empty: until you withdraw it"))


class NewProviderForm(forms.Form):
    """A new provider."""

    key = forms.CharField(label=_("Key"), max_length=40, help_text=_("Small letters and digits; it names the schema and stays."))
    name = forms.CharField(label=_("Name"), max_length=200)
    hostname = forms.CharField(label=_("Hostname"), max_length=253, help_text=_("For example portal.example.de"))


class HostnameForm(forms.Form):
    """One more hostname."""

    hostname = forms.CharField(label=_("Hostname"), max_length=253)


class DeleteForm(forms.Form):
    """The key, typed once more."""

    confirm = forms.CharField(label=_("Key of the provider"), max_length=40)
