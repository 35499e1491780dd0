"""What is typed beside the table: how a calculation begins, and what stands on its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aufmass.model import Basis, BeneathStairs, Dimensions, LowAndReduced, NicheHeights, Room
from quartier.kit import formats
from quartier.kit.forms import Choice, Day, Form, Line, Number, Tick, Upload, Whole
from quartier.modules.survey.queries.surveys import voice
from quartier.modules.survey.rules.parts import walls_of
from quartier.values.sentences import Unreadable

OF_CUSTOMERS: Final = (Basis.DOCUMENTS, Basis.MEASUREMENTS)
FILES: Final = (".json", ".dxf", ".ifc")
PHOTOS: Final = (".jpg", ".jpeg", ".png")
MOST_FILE: Final = 20_000_000
MOST_PHOTO: Final = 8_000_000


class BeginForm(Form):
    """How a calculation begins: what is measured, and what the measures rest on (WR-029)."""

    title = Line(label=_("What is measured?"), max_length=120, help_text=_("For example: flat on the 3rd floor, left"))
    basis = Choice(label=_("What do your measures rest on?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaking = voice()
        self.fields["basis"].choices = [(one.value, speaking(one.label)) for one in OF_CUSTOMERS]  # type: ignore[attr-defined]


class TakeOverForm(BeginForm):
    """A file with rooms to begin with."""

    file = Upload(label=_("File with rooms"), most_bytes=MOST_FILE, endings=FILES,
                  help_text=_("A calculation as JSON, a drawing as DXF or a building model as IFC"))  # fmt: skip
    height = Number(label=_("Clear height for rooms of a DXF, in metres"), least=1, most=20, places=3, required=False)
    unit = Choice(
        label=_("Unit of a DXF"), required=False, select=True,
        choices=[("", _("as the file says")), ("mm", "mm"), ("cm", "cm"), ("m", "m")],
    )  # fmt: skip


class SheetForm(Form):
    """What stands on the sheet beside the measures."""

    name = Line(label=_("Name of the calculation"), max_length=120)
    author = Line(label=_("Made by"), max_length=120, required=False, autocomplete="name")
    recipient = Line(label=pgettext_lazy("survey", "Made for"), max_length=200, required=False)
    purpose = Line(label=_("What for"), max_length=200, required=False,
                   help_text=_("For example: letting, sale, loan"))  # fmt: skip
    address = Line(label=_("Address of the object"), max_length=200, required=False)
    measured_on = Day(label=_("Day of the measurement"), required=False)
    basis = Choice(label=_("What do your measures rest on?"))
    dimensions = Choice(label=_("Measured between"))
    beneath_stairs = Choice(label=_("Floor beneath a stair counts"))
    niche_heights = Choice(label=_("Niches count"))
    low_and_reduced = Choice(label=_("Low parts of reduced areas"))
    photo = Upload(label=_("Photo for the sheet"), most_bytes=MOST_PHOTO, endings=PHOTOS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaking = voice()
        known = {
            "basis": OF_CUSTOMERS, "dimensions": Dimensions, "beneath_stairs": BeneathStairs,
            "niche_heights": NicheHeights, "low_and_reduced": LowAndReduced,
        }  # fmt: skip
        for name, values in known.items():
            self.fields[name].choices = [(one.value, speaking(one.label)) for one in values]  # type: ignore[attr-defined]


class StoreyForm(Form):
    """One storey."""

    name = Line(label=_("Name of the storey"), max_length=40)
    level = Number(label=_("Height of its floor in metres"), least=-30, most=300, places=3)
    height = Number(label=_("Height to the next floor in metres"), least=1, most=30, places=3)


class UnitForm(Form):
    """One dwelling or commercial unit."""

    name = Line(label=_("Name of the unit"), max_length=40)
    kind = Choice(label=_("Kind of unit"), choices=[("dwelling", _("Dwelling")), ("commercial", _("Commercial unit"))])
    agreed = Number(label=_("Area in the contract in m²"), least=0, most=100_000, places=2, required=False)
    previous = Number(label=_("Area of an older calculation in m²"), least=0, most=100_000, places=2, required=False)


class RoomForm(Form):
    """What holds for a whole room."""

    unit = Choice(label=_("Unit"), required=False)
    heatable = Tick(label=_("It can be heated"), required=False)
    enclosed = Tick(label=_("It is closed on all sides"), required=False)
    meets_building_law = Tick(label=_("Building law allows its use"), required=False)
    share_reason = Line(label=_("Why more than a quarter of it counts"), required=False, max_length=200)
    walls = Line(label=_("Thickness of the walls in metres"), required=False,
                 help_text=_("One for all, or one for each edge with spaces between"))  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self.fields["unit"].choices = [("", _("none")), *units]  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]
        if not room.is_outdoor:
            del self.fields["share_reason"]

    def clean_walls(self) -> str:
        """Refuse what is no thickness of walls."""
        text: str = self.cleaned_data["walls"]
        try:
            walls_of(text, self.room)
        except Unreadable as refusal:
            raise ValidationError(refusal.sentence.text(formats.voice())) from None
        return text


class FinishForm(Form):
    """The last page before a calculation is closed: what is printed, to be looked at once more."""

    author = Line(label=_("Made by"), max_length=120)
    recipient = Line(label=pgettext_lazy("survey", "Made for"), max_length=200)
    purpose = Line(label=_("What for"), max_length=200)


class UnderlayForm(Form):
    """A picture beneath the drawing of a storey."""

    storey = Choice(label=_("Storey"))
    file = Upload(label=_("Photo or PDF of a plan"), most_bytes=MOST_FILE, endings=(".pdf", *PHOTOS))
    page = Whole(label=_("Page of the PDF"), least=1, most=200, required=False)

    def __init__(self, *args: Any, storeys: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["storey"].choices = storeys  # type: ignore[attr-defined]
