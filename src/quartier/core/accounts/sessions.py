"""Sessions in rows that know whose they are: `SESSION_ENGINE`.

They end by themselves after a time without a request and after a whole day's work, and all of one person in one
statement. They live in the schema of the portal, so that they mean nothing at another one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from quartier.core.accounts.models import Session, User
from quartier.core.accounts.rules import SEEN_EVERY, ends_at
from quartier.kit import clock

# The key of a browser in which somebody has logged in before.
DEVICE_COOKIE: Final = "__Host-device"
# What a session itself remembers of its row.
OWNER: Final = "_owner"
DEVICE: Final = "_device"


class SessionStore(db.SessionStore):
    """Django's database sessions with owner, device and limits."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the rows."""
        return Session

    def _get_session_from_db(self) -> Any:
        # By the one clock of the house, as everything that is compared with the ends of sessions.
        self.row = Session.objects.filter(session_key=self.session_key, expire_date__gt=clock.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def save(self, must_create: bool = False) -> None:
        """Write the session; a new owner begins a new time."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        number = data.get(SESSION_KEY)
        if number is None:
            data.pop(OWNER, None)
        elif (data.get(OWNER) or [None])[0] != number:
            audience = User.objects.filter(pk=number).values_list("audience", flat=True).first() or ""
            data[OWNER] = [number, audience, clock.now().timestamp()]
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row of this session, with its end."""
        row: Any = super().create_model_instance(data)
        number, audience, started = data.get(OWNER) or (None, "", None)
        now = clock.now()
        row.started_at = datetime.fromtimestamp(started, UTC) if started else now
        row.user_id, row.audience, row.device, row.seen_at = number, audience, data.get(DEVICE, ""), now
        # A visitor's time begins anew with every change: there is nothing to protect yet but an unfinished login.
        row.expire_date = ends_at(audience, row.started_at, now)
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row of this session, with its end."""
        return self.create_model_instance(data)


def note_presence(store: Any, at: datetime) -> None:
    """Keep when somebody was last here, at most once a minute and only if the session still exists."""
    row: Session | None = getattr(store, "row", None)
    if row is None or row.user_id is None or at - row.seen_at < SEEN_EVERY:
        return
    Session.objects.filter(pk=row.pk).update(seen_at=at, expire_date=ends_at(row.audience, row.started_at, at))
