"""Fields for what people here type: lines without control characters, German days, amounts, files with limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.kit import formats
from quartier.kit.forms.reading import read_clock, read_day, read_instant, read_number
from quartier.values.zone import BERLIN

LINE: Final = 200
TEXT: Final = 5000
TOO_LONG: Final = gettext_lazy("At most %(limit_value)d characters are possible, these are %(show_value)d.")
FORBIDDEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def single_line(text: str) -> str:
    """Return the text if it holds no control characters and no line breaks, otherwise refuse it."""
    if any(unicodedata.category(sign) in FORBIDDEN for sign in text):
        raise ValidationError(_("Please leave out line breaks and control characters."), code="control")
    return text


class Line(forms.CharField):
    """One line of text: stripped, in Unicode's composed form, without control characters."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, *, max_length: int = LINE, autocomplete: str = "", **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        _suggest(self, autocomplete)

    def to_python(self, value: Any) -> str:
        """Refuse control characters wherever they stand, then strip."""
        return super().to_python(unicodedata.normalize("NFC", single_line(str(value or "")))) or ""


class Email(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {
        "invalid": gettext_lazy("This e-mail address is not complete. Example: name@portal.example"),
        "max_length": TOO_LONG,
    }

    def __init__(self, *, autocomplete: str = "email", **options: Any) -> None:
        super().__init__(max_length=options.pop("max_length", 254), **options)
        _suggest(self, autocomplete)

    def to_python(self, value: Any) -> str:
        """Refuse control characters, then strip."""
        return super().to_python(single_line(str(value or ""))) or ""


class Phone(Line):
    """A telephone number as people write it: digits, spaces and + - / ( )."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, *, autocomplete: str = "tel", **options: Any) -> None:
        super().__init__(max_length=options.pop("max_length", 40), autocomplete=autocomplete, **options)

    def validate(self, value: str) -> None:
        """Refuse letters."""
        super().validate(value)
        if value and (set(value) - set("0123456789 +-/()") or not any(sign.isdigit() for sign in value)):
            raise ValidationError(
                _("A telephone number has only digits, spaces and the signs + - / ( )."), code="phone"
            )


class Secret(forms.CharField):
    """A password or code: never shown again, nothing stripped."""

    widget = forms.PasswordInput

    def __init__(self, *, autocomplete: str = "current-password", **options: Any) -> None:
        super().__init__(max_length=options.pop("max_length", 1024), strip=False, **options)
        _suggest(self, autocomplete)


class Text(forms.CharField):
    """Several lines of text; line breaks become plain, other control characters are refused."""

    default_error_messages = {"max_length": TOO_LONG}

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, *, max_length: int = TEXT, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        """Make line breaks plain, refuse other control characters."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        single_line(text.replace("\n", " ").replace("\t", " "))
        return super().to_python(unicodedata.normalize("NFC", text)) or ""


class Day(forms.Field):
    """A day: `1.12.2026` or `2026-12-01`. Value: a date."""

    widget = forms.TextInput(attrs={"size": 11, "inputmode": "numeric"})

    def __init__(self, *, autocomplete: str = "off", **options: Any) -> None:
        super().__init__(**options)
        _suggest(self, autocomplete)

    def to_python(self, value: Any) -> date | None:
        """Read the day."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if found := read_day(str(value)):
            return found
        raise ValidationError(_("Please write the day like this: 1.12.2026"), code="day")

    def prepare_value(self, value: Any) -> Any:
        """Show a date as people write it; what was typed stays."""
        return formats.day(value) if isinstance(value, date) else value


class Instant(forms.Field):
    """A day and a time in Germany: `1.12.2026, 14:07`. Value: an aware datetime."""

    widget = forms.TextInput(attrs={"size": 18, "autocomplete": "off"})

    def to_python(self, value: Any) -> datetime | None:
        """Read the instant."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        if found := read_instant(str(value)):
            return found
        raise ValidationError(_("Please write day and time like this: 1.12.2026, 14:07"), code="instant")

    def prepare_value(self, value: Any) -> Any:
        """Show an instant as people write it; what was typed stays."""
        if isinstance(value, datetime):
            local = value.astimezone(BERLIN)
            return f"{local.day:02}.{local.month:02}.{local.year}, {local:%H:%M}"
        return value


class Clock(forms.Field):
    """A time of day: `14:07`. Value: a time."""

    widget = forms.TextInput(attrs={"size": 6, "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> time | None:
        """Read the time."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        if (found := read_clock(str(value))) is not None:
            return found
        raise ValidationError(_("Please write the time like this: 14:07"), code="time")

    def prepare_value(self, value: Any) -> Any:
        """Show a time as people write it; what was typed stays."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


class Number(forms.Field):
    """A number like `1.083,7`. Value: a Decimal from `least` to `most` with at most `places` digits after the comma."""

    widget = forms.TextInput(attrs={"size": 12, "inputmode": "decimal", "class": "num", "autocomplete": "off"})

    def __init__(
        self, *, least: Decimal | int | None = None, most: Decimal | int | None = None, places: int = 3, unit: str = "",
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(**options)
        self.least, self.most, self.places, self.unit = least, most, places, unit

    def to_python(self, value: Any) -> Decimal | None:
        """Read the number; its unit may stand behind it."""
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        found = read_number(str(value).strip().removesuffix(self.unit)) if len(str(value)) < LINE else None
        if found is None:
            raise ValidationError(self.example(), code="number")
        if -int(found.as_tuple().exponent) > self.places:
            raise ValidationError(self.too_exact(), code="places")
        return found

    def example(self) -> str:
        """Say how a number is written."""
        return _("Please write a whole number.") if self.places == 0 else _("Please write a number like 12,5.")

    def too_exact(self) -> str:
        """Say how many digits are allowed."""
        if self.places == 0:
            return _("Please write a whole number.")
        return _("At most %(places)s digits after the comma are possible.") % {"places": self.places}

    def validate(self, value: Any) -> None:
        """Refuse what lies outside the bounds."""
        super().validate(value)
        if value is not None and self.least is not None and value < self.least:
            raise ValidationError(_("At least %(bound)s.") % {"bound": self.shown(self.least)}, code="least")
        if value is not None and self.most is not None and value > self.most:
            raise ValidationError(_("At most %(bound)s.") % {"bound": self.shown(self.most)}, code="most")

    def shown(self, value: Decimal | int) -> str:
        """Return a value with its unit, as text."""
        return formats.number(value, None, self.unit)

    def prepare_value(self, value: Any) -> Any:
        """Show a number as people write it; what was typed stays."""
        return f"{Decimal(value):f}".replace(".", ",") if isinstance(value, Decimal | int) else value


class Money(Number):
    """An amount in euros. Value: a Decimal with at most two digits after the comma."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=2, unit="€", **options)

    def example(self) -> str:
        """Say how an amount is written."""
        return _("Please write an amount like 1.083,70.")

    def shown(self, value: Decimal | int) -> str:
        """Return the amount with two digits after the comma."""
        return formats.money(value)

    def prepare_value(self, value: Any) -> Any:
        """Show an amount with two digits after the comma; what was typed stays."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal | int) else value


class Whole(Number):
    """A whole number. Value: an int."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=0, **options)

    def clean(self, value: Any) -> int | None:
        """Return an int."""
        found = super().clean(value)
        return None if found is None else int(found)


class Choice(forms.ChoiceField):
    """One of a few answers as radio buttons; `select=True` makes it a select box, for more than seven."""

    def __init__(self, *, select: bool = False, **options: Any) -> None:
        super().__init__(**options, widget=forms.Select if select else forms.RadioSelect)
        self.is_select = select

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Put an empty answer on top of a select box, so that nothing is answered in advance."""
        choices = list(self.widget.choices)
        if self.is_select and choices and choices[0][0] != "":
            self.widget.choices = [("", _("Please choose")), *choices]
        return super().get_bound_field(form, field_name)


class Several(forms.MultipleChoiceField):
    """Any number of answers as checkboxes."""

    widget = forms.CheckboxSelectMultiple


class Tick(forms.BooleanField):
    """One checkbox. It is never ticked in advance where it costs or consents."""

    default_error_messages = {"required": gettext_lazy("Please tick this box if you want to go on.")}


class Upload(forms.FileField):
    """A file with limits: its size in bytes and the endings of its name. What is inside is the service's matter."""

    def __init__(self, *, most_bytes: int, endings: Sequence[str], **options: Any) -> None:
        super().__init__(max_length=LINE, **options)
        self.most_bytes, self.endings = most_bytes, tuple(ending.lower() for ending in endings)
        self.widget.attrs["accept"] = ",".join(self.endings)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse files that are too large or of another kind."""
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            if (found.size or 0) > self.most_bytes:
                bound = {"bound": formats.size(self.most_bytes)}
                raise ValidationError(_("The file is too large; at most %(bound)s.") % bound, code="size")
            if not single_line(found.name or "").lower().endswith(self.endings):
                names = {"names": ", ".join(self.endings)}
                raise ValidationError(_("This kind of file is not possible. Possible: %(names)s.") % names, code="kind")
        return found


def _suggest(field: forms.Field, autocomplete: str) -> None:
    if autocomplete:
        field.widget.attrs["autocomplete"] = autocomplete
