"""Results as tables of texts: what a template only has to set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from aufmass.areas.cubature import Cubature
from aufmass.areas.din277 import Balance, StoreyBalance
from aufmass.areas.gif import Letting, RentalArea
from aufmass.areas.results import Line, RoomArea, UnitArea
from aufmass.numbers import square_metres
from aufmass.sentences import NBSP, Share, Voice, said
from aufmass.sentences import mark as _
from aufmass.uses import Category

Table = dict[str, Any]
ROOM_HEAD: Final = (
    _("No."),
    _("Room, part"),
    _("Lengths in m"),
    _("Area m²"),
    _("Deduction m²"),
    _("Factor"),
    _("Counted m²"),
    _("Rule"),
)


def room_table(unit: UnitArea, voice: Voice) -> Table:
    """Return the rooms of a unit line by line, and its sums."""
    return {
        "kind": "rooms",
        "head": [voice(one) for one in ROOM_HEAD],
        "groups": [_group(room, voice) for room in unit.rooms],
        "totals": list(_totals(unit, voice)),
    }


def unit_table(units: Iterable[UnitArea], voice: Voice) -> Table:
    """Return all units with their areas, and the sum."""
    found = list(units)
    rows = [[_id(one), _name(one), voice.number(len(one.rooms)), voice.number(one.area)] for one in found]
    everything = sum((one.area for one in found), start=Decimal("0.00"))
    rooms = sum(len(one.rooms) for one in found)
    rows.append(["", voice(_("All dwellings")), voice.number(rooms), voice.number(everything)])
    head = [voice(_("No.")), voice(_("Dwelling")), voice(_("Rooms")), voice(_("Living area m²"))]
    return plain(head, rows, "lLrr", strong=[len(rows) - 1])


def storey_table(one: StoreyBalance, voice: Voice) -> Table:
    """Return the rooms of a storey with their categories under DIN 277."""
    head = [voice(_("No.")), voice(_("Room")), voice(_("Category")), voice(_("Part")), voice(_("Net area m²"))]
    rows = [
        [share.room.id, share.room.name, share.category.value, "R" if share.enclosed else "S", voice.number(share.area)]
        for share in one.rooms
    ]
    net = one.net(enclosed=True) + one.net(enclosed=False)
    rows.append(["", voice(_("Sum")), "", "", voice.number(net)])
    return plain(head, rows, "lLlcr", strong=[len(rows) - 1])


def balance_table(result: Balance, voice: Voice) -> Table:
    """Return areas and volume of a building under DIN 277, enclosed and not."""
    head = [voice(_("Areas and volume")), voice(_("enclosed (R)")), voice(_("not enclosed (S)")), ""]
    rows, strong = [], []
    for category in Category:
        enclosed, bounded = (result.net(enclosed=one, categories=[category]) for one in (True, False))
        if enclosed or bounded:
            name = f"{category.value}  {voice(category.label)}"
            rows.append([name, _size(enclosed, voice), _size(bounded, voice), "m²"])
    strong.append(len(rows))
    net = [voice.number(result.net(enclosed=enclosed)) for enclosed in (True, False)]
    rows.append([voice(_("Net room area (NRF)")), *net, "m²"])
    rows.append([voice(_("Construction area (KGF)")), _known(result.construction, voice), "", "m²"])
    strong.append(len(rows))
    rows.append([voice(_("Gross area (BGF)")), _known(result.gross, voice), "", "m²"])
    strong.append(len(rows))
    rows.append([voice(_("Gross volume (BRI)")), _known(result.volume, voice), "", "m³"])
    return plain(head, rows, "Lrrl", strong=strong)


def gross_table(result: Balance, voice: Voice) -> Table:
    """Return gross, construction and net area of every storey."""
    head = [voice(_("Storey")), "BGF (R) m²", "KGF (R) m²", "NRF (R) m²", "NRF (S) m²"]
    rows = []
    for one in result.storeys:
        net = [voice.number(one.net(enclosed=enclosed)) for enclosed in (True, False)]
        rows.append([one.storey.name, _known(one.gross, voice), _known(one.construction, voice), *net])
    return plain(head, rows, "Lrrrr")


def volume_table(result: Cubature, voice: Voice) -> Table:
    """Return the cubic content line by line."""
    head = [voice(_("Part of the building")), voice(_("Share")), voice(_("Counted m³")), voice(_("Rule"))]
    rows = [
        [line.what.text(voice), _share(line.share, voice), voice.number(line.counted), voice(line.source)]
        for line in result.lines
    ]
    rows.append([voice(_("Cubic content")), "", voice.number(result.volume), ""])
    return plain(head, rows, "Lcrl", strong=[len(rows) - 1])


def rental_table(result: RentalArea, voice: Voice) -> Table:
    """Return the summary of rental area."""
    rows = [[voice(kind.label), voice.number(result.area(kind))] for kind in Letting]
    rows.append([voice(_("of it up to 1.50 m high")), voice.number(result.low)])
    rows.append([voice(_("Not enclosed, shown apart")), voice.number(result.outdoor)])
    rows += [[f"MF/G-1, {name}", voice.number(size)] for name, size in result.by_unit.items()]
    return plain([voice(_("Rental area")), "m²"], rows, "Lr")


def plain(head: list[str], rows: list[list[str]], columns: str, *, strong: Iterable[int] = ()) -> Table:
    """Return a table of texts: how its columns stand (l, c, r; L takes the room left), and which rows are sums."""
    return {"kind": "plain", "head": head, "rows": rows, "columns": columns, "strong": list(strong)}


def _group(room: RoomArea, voice: Voice) -> dict[str, Any]:
    lines = [_line(line, voice) for line in room.lines]
    return {"number": room.room.id, "name": room.room.name, "total": voice.number(room.area), "lines": lines}


def _line(line: Line, voice: Voice) -> list[str]:
    """Return what, lengths, area, deduction, factor, counted area and paragraph of one line."""
    size = voice.number(square_metres(abs(line.area)))
    columns = ["", f"−{size}"] if line.area < 0 else [size, ""]
    counted = voice.number(square_metres(line.counted))
    lengths = said(line.dimensions, voice)
    return [line.what.text(voice), lengths, *columns, _share(line.share, voice), counted, _rule(voice(line.source))]


def _rule(text: str) -> str:
    """Return a paragraph that breaks only between its parts: § 4 Nr. 1 stays together."""
    for sign in ("§ ", "§§ ", "Nr. ", "Abs. ", "no. ", "nos. ", "para. ", "paras. "):
        text = text.replace(sign, sign[:-1] + NBSP)
    return text


def _totals(unit: UnitArea, voice: Voice) -> Iterator[list[str]]:
    """Yield sum, adjustments and result: what, and the number."""
    if unit.adjustments:
        yield [voice(_("Sum")), voice.number(unit.sum)]
    for step in unit.adjustments:
        yield [f"{step.what.text(voice)} ({voice(step.source)})", f"× {voice.number(_decimal(step.factor))}"]
    yield [voice(_("Living area")), voice.number(unit.area)]


def _decimal(factor: Any) -> Decimal:
    return Decimal(factor.numerator) / Decimal(factor.denominator)


def _share(share: Any, voice: Voice) -> str:
    """Return a factor as it is calculated with: 1, ½, ¼, 0 or in percent."""
    return {"1/2": "½", "1/4": "¼"}.get(text := Share(share).text(voice), text)


def _size(value: Decimal, voice: Voice) -> str:
    return voice.number(value) if value else "–"


def _known(value: Decimal | None, voice: Voice) -> str:
    return voice(_("unknown")) if value is None else voice.number(value)


def _id(unit: UnitArea) -> str:
    return unit.unit.id if unit.unit else ""


def _name(unit: UnitArea) -> str:
    return unit.unit.name if unit.unit else ""
