"""Forms as HTML: label above, hint, error, then the input, all tied together for screen readers.

Works for every Django form, so that forms of other packages look the same.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartier.kit import icons
from quartier.kit.components.markup import attrs, esc

LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def fields(form: forms.BaseForm) -> SafeString:
    """Draw all fields of a form, hidden ones first."""
    hidden = "".join(str(bound.as_hidden()) for bound in form.hidden_fields())
    return SafeString(hidden + "".join(field(bound) for bound in form.visible_fields()))


def field(bound: BoundField) -> SafeString:
    """Draw one field."""
    if bound.is_hidden:
        return SafeString(bound.as_hidden())
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return SafeString(_tick(bound))
    if isinstance(widget, LISTS):
        return SafeString(_list(bound))
    label = f'<label for="{esc(bound.id_for_label)}">{_label(bound)}</label>'
    return SafeString(f"<div{_field_attrs(bound)}>{label}{_hint(bound)}{_errors(bound)}{_control(bound)}</div>")


def _field_attrs(bound: BoundField) -> str:
    return attrs({"class": "field", "data_tone": "bad" if bound.errors else ""})


def _label(bound: BoundField) -> str:
    if bound.field.required or not bound.field.widget.use_required_attribute(None):
        return esc(bound.label)
    optional = _("(optional)")
    return f'{esc(bound.label)} <span class="meta">{esc(optional)}</span>'


def _hint(bound: BoundField) -> str:
    return f'<p class="hint" id="{bound.auto_id}-h">{esc(bound.help_text)}</p>' if bound.help_text else ""


def _errors(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    said = "".join(f"<span>{esc(sentence)} </span>" for sentence in bound.errors)
    word = esc(_("Error:"))
    return (
        f'<p class="error" id="{bound.auto_id}-e">{icons.icon("alert")}'
        f'<span><span class="sr">{word} </span>{said}</span></p>'
    )


def _described(bound: BoundField) -> str:
    unit = getattr(bound.field, "unit", "")
    said = {"u": unit, "h": bound.help_text, "e": bound.errors}
    return " ".join(f"{bound.auto_id}-{part}" for part, present in said.items() if present)


def _control(bound: BoundField) -> str:
    given: dict[str, Any] = {"class": f"input {bound.field.widget.attrs.get('class', '')}".strip()}
    if described := _described(bound):
        given["aria-describedby"] = described
    if bound.errors:
        given["aria-invalid"] = "true"
    drawn = bound.as_widget(attrs=given)
    unit = getattr(bound.field, "unit", "")
    return (
        f'<div class="with-unit">{drawn}<span id="{bound.auto_id}-u">{esc(unit)}</span></div>' if unit else str(drawn)
    )


def _tick(bound: BoundField) -> str:
    given = {"aria-describedby": _described(bound), "aria-invalid": "true" if bound.errors else ""}
    drawn = bound.as_widget(attrs={name: value for name, value in given.items() if value})
    label = f'<label for="{esc(bound.id_for_label)}">{esc(bound.label)}</label>'
    return (
        f'<div{_field_attrs(bound)}>{_errors(bound)}<div class="choice boxed">{drawn}{label}{_hint(bound)}</div></div>'
    )


def _list(bound: BoundField) -> str:
    lines = []
    first = f' id="{esc(bound.auto_id)}"'  # the error summary leads here
    for place, option in enumerate(bound.subwidgets):
        data = option.data
        identity = f"{bound.auto_id}_{place}"
        given = {
            "type": data["type"],
            "name": data["name"],
            "value": data["value"],
            "id": identity,
            "checked": bool(data["selected"]),
            "disabled": bool(data["attrs"].get("disabled")),
        }
        label = f'<label for="{identity}">{esc(data["label"])}</label>'
        lines.append(f'<div class="choice boxed"><input{_value_attrs(given)}>{label}</div>')
    described = attrs({"aria_describedby": _described(bound)})
    legend = f"<legend>{_label(bound)}</legend>"
    inner = f'<div class="stack tight"{first} tabindex="-1">{"".join(lines)}</div>'
    return f"<fieldset{_field_attrs(bound)}{described}>{legend}{_hint(bound)}{_errors(bound)}{inner}</fieldset>"


def _value_attrs(given: dict[str, Any]) -> str:
    # An empty value is an answer too, so it must stand in the markup.
    value = f' value="{esc(given.pop("value"))}"'
    return attrs(given) + value


def error_summary(form: forms.BaseForm) -> SafeString:
    """Draw what is wrong, on top of the page, with links to the fields; nothing when all is well."""
    if not form.is_bound or not form.errors:
        return SafeString("")
    lines = [f"<li>{esc(sentence)}</li>" for sentence in form.non_field_errors()]
    for bound in form:
        lines.extend(f'<li><a href="#{esc(_target(bound))}">{esc(sentence)}</a></li>' for sentence in bound.errors)
    title = ngettext("Please check one entry", "Please check %(count)s entries", len(lines)) % {"count": len(lines)}
    if form.non_field_errors():
        title = _("This did not work yet")
    return format_html(
        '<div class="error-summary" data-tone="bad" role="alert" tabindex="-1" aria-labelledby="errors">'
        '<h2 id="errors">{}</h2><ul>{}</ul></div>',
        title,
        SafeString("".join(lines)),
    )


def _target(bound: BoundField) -> str:
    return bound.auto_id if isinstance(bound.field.widget, LISTS) else bound.id_for_label


def whole(
    form: forms.BaseForm, token: str, *, submit: str, back: str = "", action: str = "", kind: str = "primary"
) -> SafeString:
    """Draw the form with its button; `back` is the address of the way out."""
    multipart = "multipart/form-data" if form.is_multipart() else ""
    opening = attrs({"class": "form", "method": "post", "action": action, "enctype": multipart, "novalidate": True})
    tone = ' data-tone="bad"' if kind == "danger" else ""
    word = esc(_("Cancel"))
    out = f'<a class="button quiet" href="{esc(back)}">{word}</a>' if back else ""
    classes = "button primary danger" if kind == "danger" else f"button {kind}".strip()
    return SafeString(
        f'<form{opening}><input type="hidden" name="csrfmiddlewaretoken" value="{esc(token)}">{fields(form)}'
        f'<div class="actions"><button class="{classes}"{tone}>{esc(submit)}</button>{out}</div></form>'
    )
