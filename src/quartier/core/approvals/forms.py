"""Input for decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Form, Line


class ReasonForm(Form):
    """Why a proposal is dropped."""

    reason = Line(label=_("Reason"), required=False)
