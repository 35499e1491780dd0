"""Every form with which customers or visitors change data or declare something goes through the check step (DWG-46)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from quartier.kit.access import Audience
from tests.matrix.addresses import walk

# These send nothing that is kept as a statement of the person: logging in and out, the language, reading own data.
# An address counts only when it is confirmed where it leads, which is a check step of its own.
NOT_A_STATEMENT = {"data", "set_language", "account_login", "account_logout", "account_reauthenticate",
    "account_login_staff", "mfa_authenticate", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "password", "password_forgotten", "password_forgotten_staff", "password_choose", "address", "address_confirm",
    "confirm_contact",
    # The steps of an order end at a page that shows everything once more, above the button (WR-013); an order made for
    # somebody else is checked by them; a text that is sent to oneself declares nothing.
    "basket", "details", "person", "payment", "review", "hand_on", "send",
    # The page says above the button what follows; what is written is a message, no declaration.
    "say",
    # Rooms and what is printed with them are drawn, not declared: everything is shown again before it is finished.
    "start", "take_over", "editor", "room", "sheet", "layout", "versions", "underlays", "underlay", "for_order",
    "for_guest",
}  # fmt: skip
URLCONF = "quartier.config.urls"


def skips_the_check(view: Callable[..., Any]) -> bool:
    """Tell whether a view takes data without showing it once more; `require_safe` views take none."""
    source = inspect.getsource(inspect.unwrap(view))
    takes_data = "request.POST" in source or "form" in source
    return takes_data and "require_safe" not in source and "checked(" not in source


@pytest.mark.req("DWG-46")
def test_no_form_of_customers_or_visitors_goes_round_the_check_step() -> None:
    faults = []
    for address in walk(URLCONF):
        rule = address.rule
        if rule is None or address.operation is not None or rule.audience not in (Audience.PUBLIC, Audience.CUSTOMER):
            continue
        ours = inspect.unwrap(address.view).__module__.startswith("quartier.")
        if ours and address.name.rpartition(":")[2] not in NOT_A_STATEMENT and skips_the_check(address.view):
            faults.append(address.name)
    assert faults == []


def test_a_form_without_the_check_step_would_be_found() -> None:
    def careless(request: Any) -> None:
        request.POST.get("street")

    assert skips_the_check(careless)
