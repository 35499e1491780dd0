"""A disk of its own for each test, and a company at alpha that writes letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.letters.tests.post import AT, COMPANY
from quartier.core.providers import services as providers
from quartier.values.actor import SYSTEM


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> Path:
    """Files of this test lie here."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"
    return tmp_path


@pytest.fixture
def company(alpha: Any) -> Any:
    """A co-operative at alpha with everything that its letters must say."""
    return providers.add_entity(actor=SYSTEM, at=AT, values=COMPANY)
