"""The procedure of a change for each group of recipients, by the policy in force on a day."""

from __future__ import annotations

from datetime import date

from quartier.core.changes import rules
from quartier.core.changes.models import Change, Grade, Topic
from quartier.core.changes.rules import Asked, Plan, Procedure
from quartier.core.providers.policies import CalendarPolicy, TermsChangePolicy
from quartier.core.providers.policies.change import AfterObjection
from quartier.core.providers.queries import policy
from quartier.law.bgb.form import FormLevel
from quartier.values.land import Land

GRADES = {
    Topic.TEXT: (Grade.FAVOURABLE, Grade.ADVERSE, Grade.FAR_REACHING, Grade.MATERIAL, Grade.MINOR),
    Topic.PRICE: (Grade.FAVOURABLE, Grade.ADVERSE, Grade.FAR_REACHING),
    Topic.SERVICE: (Grade.MATERIAL, Grade.MINOR),
}


def procedure_on(on: date) -> Procedure:
    """Return what the provider has decided about changes, as it is in force on a day."""
    found = policy.in_force(TermsChangePolicy, on)
    price = found.price_change
    return Procedure(
        roads=frozenset(channel.value for channel in found.channel),
        price_roads=frozenset(channel.value for channel in price.by) if price else frozenset(),
        lead=found.lead.ordinary,
        lead_far_reaching=found.lead.far_reaching or found.lead.ordinary,
        objection=found.objection.within if found.objection else None,
        silence_of_businesses=found.silence_is_consent.businesses,
        silence_far_reaching_only=found.silence_is_consent.far_reaching_only,
        prices_like_terms=bool(price and price.like_terms),
    )


def prices_can_change(on: date) -> bool:
    """Tell whether the provider has decided how prices of running contracts change at all."""
    return policy.in_force(TermsChangePolicy, on).price_change is not None


def fixed_scopes(on: date) -> bool:
    """Tell whether the price of a single order stays as it was ordered."""
    price = policy.in_force(TermsChangePolicy, on).price_change
    return bool(price and price.order_price_fixed)


def after_objection(on: date) -> AfterObjection | None:
    """Return what an objection leads to."""
    return policy.in_force(TermsChangePolicy, on).after_objection


def form_of_objection(on: date) -> FormLevel:
    """Return the form that the contract asks of an objection; the law may ask for less."""
    found = policy.in_force(TermsChangePolicy, on).objection
    return found.form if found else FormLevel.CLICK


def land_on(on: date) -> Land:
    """Return the Land whose holidays count."""
    found: Land = policy.in_force(CalendarPolicy, on).holiday_state
    return found


def kind_of(change: Change) -> str:
    """Return the key of the text that changes, "" for prices and services."""
    return change.new_version.kind if change.new_version else ""


def asked_about(change: Change, standing: str, *, is_paid: bool) -> Asked:
    """Return what is asked about a change for one group of recipients."""
    before, after = change.old_net or 0, change.new_net or 0
    return Asked(
        topic=change.topic, grade=change.grade, standing=standing, is_paid=is_paid, kind=kind_of(change),
        is_rise=after > before, is_vat_only=is_vat_only(change),
    )  # fmt: skip


def is_vat_only(change: Change) -> bool:
    """Tell whether a price changes by the rate of VAT alone (QX-30)."""
    return change.topic == Topic.PRICE and change.old_net == change.new_net and change.old_vat != change.new_vat


def plan_of(change: Change, procedure: Procedure, standing: str, *, is_paid: bool) -> Plan:
    """Return how a change reaches and binds one group of recipients."""
    return rules.plan_for(asked_about(change, standing, is_paid=is_paid), procedure)


def is_privacy(change: Change) -> bool:
    """Tell whether a change is one of the privacy notice: it is told to people, not to contracts (SBV-100)."""
    return change.topic == Topic.TEXT and kind_of(change) == rules.PRIVACY
