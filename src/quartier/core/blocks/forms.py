"""Input for blocks and warnings: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.core.blocks.labels import ground_label, service_label
from quartier.core.blocks.models import REASON, ScopeChoice, TermChoice, Way
from quartier.core.blocks.queries import services_known
from quartier.kit.forms import Choice, Day, Form, Line, Several, Text, Tick


class _WithGrounds(Form):
    """A form that asks for grounds of the provider's catalogue."""

    def __init__(self, *args: Any, grounds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["grounds"]
        field.choices = [(key, ground_label(key)) for key in grounds]


class WarningForm(_WithGrounds):
    """A warning."""

    grounds = Several(label=_("Grounds"), required=False)
    text = Text(
        label=_("What has happened, and what is to be done"),
        required=False,
        max_length=2000,
        help_text=_("The customer reads these words."),
    )
    mend_by = Day(label=_("To be put right until the end of"), required=False, help_text=_("Empty: at once."))
    way = Choice(label=_("How the customer is told"), choices=Way.choices)


class ReachForm(Form):
    """How far and how long."""

    scope = Choice(label=_("What is blocked"), choices=ScopeChoice.choices)
    services = Several(
        label=_("Services, for a block of single ones"),
        choices=lambda: [(key, service_label(key)) for key in services_known()],
        required=False,
    )
    term = Choice(label=_("How long"), choices=TermChoice.choices)
    last_on = Day(label=_("Last day of the block"), required=False, help_text=_("Only for a block until a day."))
    text = Text(
        label=_("Words beside the ground"),
        required=False,
        max_length=REASON,
        help_text=_("The customer reads these words in the notice, not at the login."),
    )
    not_responsible = Tick(
        label=_("The customer is not responsible for it"), required=False,
        help_text=_("Then nothing is billed for the time of the block, and no fee."),
    )  # fmt: skip


class BlockForm(_WithGrounds, ReachForm):
    """A new block."""

    grounds = Several(label=_("Grounds"), required=False)
    is_urgent = Tick(label=_("Urgent: harm threatens, a warning would come too late"), required=False)
    urgency = Line(label=_("Why it cannot wait"), required=False, max_length=REASON)

    field_order = ("grounds", "scope", "services", "term", "last_on", "text", "not_responsible", "is_urgent", "urgency")


class ReasonForm(Form):
    """Why something is lifted or settled."""

    reason = Line(label=_("Reason"), max_length=REASON)
