"""The journey of a calculation: a guest types rooms, sees the area, orders, finishes, and opens what was made of it."""

from __future__ import annotations

import re
import time

from quartier.config.smoke.client import Answer, Visitor
from quartier.config.smoke.getting_in import expect
from quartier.config.smoke.ordering import HOST, click, to_the_review
from quartier.config.smoke.running import Running

LIMIT_S = 60.0
SIZE, AREA = "4,25x3,80 + 1,20x0,80", "17,11"
ROOM = re.compile(r"row-(\d+)-size")
EDITOR = re.compile(r'href="(/wohnflaeche/[\w.-]+/)"')
FILE = re.compile(r'href="(/auftrag/[\w.-]+/datei/\d+/)"')


def walk(demo: Running) -> str:
    """Calculate a living area as a guest and hold its files; returns how many there are."""
    visitor = demo.visitor()
    editor = measured(visitor)
    thanks = ordered(visitor, editor)
    files = finished(visitor, thanks)
    papers = [visitor.get(HOST + one) for one in files]
    expect(any(one.body.startswith(b"%PDF-") for one in papers), "there is no PDF among the results")
    expect(any(b"AC10" in one.body[:40] or b"SECTION" in one.body[:200] for one in papers), "there is no DXF")
    return f"{len(papers)} files"


def measured(visitor: Visitor) -> Answer:
    """Begin a calculation and type one room; its area stands on the page."""
    begin = visitor.get(f"{HOST}/wohnflaeche/")
    editor = visitor.submit(begin, begin.form_with("title"), title="Gasse 1", basis="measurements")
    places = ROOM.findall(editor.text)
    expect(bool(places), f"the table of rooms has no line to type into at {editor.url} ({editor.status})")
    row = f"row-{places[-1]}"
    typed = {f"{row}-name": "Wohnen", f"{row}-use": "living", f"{row}-size": SIZE, f"{row}-height": "2,52"}
    page = visitor.submit(editor, editor.form_with(f"{row}-size"), **typed)
    expect(AREA in page.text, f"{SIZE} does not make {AREA} m²")
    return page


def ordered(visitor: Visitor, editor: Answer) -> Answer:
    """Order the result of a calculation."""
    basket = visitor.submit(editor, editor.form_with("number"), bestellen="1")
    return click(visitor, to_the_review(visitor, basket))


def finished(visitor: Visitor, thanks: Answer) -> list[str]:
    """Finish the calculation from the page of its order, and wait for its files."""
    order = visitor.get(HOST + found(r'href="(/auftrag/[\w.-]+/)"', thanks))
    editor = found(EDITOR, order)
    form = visitor.get(f"{HOST}{editor}abschliessen/")
    facts = {"author": "Kim Nordmann", "recipient": "Hausverwaltung", "purpose": "Mietvertrag"}
    checked = visitor.submit(form, form.form_with(*facts), **facts)
    page = visitor.submit(checked, checked.form_with(*facts), _step="confirm")
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        page = visitor.get(f"{HOST}{editor}ergebnis/")
        if files := FILE.findall(page.text):
            return files
        time.sleep(0.5)
    expect(False, f"no files were made within {LIMIT_S:.0f} s: {page.url} ({page.status})")
    return []


def found(pattern: str | re.Pattern[str], page: Answer) -> str:
    """The first address of a page that looks so."""
    match = re.search(pattern, page.text)
    expect(match is not None, f"{page.url} ({page.status}) does not lead on")
    return match[1] if match else ""
