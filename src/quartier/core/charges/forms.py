"""Input about charges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Form, Line


class CancelForm(Form):
    """Why a charge does not count."""

    reason = Line(label=_("Reason"), max_length=300, help_text=_("The customer can read it."))
