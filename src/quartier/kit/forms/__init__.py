"""Forms in our language: `{% form form submit=… %}` draws a whole one, `{% field form.name %}` one field."""

from quartier.kit.forms.drawing import error_summary, field, fields, whole
from quartier.kit.forms.fields import (
    Choice,
    Clock,
    Day,
    Email,
    Instant,
    Line,
    Money,
    Number,
    Phone,
    Secret,
    Several,
    Text,
    Tick,
    Upload,
    Whole,
)
from quartier.kit.forms.form import Form, shown_value

__all__ = [
    "Choice",
    "Clock",
    "Day",
    "Email",
    "Form",
    "Instant",
    "Line",
    "Money",
    "Number",
    "Phone",
    "Secret",
    "Several",
    "Text",
    "Tick",
    "Upload",
    "Whole",
    "error_summary",
    "field",
    "fields",
    "shown_value",
    "whole",
]
