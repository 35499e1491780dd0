"""The words of performance that cannot be rendered."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Trouble(Choice):
    """What has become of a performance that is impossible (CC-80)."""

    OPEN = "open", _("a changed specification is to be tried")
    CHANGED = "changed", _("solved by a changed specification")
    WITHDRAWN = "withdrawn", _("withdrawn from the contract")


class Attempted(Choice):
    """What came of trying another specification."""

    AGREED = "agreed", _("both sides agreed on another specification")
    REFUSED = "refused", _("the customer refused it")
    HOPELESS = "hopeless", _("no other specification makes it possible")


class Resolution(Choice):
    """What became of a claim."""

    OPEN = "open", _("open claim")
    PAID = "paid", _("settled")
    REFUSED = "refused", _("rejected")
    DROPPED = "dropped", _("given up")
