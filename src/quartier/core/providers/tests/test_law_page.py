"""The office shows what nobody has verified yet."""

from __future__ import annotations

from html import unescape
from typing import Any

from quartier.law.rule import doubts
from quartier.law.telling import german


def test_the_office_lists_every_figure_that_is_not_verified(world: Any) -> None:
    page = world.client("emscher", "lead").get("/buero/einstellungen/recht/")
    assert page.status_code == 200
    text = unescape(page.content.decode())
    speak = german()
    assert [doubt.title for doubt in doubts() if speak(doubt.title) not in text] == []
    assert "Vergleichen Sie 1,52 % mit der Bekanntmachung im Bundesanzeiger" in text
