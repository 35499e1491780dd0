"""How a customer's own program sees and changes how the customer gets in: devices, password, address, suspicion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import queries, services
from quartier.core.accounts.services.proof import prove
from quartier.core.accounts.views import own, passwords
from quartier.kit.api import (
    CONFIRM,
    DONE,
    INSTANT,
    TEXT,
    Call,
    Listing,
    Part,
    Parts,
    Plain,
    Problem,
    acts,
    endpoint,
)

MANY: Final = 1000
LONGEST: Final = 1024
ME: Final = Parts(
    Part("name", TEXT, _("Name the person")),
    Part("login", TEXT, _("Say under which name the person logs in")),
    Part("email", TEXT, _("Say where mails go")),
    Part("second_factor", Listing(TEXT, MANY), _("Say which second factors are set up")),
)
SESSION: Final = Parts(
    Part("key", TEXT, _("Find the device, to log out on it")),
    Part("device", TEXT, _("Name the device")),
    Part("started_at", INSTANT, _("Say since when")),
    Part("seen_at", INSTANT, _("Say when somebody was there last")),
)
TRUSTED: Final = Parts(
    Part("name", TEXT, _("Name the device")),
    Part("trusted_until", INSTANT, _("Say until when no second factor is asked for")),
)
DEVICES: Final = Parts(
    Part("sessions", Listing(SESSION, MANY), _("Where the person is logged in, the latest first")),
    Part("trusted", Listing(TRUSTED, MANY), _("Browsers that need no second factor")),
)
SECRET: Final = Plain("string", longest=LONGEST)
PASSWORDS: Final = Parts(
    Part("current", SECRET, _("The present password, to prove who asks")),
    Part("password", SECRET, _("The new password")),
    CONFIRM,
)
ADDRESS: Final = Parts(
    Part("email", Plain("string", form="email", longest=254), _("The new e-mail address")),
    Part("current", SECRET, _("The present password, to prove who asks")),
    CONFIRM,
)


@endpoint("GET", like=own.my_account, own=True, summary=_("Read how you get in"), gives=ME, stands_for=("accounts:me",))
def me(request: Call) -> Mapping[str, Any]:
    """Tell login, address and second factors of the person."""
    return ME.of(request.user, second_factor=queries.second_factor_names(request.user))


@endpoint("GET", like=own.sessions, own=True, summary=_("List where you are logged in"), gives=DEVICES,
          stands_for=("accounts:sessions",))  # fmt: skip
def sessions(request: Call) -> Mapping[str, Any]:
    """Tell where the person is logged in, and which browsers need no second factor."""
    rows = queries.sessions_of(request.user, request.now)
    trusted = queries.trusted_devices(request.user, request.now)
    return {
        "sessions": [SESSION.of(row, key=queries.name_of(row)) for row in rows],
        "trusted": [TRUSTED.of(row) for row in trusted],
    }


@endpoint("POST", like=passwords.password, own=True, summary=_("Change your password"), takes=PASSWORDS, gives=DONE,
          stands_for=("accounts:password",), whole=False)  # fmt: skip
def change_password(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Change the password; the person is logged out everywhere. Guesses are counted."""
    if not body["confirmed"]:
        return _told(False, _t("Your password would change, and you would be logged out everywhere."))
    prove(at=request.now, user=request.user, password=body["current"])
    given = {"current": body["current"], "password": body["password"]}
    services.change_password(actor=request.actor, at=request.now, user_id=request.user.pk, **given)
    return _told(True, _t("Your new password counts from now on. You are logged out everywhere."))


@endpoint("POST", like=own.address, own=True, summary=_("Ask for another e-mail address"), takes=ADDRESS, gives=DONE,
          stands_for=("accounts:address",), whole=False)  # fmt: skip
def change_address(request: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask at a new address whether it is wanted; it counts when it is confirmed there. Guesses are counted."""
    if "@" not in body["email"] or any(sign.isspace() for sign in body["email"]):
        raise Problem(422, _t("This e-mail address is not complete."), [("email", body["email"])])
    if not body["confirmed"]:
        return _told(False, _t("We would ask at the new address. Until it is confirmed there the old one stays."))
    prove(at=request.now, user=request.user, password=body["current"])
    given = {"email": body["email"], "current": body["current"]}
    services.ask_for_address(actor=request.actor, at=request.now, user_id=request.user.pk, **given)
    return _told(True, _t("We have asked at the new address. Until it is confirmed there the old one stays."))


def _told(done: bool, said: str) -> dict[str, Any]:
    return {"done": done, "shown": [], "said": [said], "number": None}


end_session = acts(
    own.session_end, own=True, summary=_("Log out on one device"), stands_for=("accounts:session_end",), at_once=True
)
end_sessions = acts(
    own.sessions_end, own=True, summary=_("Log out on all devices"), stands_for=("accounts:sessions_end",), at_once=True
)
distrust_devices = acts(
    own.devices_distrust, own=True, summary=_("Ask for the second factor everywhere again"),
    stands_for=("accounts:devices_distrust",), at_once=True,
)  # fmt: skip
suspicion = acts(
    own.suspicion, own=True, summary=_("Lock your account because somebody else may know the password"),
    stands_for=("accounts:suspicion",),
)  # fmt: skip
