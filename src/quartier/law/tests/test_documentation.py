"""docs/law says what the code says, in both languages; it is made again by `make docs`."""

from __future__ import annotations

from pathlib import Path

import pytest

from quartier.law.documentation import pages, write

DOCS = Path(__file__).resolve().parents[4] / "docs" / "law"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_made_from_the_code(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def test_there_is_no_other_page() -> None:
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} == set(PAGES)


def test_old_pages_are_removed(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "gone.md").write_text("old")
    write(tmp_path)
    assert not (tmp_path / "de" / "gone.md").exists()
    assert (tmp_path / "de" / "periods.md").read_text(encoding="utf-8") == PAGES["de/periods.md"]
