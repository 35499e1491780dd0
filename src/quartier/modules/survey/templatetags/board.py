"""The words of the drawing board and of the capture on site: the page hands them to its programs as data."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

TEXTS: dict[str, Any] = {
    "board_label": _(
        "Floor plan to draw in. All measures stand in the table as well. The question mark lists the keys."
    ),
    "hint": _("Clear measures in metres. Drag, or choose a room and type its measures with Enter."),
    "toolbar": _("Tools of the drawing"),
    "storey": _("Storey"),
    "tools": {
        "select": _("Select"), "rectangle": _("Room"), "polygon": _("Outline"), "door": _("Door"),
        "window": _("Window"),
        "undo": _("Undo"), "redo": _("Redo"), "out": _("Smaller"), "in": _("Larger"), "fit": _("Show everything"),
        "keys": _("Keyboard"),
    },
    "more_tools": _("More …"),
    "more": {
        "shape:rectangle": _("Rectangle 4 × 3 m"), "shape:l": _("Room in L-shape"), "shape:t": _("Room in T-shape"),
        "mode:passage": _("Passage in a wall"), "mode:slope": _("Slope from a wall"), "mode:dormer": _("Dormer"),
        "mode:deduction": _("Chimney, pillar or facing wall"), "mode:stair": _("Stair"),
    },
    "mode_hints": {
        "rectangle": _("Draw a rectangle from corner to corner."),
        "polygon": _("Set corner after corner, or type 3,20 r for 3.20 m to the right. Enter closes the outline."),
        "door": _("Click on the wall with the door."), "window": _("Click on the wall with the window."),
        "passage": _("Click on the wall with the passage."),
        "slope": _("Click on the wall from which the slope rises."),
        "dormer": _("Draw the dormer as a rectangle in its room."),
        "deduction": _("Draw what is deducted as a rectangle in its room."),
        "stair": _("Draw the stair as a rectangle in its room."),
    },
    "upright": _("Keep right angles"),
    "room": "%(id)s %(name)s",
    "room_name": _("Room %(number)s"),
    "room_label": _("%(id)s %(name)s, %(size)s, %(area)s. %(faults)s"),
    "corners": _("%(count)s corners"),
    "corner": _("Corner %(number)s at %(x)s, %(y)s"),
    "corner_set": _("Corner %(number)s is set."),
    "wall": _("Wall %(number)s, %(length)s m"),
    "clear_height": _("CH %(height)s m"),
    "removed": _("%(name)s is removed. Ctrl + Z brings it back."),
    "no_wall": _("There is no wall near. Click closer to one."),
    "no_room_here": _("That lies in no room."),
    "take": _("Take"), "cancel": _("Cancel"), "close": _("Close"),
    "ask_room": _("Measure of %(name)s, such as 4,25x3,80"),
    "ask_new": _("Measure of a new room, such as 4,25x3,80"),
    "ask_wall": _("Length of wall %(number)s of %(name)s in metres"),
    "ask_way": _("Next wall, such as 3,20 r – r right, o up, l left, u down; empty closes the outline"),
    "in_room": _("Openings, slopes and more: %(count)s"),
    "measure": _("Type a measure"), "remove_room": _("Remove room"), "add_part": _("Add …"),
    "remove_part": _("Remove %(part)s"),
    "new_parts": {
        "door": _("Door"), "window": _("Window"), "passage": _("Passage"), "slope": _("Slope"), "dormer": _("Dormer"),
        "deduction": _("Chimney, pillar or facing wall"), "recess": _("Niche"), "stair": _("Stair"),
    },
    "parts": {
        "openings": _("Opening"), "slopes": _("Slope"), "dormers": _("Dormer"), "deductions": _("Deduction"),
        "recesses": _("Niche"), "stairs": _("Stair"),
    },
    "fields": {
        "kind": _("Kind"), "edge": _("In wall"), "offset": _("From its start, m"), "width": _("Width, m"),
        "height": _("Height, m"), "sill": _("Sill, m"), "hinge": _("Hinge"), "inward": _("opens into this room"),
        "knee": _("Knee height, m"), "pitch": _("Pitch, °"), "size": _("Width × depth, m"), "x": _("From the left, m"),
        "y": _("From below, m"), "depth": _("Depth, m"), "to_floor": _("reaches the floor"), "risers": _("Risers"),
    },
    "choices": {
        "openings": {"door": _("Door"), "window": _("Window"), "passage": _("Passage")},
        "deductions": {
            "chimney": _("Chimney"), "facing_wall": _("Facing wall"), "cladding": _("Cladding"), "pillar": _("Pillar"),
            "void": _("Void"),
        },
        "recesses": {
            "window": _("Window niche"), "wall": _("Wall niche"), "door": _("Door niche"), "bay": _("Bay"),
            "cupboard": _("Wall cupboard"),
        },
        "hinge": {"start": _("at the start"), "end": _("at the end"), "both": _("two leaves")},
    },
    "fault_empty": _("Something is missing here."),
    "fault_number": _("This is no length; write it like 2,52."),
    "fault_shape": _("This is no size; write it like 4,25 x 3,80."),
    "fault_unit": _("So many metres are not possible. Write metres, or add mm or cm."),
    "fault_fine": _("This is finer than a millimetre."),
    "fault_range": _("This length is not possible here."),
    "fault_open": _("The way does not come back to its start."),
    "fault_share": _("A share is written like 1/4; at most a half counts."),
    "fault_degrees": _("A pitch lies between 0 and 90 degrees."),
    "row_name": _("Name of %(name)s"), "row_size": _("Width times depth in metres, %(name)s"),
    "row_height": _("Clear height in metres, %(name)s"), "row_share": _("Share that counts, %(name)s"),
    "states": {
        "saved": _("saved %(time)s"), "waiting": _("not yet saved"), "saving": _("is being saved"),
        "offline": _("No connection – everything is kept on this device."),
        "conflict": _("Changed elsewhere meanwhile: please choose."),
        "refused": _("not saved"),
        "login": _("Please log in again. Everything is kept on this device."),
        "finished": _("This calculation is finished and is no longer changed."),
    },
    "recovered": _("Changes of %(time)s that had not been saved are back."),
    "refused": _("This state cannot be saved."),
    "clash": _("This calculation was changed in another window or on another device."),
    "clash_more": _("Both states are kept. Which one do you want to go on with?"),
    "keep_mine": _("Go on with mine"), "take_theirs": _("Take the other one"),
    "underlay": _("Picture beneath the drawing"), "opacity": _("How strong it shines through"),
    "set_scale": _("Set the scale"), "check_scale": _("Check with a second distance"),
    "move_underlay": _("Move the picture"), "known_distance": _("Distance between both points in metres"),
    "click_two": _("Click on the two ends of a known distance."), "drag_picture": _("Drag the picture."),
    "picture_width": _("Width of the picture, m"), "turn": _("Turn, °"), "scale_set": _("The scale is set."),
    "deviation": _("The second distance differs by %(percent)s %%."),
    "deviation_large": _("That is much: set the scale again or check the picture."),
    "traverse": _("Measure wall by wall"), "wall_length": _("Length of the next wall in metres"),
    "direction": _("Direction of the next wall"),
    "directions": {"0": _("to the right"), "90": _("up"), "180": _("to the left"), "270": _("down")},
    "oblique": _("Oblique wall"), "angle": _("Direction in degrees, 0 to the right, 90 up"),
    "add_turned": _("Add oblique wall"), "take_room": _("Take as a room"), "last_wall_away": _("Remove the last wall"),
    "wall_away": _("Remove wall %(number)s"), "gap": _("The way closes with a gap of %(gap)s cm."),
    "gap_large": _("The way misses its start by %(gap)s cm. Measure again; up to 2 cm is shared by all walls."),
    "keys_title": _("Keys of the drawing"),
    "keys": [
        [[_("Tab")], _("from room to room")],
        [[_("Space")], _("to the walls and corners of the room, Escape back")],
        [["←", "→", "↑", "↓"], _("move room, wall or corner by 1 cm, with Shift by 10 cm")],
        [[_("Enter")], _("type the measure of the room or the wall")],
        [["N"], _("new room by its measure")],
        [["T"], _("divide the wall")],
        [[_("Del")], _("remove room or corner")],
        [[_("Ctrl"), "Z"], _("undo")],
        [[_("Ctrl"), "Y"], _("redo")],
        [["+", "−", "0"], _("larger, smaller, show everything")],
        [[_("Esc")], _("leave what was begun")],
        [["?"], _("show these keys")],
    ],
}  # fmt: skip

FIELD_TEXTS: dict[str, Any] = {
    "rooms": _("Measured rooms"), "add": _("New room"), "edit": _("Change"), "done": _("Room is done"),
    "back": _("All rooms"),
    "name": _("Name of the room"), "use": _("Use"), "height": _("Clear height, m"), "note": _("Note"),
    "by_size": _("Width × depth"), "by_walls": _("Wall by wall"), "size": _("Width × depth, m"),
    "openings": _("Doors and windows"), "no_rooms": _("Nothing has been measured yet."),
    "total": _("%(count)s rooms, about %(area)s m² of floor"),
    "ready": _("This page also works without a connection."),
    "not_ready": _("This browser cannot keep the page. Stay connected, or keep it open."),
    "queue": _("not yet transferred"), "not_outline": _("The room has no measures yet."),
    "key_delete": _("Delete the last digit"), "key_next": _("Next field"), "keypad": _("Digits"),
}  # fmt: skip


def spoken(texts: Any) -> Any:
    """Return texts in the language of the page."""
    if isinstance(texts, dict):
        return {key: spoken(value) for key, value in texts.items()}
    if isinstance(texts, list):
        return [spoken(value) for value in texts]
    return gettext(texts) if any(letter.islower() for letter in texts) else texts


@register.simple_tag
def board_texts() -> SafeString:
    """The words of the drawing board, as data that its program reads."""
    return json_script(spoken(TEXTS), "survey-texts")


@register.simple_tag
def field_texts() -> SafeString:
    """The words of the capture on site, as data that its program reads."""
    return json_script(spoken({**TEXTS, "field": FIELD_TEXTS}), "survey-texts")
