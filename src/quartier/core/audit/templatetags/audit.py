"""Facts in words."""

from __future__ import annotations

from django import template

from quartier.core.audit.extension import fact_labels
from quartier.core.audit.models import Fact

register = template.Library()


@register.filter
def fact_label(fact: Fact) -> str:
    """Return what a fact is called."""
    return str(fact_labels.get(fact.kind) or fact.kind)


@register.filter
def fact_about(fact: Fact) -> str:
    """Return what a fact is about, short."""
    return fact.subject.partition(":")[2] or fact.subject
