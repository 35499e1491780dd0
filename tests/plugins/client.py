"""All test clients share one chain of middleware, as all requests of a server do.

Django makes the whole chain anew for every client, the list of static files included: a tenth of the suite's time.
A changed setting makes a new chain, because middleware may read settings when it is made.
"""

from __future__ import annotations

from typing import Any

from django.core.signals import setting_changed
from django.test.client import ClientHandler

PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
_load = ClientHandler.load_middleware
_shared: dict[str, Any] = {}


def _share(self: ClientHandler, is_async: bool = False) -> None:
    """Give a client the chain that was made for the first one."""
    if not _shared:
        first = ClientHandler()
        _load(first, is_async)
        _shared.update({name: getattr(first, name) for name in PARTS})
    for name, value in _shared.items():
        setattr(self, name, value)


def _forget(**_what: Any) -> None:
    _shared.clear()


ClientHandler.load_middleware = _share  # type: ignore[method-assign, assignment]
setting_changed.connect(_forget, dispatch_uid="shared-middleware")
