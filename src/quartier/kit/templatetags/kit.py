"""The component library in templates: small Python functions with typed arguments; pages stay readable and fast."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from quartier.kit import components, formats, icons
from quartier.kit import markdown as md
from quartier.kit.components import markup
from quartier.kit.forms import drawing
from quartier.kit.portal import Brand
from quartier.kit.tables import Bound

register = template.Library()


def or_nothing(write: Callable[..., str]) -> Callable[..., str]:
    """Make a filter of a function of `formats`: an absent value becomes a dash."""

    @wraps(write)
    def filter_(value: Any, *options: Any) -> str:
        return formats.NOTHING if value is None or value == "" else write(value, *options)

    return filter_


for part in components.TAGS:
    register.simple_tag(part)
for block in components.BLOCKS:
    register.simple_block_tag(block)
for filter_ in (formats.number, formats.money, formats.day, formats.instant, formats.clock_time, formats.size):
    register.filter(filter_.__name__, or_nothing(filter_))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon by name."""
    return icons.icon(name)


@register.simple_tag
def mark(brand: Brand, console: bool = False) -> SafeString:
    """Draw the provider's logo, or its initial when it has none."""
    if console:
        return icons.QUARTIER_MARK
    if brand.logo_url:
        return format_html('<img src="{}" alt="" height="40">', brand.logo_url)
    return icons.initial_mark(brand.initial)


@register.simple_block_tag
def contractual(content: str) -> SafeString:
    """Mark a contract text: it is German whatever the language of the interface (DWG-43)."""
    return format_html('<div lang="de" class="stack">{}</div>', mark_safe(content))  # noqa: S308 – rendered by the template


@register.tag
def german(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% german %}…{% endgerman %}`: render what stands inside in German, translations included."""
    nodes = parser.parse(("endgerman",))
    parser.delete_first_token()
    return GermanNode(nodes)


class GermanNode(template.Node):
    """Renders its content under the German language."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodelist = nodes

    def render(self, context: template.Context) -> SafeString:
        """Render in German."""
        with translation.override("de"):
            return self.nodelist.render(context)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Return `mapping[key]`, or nothing."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.simple_tag
def attrs(**values: Any) -> SafeString:
    """Write HTML attributes; None and False are left out, True stands alone, underscores become hyphens."""
    return SafeString(markup.attrs(values))


@register.filter
def markdown(text: str, first_heading: int = 2) -> SafeString:
    """Draw a published text; its headings start at this level."""
    return md.render(text, first_heading=first_heading)


@register.simple_tag
def table(bound: Bound) -> SafeString:
    """Draw a bound table with its search, filters and pages."""
    return bound.render()


@register.simple_tag(takes_context=True)
def form(
    context: template.Context, form: BaseForm, submit: str, back: str = "", action: str = "", kind: str = "primary"
) -> SafeString:
    """Draw a whole form with its button; `back` is the way out without sending it."""
    return drawing.whole(form, str(context["csrf_token"]), submit=submit, back=back, action=action, kind=kind)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw one field: label, hint, error, input."""
    return drawing.field(bound)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Draw all fields of a form, without the form around them."""
    return drawing.fields(form)


@register.simple_tag
def errors(form: BaseForm) -> SafeString:
    """Draw what is wrong with a form, with links to the fields. The shells do this by themselves for `form`."""
    return drawing.error_summary(form)
