"""A text inside an f-string is invisible to the collector of texts, so it would never get its German."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "quartier"
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def hidden_texts(source: str) -> list[int]:
    """Lines with a translated text inside an f-string."""
    inside = (
        node for joined in ast.walk(ast.parse(source)) if isinstance(joined, ast.JoinedStr) for node in ast.walk(joined)
    )
    calls = (node for node in inside if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return sorted({call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKERS})


def test_no_text_hides_inside_an_f_string() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    assert len(files) > 50
    found = {str(path.relative_to(SOURCE)): hidden_texts(path.read_text(encoding="utf-8")) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("bad", ["x = f\"{_('Save')}\"", "x = f'<p>{esc(gettext(\"Save\"))}</p>'"])
def test_a_hidden_text_is_found(bad: str) -> None:
    assert hidden_texts(bad) == [1]
    assert hidden_texts("x = _('Save') + f'{name}'") == []
