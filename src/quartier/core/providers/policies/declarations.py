"""Section 7 of the catalogue: how formal each declaration must be."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.core.providers.policies.choices import ScopedForm
from quartier.core.providers.policies.contract import consumer_form
from quartier.law.bgb.form import FormLevel
from quartier.values.policy import Bound, Concern, parameter
from quartier.values.policy import mark as _


def no_more_than_text(form: FormLevel | None) -> bool:
    """Tell whether a declaration needs text form at most."""
    return form is None or FormLevel.TEXT.meets(form)


AT_MOST_TEXT = Bound(
    holds=no_more_than_text,
    text=_("no more than text form"),
    source="§ 309 Nr. 13 Buchst. b BGB",
    consumers_only=True,
)


@dataclass(frozen=True, kw_only=True)
class DeclarationFormPolicy(Concern):
    """The form each declaration needs; empty where it does not occur (DWG-31)."""

    concern = "declaration_form"
    slug = "erklaerungen"
    title = _("Form of declarations")

    end_account: tuple[ScopedForm, ...] = parameter(
        "declaration.end_account",
        _("End the portal account"),
        (ScopedForm(),),
        Bound(
            holds=consumer_form,
            text=_("no more than text form"),
            source="§ 309 Nr. 13 Buchst. b, § 312k BGB",
            consumers_only=True,
        ),
    )
    end_tenancy: FormLevel | None = parameter(
        "declaration.end_tenancy",
        _("End a tenancy"),
        None,
        Bound(
            holds=lambda form: form in (None, FormLevel.WRITTEN_STATUTORY),
            text=_("ink on paper"),
            source="§ 568 Abs. 1 BGB",
        ),
    )
    withdraw: FormLevel | None = parameter(
        "declaration.withdraw",
        _("Withdraw"),
        FormLevel.CLICK,
        Bound(
            holds=lambda form: form in (None, FormLevel.CLICK),
            text=_("any clear declaration, a click included"),
            source="§ 355 Abs. 1, § 356a, § 361 Abs. 2 BGB",
        ),
    )
    object_to_change: FormLevel | None = parameter(
        "declaration.object_to_terms_change", _("Object to a change of terms"), None, AT_MOST_TEXT
    )
    amend_contract: FormLevel | None = parameter(
        "declaration.amend_contract", _("Amend a contract"), None, AT_MOST_TEXT
    )
    revoke_consent: FormLevel | None = parameter(
        "declaration.revoke_consent",
        _("Revoke consent, unsubscribe"),
        FormLevel.CLICK,
        Bound(
            holds=lambda form: form is FormLevel.CLICK,
            text=_("a click, as easy as giving consent"),
            source="Art. 7 Abs. 3 DSGVO",
        ),
    )
    domain_proof: FormLevel | None = parameter("declaration.domain_proof", _("Prove the move of a domain"), None)
