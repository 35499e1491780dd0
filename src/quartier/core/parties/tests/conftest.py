"""Where the tests of parties stand."""

from __future__ import annotations

from typing import Any

import pytest

from quartier.kit.schemas import enter_schema


@pytest.fixture
def home(world: Any) -> Any:
    """Stand in a provider's schema."""
    enter_schema("emscher")
    return world
