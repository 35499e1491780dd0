"""Addresses that carry a secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def secret_path(*names: str) -> Callable[[V], V]:
    """Mark path parameters of a view as secret: the request log shows `***` in their place (SBV-64).

    Parameters called token, key, code, secret, signature or uidb36 are secret without being marked.
    """

    def mark(view: V) -> V:
        view.secret_path = names  # type: ignore[attr-defined]
        return view

    return mark
