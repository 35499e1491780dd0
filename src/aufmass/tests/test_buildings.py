"""Volumes, balances, and comparisons with other areas: the worked cases about whole buildings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from aufmass.areas.comparison import compare
from aufmass.areas.cubature import cubature
from aufmass.areas.din277 import balance
from aufmass.areas.gif import Letting, rental_area
from aufmass.areas.roofs import ridge_height
from aufmass.checking import ensure_possible
from aufmass.model import Basis, Roof, Slope, Storey, Survey, Unit, UnitKind
from aufmass.sentences import Unusable
from aufmass.tests.make import rectangle, room, survey
from aufmass.uses import Category, Use

D = Decimal
HOUSE = rectangle(10_000, 8_000)
GABLE = (Slope(1, 0, D(45)), Slope(3, 0, D(45)))
HIP = tuple(Slope(edge, 0, D(45)) for edge in (1, 2, 3, 4))
GROUND = Storey("EG", "Erdgeschoss", 0, 3_000, (HOUSE,))
CELLAR = Storey("KG", "Keller", -2_500, 2_500, (HOUSE,))


def house(*storeys: Storey, roof: Roof | None = None, base_slab: int = 0) -> Survey:
    """A house of 10 by 8 metres."""
    return ensure_possible(Survey(1, "Haus", Basis.SURVEY, storeys, roof=roof, base_slab=base_slab))


def roof(slopes: tuple[Slope, ...], level: int = 3_000) -> Roof:
    """A roof above the whole house."""
    return Roof(HOUSE, level, slopes)


def test_v18a_gross_volume_beneath_a_flat_a_gable_and_a_hip_roof() -> None:
    assert balance(house(GROUND)).volume == D("240.00")
    assert balance(house(GROUND, roof=roof(GABLE))).volume == D("400.00")
    assert balance(house(GROUND, roof=roof(HIP))).volume == D("357.33")
    assert ridge_height(roof(GABLE)) == ridge_height(roof(HIP)) == 7_000


def test_v18b_a_bare_attic_counts_by_a_third_in_the_cubic_content() -> None:
    storeys = (CELLAR, replace(GROUND, height=2_800))
    whole = house(*storeys, roof=roof(GABLE, level=2_800), base_slab=250)
    assert cubature(whole).volume == D("477.33")
    assert balance(whole).volume == D("604.00")


def test_an_attic_that_is_fitted_out_counts_in_full() -> None:
    fitted = replace(roof(GABLE), fitted_out=True)
    assert cubature(house(GROUND, roof=fitted)).volume == D("400.00")


def test_without_a_cellar_the_cubic_content_begins_at_the_ground() -> None:
    assert cubature(replace(house(GROUND), terrain=-300)).volume == D("264.00")
    assert cubature(replace(house(CELLAR, GROUND), terrain=-300)).volume == D("440.00")


def test_cubic_content_without_outer_edges_is_refused() -> None:
    with pytest.raises(Unusable, match="Erdgeschoss has none"):
        cubature(house(replace(GROUND, footprint=())))


def test_v17_balance_of_a_storey_under_din_277() -> None:
    rooms = (
        room(rectangle(5_000, 4_000, (300, 300)), id="1"),
        room(rectangle(3_000, 2_000, (5_500, 300)), use=Use.HALL, id="2"),
        room(rectangle(2_000, 2_000, (8_700, 300)), use=Use.PLANT, id="3"),
        room(rectangle(4_000, 2_000, (0, -2_000)), None, use=Use.BALCONY, id="4"),
    )
    storey = Storey("EG", "Erdgeschoss", 0, 3_250, (rectangle(12_000, 8_000),), rooms)
    whole = balance(house(storey))
    assert (whole.gross, whole.construction, whole.volume) == (D("96.00"), D("66.00"), D("312.00"))
    nuf = [whole.net(enclosed=enclosed, categories=[Category.NUF_1]) for enclosed in (True, False)]
    assert nuf == [D("20.00"), D("8.00")]
    assert whole.net(enclosed=True, categories=[Category.TF]) == D("4.00")
    assert whole.net(enclosed=True, categories=[Category.VF]) == D("6.00")


def test_without_outer_edges_gross_area_and_volume_are_not_guessed() -> None:
    whole = balance(survey(room(rectangle(5_000, 4_000))))
    assert (whole.gross, whole.construction, whole.volume) == (None, None, None)


@pytest.mark.parametrize(
    ("agreed", "actual", "percent", "defect"),
    [
        ("55.75", "51.03", "-8.47", False),
        ("156.95", "210.43", "34.07", False),
        ("74.59", "78.22", "4.87", False),
        ("100", "90.00", "-10.00", False),
        ("100", "89.99", "-10.01", True),
        ("120", "101.41", "-15.49", True),
        ("120", "112.71", "-6.08", False),
    ],
)
def test_v19_more_than_ten_per_cent_below_is_a_defect(agreed: str, actual: str, percent: str, *, defect: bool) -> None:
    found = compare(D(actual), D(agreed))
    assert (found.percent, found.is_defect) == (D(percent), defect)


def test_a_comparison_needs_an_area() -> None:
    with pytest.raises(ValueError, match="greater than nothing"):
        compare(D("10.00"), D(0))


def test_rental_area_tells_what_is_let_alone_together_or_not() -> None:
    shop = Unit("L1", "Laden", UnitKind.COMMERCIAL)
    whole = survey(
        room(rectangle(6_000, 5_000), use=Use.SHOP, unit="L1", id="1"),
        room(rectangle(3_000, 2_000, (7_000, 0)), use=Use.WC, id="2"),
        room(rectangle(2_000, 2_000, (11_000, 0)), use=Use.PLANT, id="3"),
        room(rectangle(3_000, 2_000, (14_000, 0)), use=Use.STAIRWELL, id="4"),
        room(rectangle(4_000, 1_000, (18_000, 0)), None, use=Use.TERRACE, unit="L1", id="5"),
        units=(shop,),
    )
    found = rental_area(whole)
    assert [found.area(kind) for kind in Letting] == [D("10.00"), D("30.00"), D("6.00")]
    assert (found.outdoor, found.by_unit, found.low) == (D("4.00"), {"L1": D("30.00")}, D("0.00"))


def test_rental_area_shows_what_is_up_to_one_metre_fifty_high() -> None:
    low = room(rectangle(4_000, 5_000), 3_000, use=Use.OFFICE, slopes=(Slope(4, 500, D(45)),))
    assert rental_area(survey(low)).low == D("5.00")
    assert rental_area(survey(room(rectangle(4_000, 5_000), 1_500, use=Use.OFFICE))).low == D("20.00")
    assert rental_area(survey(room(rectangle(4_000, 5_000), 1_510, use=Use.OFFICE))).low == D("0.00")


def test_the_volume_of_a_roof_is_exact() -> None:
    odd = Roof(HOUSE, 0, (Slope(1, 300, D(45)), Slope(3, 300, D(45))))
    assert balance(house(replace(GROUND, level=-3_000), roof=odd)).volume == D("424.00")
    assert ridge_height(odd) == Fraction(4_300)
