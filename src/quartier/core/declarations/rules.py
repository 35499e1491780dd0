"""What is said about declarations, and which form the provider's policy asks for; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quartier.core.providers.policies import DeclarationFormPolicy, TermPolicy
from quartier.core.providers.policies.choices import ScopedForm
from quartier.law.bgb.form import Declaration as Act
from quartier.law.bgb.form import FormLevel, Sending
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

ANY: Final = "any"


def below_form(channel: Sending, needed: FormLevel) -> tuple[Sentence, ...]:
    """Say that a declaration has no effect in this form, and which form it needs (DWG-31)."""
    return (
        Sentence(
            _("Declared %(channel)s, it has no effect. It needs this form: %(form)s."),
            {"channel": channel, "form": needed},
        ),
    )


def rejected(reason: str) -> tuple[Sentence, ...]:
    """Say that a declaration has no effect, with the reason that staff wrote."""
    return (Sentence(_("Your declaration has no effect. %(reason)s"), {"reason": reason}),)


def most_specific(forms: Sequence[tuple[str, FormLevel]], scopes: Sequence[str]) -> FormLevel | None:
    """Return the form stated for the first of these kinds of contract that is named, then the one for everything.

    >>> most_specific([("any", FormLevel.CLICK), ("paid", FormLevel.TEXT)], ["survey", "paid"])
    <FormLevel.TEXT: 'text'>
    """
    stated = dict(forms)
    return next((stated[one] for one in (*scopes, ANY) if one in stated), None)


def agreed(act: Act, forms: DeclarationFormPolicy, term: TermPolicy, scopes: Sequence[str]) -> FormLevel:
    """Return the form a policy asks for, the most specific kind of contract first; where it says nothing, a click.

    Writing by statute is no agreement: the law asks for it by itself, so here it counts as nothing stated.
    """
    stated: FormLevel | None
    match act:
        case Act.END_PORTAL_CONTRACT:
            stated = most_specific(_pairs(forms.end_account), scopes)
        case Act.END_PAID_CONTRACT:
            stated = most_specific(_pairs(term.notice_form), scopes)
        case Act.WITHDRAW:
            stated = forms.withdraw
        case Act.OBJECT_TO_TERMS:
            stated = forms.object_to_change
        case Act.AMEND_CONTRACT:
            stated = forms.amend_contract
        case Act.REVOKE_CONSENT:
            stated = forms.revoke_consent
        case _:
            stated = None
    return FormLevel.CLICK if stated in (None, FormLevel.WRITTEN_STATUTORY) else stated


def _pairs(forms: Sequence[ScopedForm]) -> list[tuple[str, FormLevel]]:
    return [(one.scope.value, one.form) for one in forms]
