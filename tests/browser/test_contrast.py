"""Text stays readable for every brand: all role pairs of kit.css, measured in Chromium (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from quartier.kit.gallery import BRANDS

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "src/quartier/kit/static/kit/kit.css").read_text(encoding="utf-8")
MEASURE = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")

TEXT, LARGE, STRONG = 4.5, 3.0, 7.0
ROLE_PAIRS = [
    ("on-brand", "brand-solid", TEXT),
    ("on-brand", "brand-hover", TEXT),
    *(("brand-ink", back, TEXT) for back in ("surface", "ground", "brand-soft", "sunken")),
    *(("ink", back, STRONG) for back in ("surface", "brand-soft")),
    *(("ink-soft", back, TEXT) for back in ("surface", "ground", "sunken", "brand-soft")),
    *(("line-strong", back, LARGE) for back in ("surface", "ground")),
    *(("focus", back, LARGE) for back in ("surface", "ground", "brand-soft")),
    ("accent-mark", "surface", LARGE),
]
TONE_PAIRS = [
    ("tone-ink", "tone-soft", TEXT),
    ("tone-ink", "surface", TEXT),
    ("tone-solid", "surface", LARGE),
    ("tone-solid", "tone-soft", LARGE),
]
STEPS = range(0, 256, 15)
EVERY_COLOUR = [(f"#{r:02x}{g:02x}{b:02x}",) * 2 for r, g, b in product(STEPS, repeat=3)]
DEMO_BRANDS = [(colour, accent) for _name, colour, accent in BRANDS]


def worst_pairs(browser: Browser, scheme: Any, brands: list[Any], css: str = CSS) -> dict[str, Any]:
    """The lowest contrast of every pair over all brands."""
    page = browser.new_page(color_scheme=scheme)
    try:
        page.set_content(f"<!doctype html><style>{css}</style><body><div id=box data-brand></div>")
        found: dict[str, Any] = page.evaluate(MEASURE, [ROLE_PAIRS, TONE_PAIRS, brands])
        return found
    finally:
        page.close()


def unreadable(worst: dict[str, Any]) -> list[str]:
    """What is too faint, one line each."""
    return [
        f"{pair}: {found['value']:.2f} < {found['least']} with {found['brand']}"
        for pair, found in worst.items()
        if found["value"] < found["least"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_pairs_are_readable_for_5832_brand_colours(browser: Browser, scheme: str) -> None:
    assert len(EVERY_COLOUR) == 5832
    worst = worst_pairs(browser, scheme, EVERY_COLOUR)
    assert len(worst) == len(ROLE_PAIRS) + 4 * len(TONE_PAIRS)
    assert unreadable(worst) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_pairs_are_readable_for_the_five_demo_brands(browser: Browser, scheme: str) -> None:
    assert len(DEMO_BRANDS) == 5
    assert unreadable(worst_pairs(browser, scheme, DEMO_BRANDS)) == []


@pytest.mark.parametrize(
    ("token", "sabotage", "pair"),
    [
        ("--on-brand: oklch(from var(--brand-solid) clamp(0.16, (0.63 - l) * 1e9, 1) 0 h);", "--on-brand: white;",
         "on-brand on brand-solid"),
        ("--ink-soft: light-dark(oklch(from var(--brand) 0.45", "--ink-soft: light-dark(oklch(from var(--brand) 0.65",
         "ink-soft on surface"),
        ("--tone-ink: light-dark(oklch(0.42", "--tone-ink: light-dark(oklch(0.72", "warn: tone-ink on tone-soft"),
    ],
)  # fmt: skip
def test_a_token_that_was_weakened_is_found(browser: Browser, token: str, sabotage: str, pair: str) -> None:
    assert CSS.count(token) == 1
    broken = worst_pairs(browser, "light", DEMO_BRANDS, CSS.replace(token, sabotage))
    assert any(line.startswith(f"{pair}:") for line in unreadable(broken))
