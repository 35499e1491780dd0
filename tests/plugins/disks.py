"""A disk that is really full soon: a small file system in memory, mounted for the test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SIZE = 400_000


@pytest.fixture
def small_disk(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files of this test lie in a file system that holds less than half a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root mounts a file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    settings.MEDIA_ROOT = place / "files"
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
