"""What rooms are used for, and what that means under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aufmass.sentences import Choice
from aufmass.sentences import mark as _


class Use(Choice):
    """What a room is used for."""

    LIVING = "living", _("Living room")
    BEDROOM = "bedroom", _("Bedroom")
    CHILD = "child", _("Children's room")
    STUDY = "study", _("Study")
    DINING = "dining", _("Dining room")
    KITCHEN = "kitchen", _("Kitchen")
    BATH = "bath", _("Bathroom")
    WC = "wc", _("WC")
    HALL = "hall", _("Hall")
    STORE = "store", _("Storage room in the dwelling")
    UTILITY = "utility", _("Utility room in the dwelling")
    WINTER_GARDEN = "winter_garden", _("Winter garden")
    POOL = "pool", _("Swimming pool")
    BALCONY = "balcony", _("Balcony")
    LOGGIA = "loggia", _("Loggia")
    ROOF_GARDEN = "roof_garden", _("Roof garden")
    TERRACE = "terrace", _("Terrace")
    STAIRWELL = "stairwell", _("Stairwell")
    CELLAR = "cellar", _("Cellar room")
    OUTSIDE_STORE = "outside_store", _("Storage room outside the dwelling")
    LAUNDRY = "laundry", _("Laundry room")
    DRYING = "drying", _("Drying room")
    ATTIC = "attic", _("Attic room not fitted out")
    BOILER = "boiler", _("Boiler room")
    PLANT = "plant", _("Plant room")
    GARAGE = "garage", _("Garage")
    OFFICE = "office", _("Office")
    SHOP = "shop", _("Shop")


class Counting(Choice):
    """How a room takes part in a living area."""

    FULL = "full", _("Room of the dwelling")
    CLOSED = "closed", _("Winter garden, swimming pool or similar, closed on all sides")
    OUTDOOR = "outdoor", _("Balcony, loggia, roof garden or terrace")
    ACCESSORY = "accessory", _("Accessory room")
    BUSINESS = "business", _("Business room")


class Category(Choice):
    """The parts of the net room area under DIN 277."""

    NUF_1 = "NUF 1", _("Living and leisure")
    NUF_2 = "NUF 2", _("Office work")
    NUF_3 = "NUF 3", _("Production, manual work, research")
    NUF_4 = "NUF 4", _("Storage, distribution, sale")
    NUF_5 = "NUF 5", _("Education, teaching, culture")
    NUF_6 = "NUF 6", _("Healing and care")
    NUF_7 = "NUF 7", _("Other uses")
    TF = "TF", _("Technical areas")
    VF = "VF", _("Circulation areas")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a use means: for living areas, for DIN 277, and on a coloured plan."""

    counting: Counting
    category: Category
    colour: str


LIVING_COLOUR: Final = "#FBE9C6"
SLEEPING_COLOUR: Final = "#DCE8F5"
WET_COLOUR: Final = "#CFEBE6"
HALL_COLOUR: Final = "#EEEEEE"
OUTDOOR_COLOUR: Final = "#E3F0D5"
ANCILLARY_COLOUR: Final = "#F1E1EC"

MEANINGS: Final[dict[Use, Meaning]] = {
    Use.LIVING: Meaning(Counting.FULL, Category.NUF_1, LIVING_COLOUR),
    Use.BEDROOM: Meaning(Counting.FULL, Category.NUF_1, SLEEPING_COLOUR),
    Use.CHILD: Meaning(Counting.FULL, Category.NUF_1, SLEEPING_COLOUR),
    Use.STUDY: Meaning(Counting.FULL, Category.NUF_1, LIVING_COLOUR),
    Use.DINING: Meaning(Counting.FULL, Category.NUF_1, LIVING_COLOUR),
    Use.KITCHEN: Meaning(Counting.FULL, Category.NUF_1, LIVING_COLOUR),
    Use.BATH: Meaning(Counting.FULL, Category.NUF_7, WET_COLOUR),
    Use.WC: Meaning(Counting.FULL, Category.NUF_7, WET_COLOUR),
    Use.HALL: Meaning(Counting.FULL, Category.VF, HALL_COLOUR),
    Use.STORE: Meaning(Counting.FULL, Category.NUF_7, ANCILLARY_COLOUR),
    Use.UTILITY: Meaning(Counting.FULL, Category.NUF_7, ANCILLARY_COLOUR),
    Use.WINTER_GARDEN: Meaning(Counting.CLOSED, Category.NUF_1, OUTDOOR_COLOUR),
    Use.POOL: Meaning(Counting.CLOSED, Category.NUF_5, WET_COLOUR),
    Use.BALCONY: Meaning(Counting.OUTDOOR, Category.NUF_1, OUTDOOR_COLOUR),
    Use.LOGGIA: Meaning(Counting.OUTDOOR, Category.NUF_1, OUTDOOR_COLOUR),
    Use.ROOF_GARDEN: Meaning(Counting.OUTDOOR, Category.NUF_1, OUTDOOR_COLOUR),
    Use.TERRACE: Meaning(Counting.OUTDOOR, Category.NUF_1, OUTDOOR_COLOUR),
    Use.STAIRWELL: Meaning(Counting.ACCESSORY, Category.VF, HALL_COLOUR),
    Use.CELLAR: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.OUTSIDE_STORE: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.LAUNDRY: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.DRYING: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.ATTIC: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.BOILER: Meaning(Counting.ACCESSORY, Category.TF, ANCILLARY_COLOUR),
    Use.PLANT: Meaning(Counting.ACCESSORY, Category.TF, ANCILLARY_COLOUR),
    Use.GARAGE: Meaning(Counting.ACCESSORY, Category.NUF_7, ANCILLARY_COLOUR),
    Use.OFFICE: Meaning(Counting.BUSINESS, Category.NUF_2, ANCILLARY_COLOUR),
    Use.SHOP: Meaning(Counting.BUSINESS, Category.NUF_4, ANCILLARY_COLOUR),
}
