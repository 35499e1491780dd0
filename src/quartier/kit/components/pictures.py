"""Pictures with a twin in words: a chart always brings its table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.components.markup import Text, WrongArgument, esc, part

WIDTH: Final = 480
HEIGHT: Final = 188
LEFT: Final = 44
TOP: Final = 14
SPARK_WIDTH: Final = 96
SPARK_HEIGHT: Final = 24
TICKS: Final = 3


class Bars(NamedTuple):
    """One group of a chart: what stands under it, and one amount for each series."""

    label: Text
    amounts: Sequence[Decimal | int]


@part
def chart(title: Text, series: Sequence[Text], groups: Sequence[Bars], unit: str = "€", about: Text = "") -> str:
    """Draw one or two series of bars; the table below says the same. `about` tells what there is to see."""
    if len(series) not in (1, 2) or not groups:
        raise WrongArgument("chart: it needs one or two series and at least one group.")
    if any(len(group.amounts) != len(series) for group in groups):
        raise WrongArgument(f"chart: every group needs {len(series)} amounts, one for each of the series.")
    top = _nice_top(max(max(group.amounts) for group in groups))
    picture = _axes(top) + "".join(_group(group, number, len(groups), top) for number, group in enumerate(groups))
    described = f"<desc>{esc(about)}</desc>" if about else ""
    region = esc(_("%(title)s, picture") % {"title": title})
    return (
        f'<figure class="figure">{_legend(series)}<div class="plot" tabindex="0" role="region" aria-label="{region}">'
        f'<svg class="chart" viewBox="0 0 {WIDTH} 214" role="img" aria-label="{esc(title)}">{described}{picture}</svg>'
        f"</div>{_twin(title, series, groups, unit)}</figure>"
    )


def _nice_top(most: Decimal | int) -> int:
    """Return the smallest 1.5, 3, 6 or 9 times a power of ten that nothing exceeds: three ticks get round numbers."""
    power = 1
    while True:
        for step in (3, 6, 9, 15):
            if most <= step * power:
                return step * power
        power *= 10


def _y(amount: Decimal | float, top: int) -> float:
    return HEIGHT - float(max(amount, 0)) / top * (HEIGHT - TOP)


def _axes(top: int) -> str:
    lines = []
    for tick in range(TICKS + 1):
        value = top * tick // TICKS
        y = _y(value, top)
        name = "grid-line" if tick else "axis"
        lines.append(
            f'<line class="{name}" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{formats.number(value)}</text>'
        )
    return "".join(lines)


def _group(group: Bars, number: int, groups: int, top: int) -> str:
    room = (WIDTH - LEFT) / groups
    width = min(room * 0.7 / len(group.amounts), 28.0)
    middle = LEFT + room * (number + 0.5)
    start = middle - (width * len(group.amounts) + 2 * (len(group.amounts) - 1)) / 2
    bars = "".join(
        f'<rect class="{"ab"[place] if len(group.amounts) > 1 else "b"}" x="{start + place * (width + 2):.1f}" '
        f'y="{_y(amount, top):.1f}" width="{width:.1f}" height="{HEIGHT - _y(amount, top):.1f}" rx="2"/>'
        for place, amount in enumerate(group.amounts)
    )
    return f'{bars}<text x="{middle:.1f}" y="206" text-anchor="middle">{esc(group.label)}</text>'


def _legend(series: Sequence[Text]) -> str:
    if len(series) == 1:
        return ""
    lines = (
        f'<li><svg class="chart" viewBox="0 0 16 16" aria-hidden="true"><rect class="{"ab"[place]}" width="16" '
        f'height="16" rx="3"/></svg>{esc(name)}</li>'
        for place, name in enumerate(series)
    )
    return f'<ul class="legend">{"".join(lines)}</ul>'


def _twin(title: Text, series: Sequence[Text], groups: Sequence[Bars], unit: str) -> str:
    places = 2 if unit == "€" else None
    heads = "".join(f'<th scope="col" class="num">{esc(name)}</th>' for name in series)
    rows = "".join(
        f'<tr><th scope="row">{esc(group.label)}</th>'
        + "".join(f'<td class="num">{formats.number(amount, places, unit)}</td>' for amount in group.amounts)
        + "</tr>"
        for group in groups
    )
    region, opener = esc(_("%(title)s, table") % {"title": title}), esc(_("Show as a table"))
    return (
        f'<details class="fold bare"><summary>{opener}</summary><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{region}"><table class="table dense"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


@part
def spark(values: Sequence[float], about: Text) -> str:
    """Draw the course of a figure as a small line; `about` says the same in words: “31 ms, at most 44 ms”."""
    if len(values) < 2:  # noqa: PLR2004 – a line needs two points
        raise WrongArgument("spark: a line needs at least two values.")
    low, high = min(values), max(values)
    across, up = SPARK_WIDTH / (len(values) - 1), (SPARK_HEIGHT - 4) / ((high - low) or 1)
    points = (f"{place * across:.0f} {SPARK_HEIGHT - 2 - (value - low) * up:.0f}" for place, value in enumerate(values))
    return (
        f'<svg class="spark" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M{"L".join(points)}"/></svg><span class="sr">{esc(about)}</span>'
    )
