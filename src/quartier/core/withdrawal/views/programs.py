"""What a customer's own program declares: a withdrawal, a notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.withdrawal.forms import CancelForm, WithdrawForm
from quartier.core.withdrawal.views import public
from quartier.kit.api import acts

withdraw = acts(
    public.withdraw_own, WithdrawForm, summary=_("Withdraw from a contract"), stands_for=("withdrawal:withdraw_own",)
)
cancel = acts(
    public.cancel_own, CancelForm, summary=_("Give notice of a contract"), stands_for=("withdrawal:cancel_own",)
)
