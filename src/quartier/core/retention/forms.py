"""Input about holds and restrictions: shape only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.retention.rules import Ground
from quartier.kit.forms import Choice, Day, Form, Line, Text


class HoldForm(Form):
    """Why everything of a person is held back, and when somebody looks at it again."""

    case = Line(label=_("Case"), max_length=120, help_text=_("A file number, for example “4 C 112/26”."))
    reason = Text(label=_("Reason"), max_length=400)
    review_on = Day(label=_("To be looked at again on"))


class ReviewForm(Form):
    """The next day for looking at a hold."""

    review_on = Day(label=_("To be looked at again on"))


class ReasonForm(Form):
    """Why something is lifted."""

    reason = Text(label=_("Reason"), max_length=400)


class RestrictionForm(Form):
    """On which ground data are restricted."""

    ground = Choice(label=_("Ground"), choices=lambda: [(one.value, _(one.label)) for one in Ground])
    reason = Text(label=_("What the person says"), required=False, max_length=400)


class EndForm(Form):
    """What the person is told before a restriction is lifted."""

    reason = Text(label=_("Why the restriction ends"), max_length=400, help_text=_("The person reads this."))
    letter_on = Day(label=_("Told by letter on"), required=False, help_text=_("Only if there is no e-mail address."))
