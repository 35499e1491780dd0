"""How smoothly the drawing board moves with two hundred rooms: frames a second while one is dragged, while zooming."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

ROOMS, COLUMNS, FRAMES, GOAL = 200, 20, 180, 60.0
SOURCE = Path(__file__).parents[2] / "src" / "quartier"
PLACES = {
    "/static/survey/": SOURCE / "modules" / "survey" / "static" / "survey",
    "/static/kit/": SOURCE / "kit" / "static" / "kit",
}
KINDS = {".js": "text/javascript", ".css": "text/css"}
# What a hand does, a step in every frame; the browser tells when each frame was.
FRAMES_OF = """(steps) => new Promise((done) => {
    const svg = document.querySelector('.board-paper');
    const at = svg.getBoundingClientRect();
    const times = [];
    const step = (time) => {
        times.push(time);
        const n = times.length;
        const [clientX, clientY] = [at.left + 200 + 90 * Math.sin(n / 20), at.top + 200 + 60 * Math.cos(n / 20)];
        const place = { bubbles: true, cancelable: true, clientX, clientY };
        if (steps.kind === 'drag') svg.dispatchEvent(new PointerEvent('pointermove', { ...place, pointerId: 1 }));
        else svg.dispatchEvent(new WheelEvent('wheel', { ...place, ctrlKey: true, deltaY: Math.sin(n / 15) * 6 }));
        if (n < steps.frames) requestAnimationFrame(step);
        else done(times);
    };
    requestAnimationFrame(step);
})"""


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Open the board alone in Chromium, drag a room, then zoom."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    say(f"{ROOMS} rooms in Chromium …")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.route("**/*", _answered)
        page.goto("http://localhost/")
        page.wait_for_selector("form[data-ready]")
        page.locator("g.room[data-room='90'] .floor").hover()
        page.mouse.down()
        dragged = _frames(page, "drag")
        page.mouse.up()
        zoomed = _frames(page, "zoom")
        browser.close()
    return [
        Figure("editor_drag_fps", dragged, "/s", GOAL, "high"),
        Figure("editor_zoom_fps", zoomed, "/s", GOAL, "high"),
    ]


def _frames(page: Any, kind: str) -> float:
    """Frames a second, rounded to whole ones: a screen of 60 Hz has no more to give."""
    times = page.evaluate(FRAMES_OF, {"kind": kind, "frames": FRAMES})
    return float(round((len(times) - 1) * 1000 / (times[-1] - times[0])))


def _answered(route: Any) -> None:
    path = route.request.url.removeprefix("http://localhost")
    for prefix, folder in PLACES.items():
        if path.startswith(prefix):
            file = folder / path.removeprefix(prefix)
            route.fulfill(body=file.read_text(), content_type=KINDS[file.suffix])
            return
    route.fulfill(body=_page() if path == "/" else "", content_type="text/html; charset=utf-8")


def _page() -> str:
    """The board without a server: the least of a page that it needs."""
    from django.conf import settings  # noqa: PLC0415

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from quartier.modules.survey.templatetags.board import TEXTS  # noqa: PLC0415

    rooms = [_room(number) for number in range(1, ROOMS + 1)]
    storey = {"id": "EG", "name": "EG", "level": 0, "height": 2800, "rooms": rooms}
    survey = {"aufmass": 1, "name": "200", "basis": "measurements", "storeys": [storey]}
    result: dict[str, Any] = {"area": "0,00", "sum": "0", "rooms": [], "faults": [], "hints": [], "comparison": None}
    uses = [{"key": "living", "label": "Wohnen", "colour": "#FBE9C6"}]
    data = {"survey": survey, "number": 1, "isFinal": False, "urls": {"save": "/stand/"}, "uses": uses}
    scripts = {"survey-data": data | {"result": result}, "survey-texts": TEXTS}
    carried = "".join(
        f'<script type="application/json" id="{name}">{json.dumps(one)}</script>' for name, one in scripts.items()
    )
    form = '<form data-board><input type="hidden" name="number" value="1"><div data-drawing></div></form>'
    link = '<link rel="stylesheet" href="/static/kit/kit.css">'
    return f'<!doctype html>{link}{form}{carried}<script type="module" src="/static/survey/board.js"></script>'


def _room(number: int) -> dict[str, Any]:
    left, bottom = (number - 1) % COLUMNS * 4_115, (number - 1) // COLUMNS * 3_615
    right, top = left + 4_000, bottom + 3_500
    openings = [
        {"kind": "door", "edge": 1, "offset": 400, "width": 885, "height": 2010},
        {"kind": "window", "edge": 3, "offset": 900, "width": 1400, "height": 1300, "sill": 900},
    ]
    outline = [[left, bottom], [right, bottom], [right, top], [left, top]]
    return {
        "id": str(number), "name": f"Raum {number}", "use": "living", "outline": outline, "height": 2500,
        "openings": openings,
    }  # fmt: skip
