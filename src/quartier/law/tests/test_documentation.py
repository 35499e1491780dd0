"""docs/law says what the code says, in both languages; it is made again by `make docs`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from quartier.law.documentation import pages

DOCS = Path(__file__).resolve().parents[4] / "docs" / "law"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_made_from_the_code(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def test_there_is_no_other_page() -> None:
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} == set(PAGES)


def test_old_pages_are_removed_and_the_others_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "gone.md").write_text("old")
    (tmp_path / "de" / "periods.md").write_text("old")
    monkeypatch.setattr(sys, "argv", ["documentation", str(tmp_path)])
    runpy.run_module("quartier.law.documentation", run_name="__main__", alter_sys=True)
    assert not (tmp_path / "de" / "gone.md").exists()
    assert (tmp_path / "de" / "periods.md").read_text(encoding="utf-8") == PAGES["de/periods.md"]
