"""With which counterclaims customers may set off what they owe."""

from __future__ import annotations

from quartier.core.providers.policies.billing import SetOff
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Counterclaim(Choice):
    """How a customer's own claim stands, as marked by staff."""

    CLAIMED = "claimed", _("not looked at yet")
    UNDISPUTED = "undisputed", _("undisputed")
    ACKNOWLEDGED = "acknowledged", _("acknowledged and due")
    ESTABLISHED = "established", _("established by court without appeal")


# An acknowledged claim is undisputed too; where terms ask for more, "undisputed" alone does not suffice.
ENOUGH = {
    SetOff.FREE: frozenset(Counterclaim),
    SetOff.UNDISPUTED: frozenset(Counterclaim) - {Counterclaim.CLAIMED},
    SetOff.ACKNOWLEDGED: frozenset({Counterclaim.ACKNOWLEDGED, Counterclaim.ESTABLISHED}),
}


def may_set_off(clause: SetOff, standing: Counterclaim, *, consumer: bool) -> bool:
    """Tell whether a counterclaim may be set off under a clause of the terms.

    Towards consumers no clause counts: one that limits set-off burdens their right to withdraw (§ 309 Nr. 3, § 361
    Abs. 2 BGB; BGH 20.03.2018, XI ZR 309/16).

    >>> may_set_off(SetOff.UNDISPUTED, Counterclaim.CLAIMED, consumer=False)
    False
    >>> may_set_off(SetOff.UNDISPUTED, Counterclaim.CLAIMED, consumer=True)
    True
    """
    return standing in ENOUGH[SetOff.FREE if consumer else clause]
