"""Rules about buildings: each fires where it should and brings no other finding with it.

The place (see ``town`` in conftest.py), in cells of 200 m from the south-west corner; the building of a comprehensive
grid, with 400 households, stands in the middle of its north-western cell.

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H
"""

from __future__ import annotations

import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.ground.placement import placement
from gridmap.model.plan import Plan


def test_a_house_outside_everything_is_an_error_and_an_empty_one_a_notice(town):
    house = town.add("buildings", door_plate="村外 1", households=3, geometry=town.point(20, 20))
    [homeless] = house.only("building-in-no-grid")
    assert homeless.severity == "error" and homeless.buildings == (town.plan.next_id("buildings"),)
    assert homeless.values["households"] == 3 and homeless.where.equals(town.point(20, 20))
    shed = town.add("buildings", geometry=town.point(20, 20))
    [empty] = shed.only("empty-building-in-no-grid")
    assert empty.severity == "notice" and empty.id != homeless.id


def test_a_house_in_a_gap_is_told_with_the_gap_alone(town):
    hole = town.cell(0.1, 2.1, 0.3, 0.3)
    gap = town.grid("A", geometry=town.shape("A").difference(hole))
    found = gap.add("buildings", households=7, geometry=town.point(0.2, 2.2)).only("gap")
    assert [f.values["households"] for f in found] == [7]


def test_a_house_between_the_towns_is_told_with_the_gap_alone(place):
    ring = place(
        """
        A A A B
        A . A B
        A A A B
        """,
        villages={"V": "A", "W": "B"},
        towns={"T": "V", "U": "W"},
    )
    found = ring.add("buildings", households=7, geometry=ring.point(1.5, 1.5)).only("gap")
    assert [(f.grids, f.values["households"]) for f in found] == [((), 7)]


def test_a_house_in_a_grid_that_is_not_divided_is_told_with_that_alone(town):
    bare = town.drop("grids", town["G"], town["H"])
    assert set(bare.found("childless", "building-in-no-grid", "gap")) == {"childless"}


def test_items_open_for_too_long_are_told_by_grid(town):
    """The day is 15 June 2026, the limit 30 days."""
    days = ("2026-01-05", "2026-05-15", "2026-05-16")
    place = town
    for day in days:
        place = place.add("items", kind="环境", raised_on=day, geometry=town.point(0.5, 3.5))
    place = place.add("items", raised_on="2026-01-01", solved_on="2026-06-01", geometry=town.point(0.5, 3.5))
    place = place.add("items", raised_on="2026-02-02", grid=town["V"], geometry=None)
    place = place.add("items", raised_on="2026-02-02", geometry=None)  # in no grid: counted in the statistics
    found = place.only("item-overdue")
    told = {town.letters(f.grids): (f.values["count"], f.values["since"], f.values["limit"]) for f in found}
    assert told == {"A": (2, "2026-01-05", 30), "V": (1, "2026-02-02", 30)}
    assert {f.severity for f in found} == {"notice"}
    assert [town.letters(f.grids) for f in place.found(scope="A")["item-overdue"]] == ["A"]
    assert town.add("items", raised_on="2026-06-01", geometry=town.point(0.5, 3.5)).found() == {}
    longer = place.scheme(("[limit.item_days]\nvalue = 30", "[limit.item_days]\nvalue = 400"))
    assert longer.found() == {}


def test_a_house_without_a_place_is_in_no_grid(town):
    [lost] = town.add("buildings", door_plate="?", households=2, geometry=None).only("building-in-no-grid")
    assert lost.where is None and lost.values["households"] == 2


def test_a_house_on_a_border_is_in_one_grid(town):
    assert town.add("buildings", households=1, geometry=town.point(2, 3)).found() == {}


def holder_of(plan, building):
    return placement(plan).holder[plan.buildings.index.get_loc(building)]


def test_a_house_in_an_overlap_is_told_with_the_overlap_alone(town):
    reach = town.cell(2, 3.2, 0.8, 0.6)
    found = town.grid("A", geometry=town.shape("A").union(reach)).found()
    assert set(found) == {"overlap"}  # of two on one level the smaller, B, goes on counting its house
    assert found["overlap"][0].values["households"] == 400


def test_a_house_in_an_overlap_is_counted_where_the_parent_is_known(town):
    # The stray is the smaller one, but nobody would add up what it counts.
    stray = town.add("grids", code="x", kind="dedicated", parent=0, geometry=town.cell(4.2, 3.2, 0.6, 0.6))
    assert holder_of(stray.plan, town["E"]) == town["E"]
    home = stray.add("grids", code="y", kind="dedicated", parent=town["V"], geometry=town.cell(4.3, 3.3, 0.4, 0.4))
    assert holder_of(home.plan, town["E"]) == home.plan.ids[-1]


def test_a_house_in_two_grids_that_do_not_share_a_parent(town):
    # A stray grid without a parent lies on E's house: no family shows the two as an overlap.
    stray = town.add(
        "grids", code="320582100299001", kind="dedicated", parent=999, geometry=town.cell(4.2, 3.2, 0.6, 0.6)
    )
    found = stray.found()
    assert {"orphan", "building-in-two-grids"} <= set(found) and "overlap" not in found
    [two] = found["building-in-two-grids"]
    assert two.severity == "error" and two.buildings == (town["E"],) and two.values["households"] == 400
    assert two.grids == (town["E"], town.plan.next_id("grids"))


def test_households_where_nobody_should_live_are_told_once_to_the_grid(town):
    dorm = town
    for x in (5.3, 5.6):
        dorm = dorm.add("buildings", households=6, geometry=town.point(x, 2.5))
    dorm = dorm.add("buildings", geometry=town.point(5.8, 2.5))
    [lived_in] = dorm.only("households-in-dedicated")
    assert town.letters(lived_in.grids) == "F"
    assert (lived_in.values["households"], lived_in.values["count"]) == (12, 2)
    assert lived_in.where.equals(shapely.MultiPoint([town.point(x, 2.5) for x in (5.3, 5.6)]))


def test_households_that_a_list_declares_of_a_campus_are_told_with_its_ground(town):
    assert town.found() == {}  # what was found before must not be kept over the edit
    declared = town.edit("grids", town["F"], declared_households=7)
    [lived_in] = declared.only("households-in-dedicated")
    assert (lived_in.values["households"], lived_in.values["count"]) == (7, 0)
    assert lived_in.where.equals(town.plan.shape(town["F"]))


def test_households_are_told_after_the_edit_that_declares_them(town):
    run_checks(town.plan)
    declared = town.edit("grids", town["F"], declared_households=7)
    followed, fresh = (run_checks(plan).open for plan in (declared.plan, Plan(town.plan.scheme, declared.plan.tables)))
    assert [(f.id, dict(f.values)) for f in followed] == [(f.id, dict(f.values)) for f in fresh]
    assert "households-in-dedicated" in {f.rule for f in followed}


# ---- the household standard ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("households", "rule"),
    [
        (299, "households-under-standard"),
        (300, None),
        (500, None),
        (501, "households-over-standard"),
        (0, "households-under-standard"),
    ],
)
def test_the_standard_holds_to_the_household(town, households, rule):
    changed = town.edit("buildings", town["A"], households=households)
    if rule is None:
        assert changed.found() == {}
        return
    [one] = changed.only(rule)
    assert one.severity == "warning" and town.letters(one.grids) == "A"
    assert (one.values["households"], one.values["least"], one.values["most"]) == (households, 300, 500)


def test_town_and_country_have_standards_of_their_own(town):
    mixed = town.scheme(
        (
            "households = { urban = [300, 500], rural = [300, 500] }",
            "households = { urban = [300, 500], rural = [100, 200] }",
        )
    )
    assert mixed.found() == {}
    [over] = mixed.grid("A", setting="rural").only("households-over-standard")
    assert (over.values["least"], over.values["most"]) == (100, 200)
    few = mixed.edit("buildings", town["A"], households=150)
    assert few.grid("A", setting="rural").found() == {}
    assert few.grid("A", setting="").found() == {}  # not recorded: measured by the widest range
    assert set(few.found()) == {"households-under-standard"}


def test_a_grid_without_a_shape_and_a_project_without_buildings_have_no_standard_to_fail(town):
    ledger = town.grid("A", geometry=None)
    assert "households-under-standard" not in ledger.found()
    assert town.drop("buildings", *town.plan.buildings.index).found() == {}


# ---- compounds -------------------------------------------------------------------------------------------------------


def compound(town, name: str, *places: tuple[float, float], households: int = 0, residents: int = 0):
    for x, y in places:
        town = town.add(
            "buildings", compound=name, households=households, residents=residents, geometry=town.point(x, y)
        )
    return town


def test_a_large_compound_in_one_grid_needs_several(town):
    large = compound(town, "锦绣花园", (0.2, 2.2), (0.4, 2.2), residents=5000)
    assert large.found() == {}
    over = compound(large, "锦绣花园", (0.6, 2.2), residents=1)
    [one] = over.only("compound-in-one-grid")
    assert town.letters(one.grids) == "A" and one.values["compound"] == "锦绣花园"
    assert (one.values["residents"], one.values["limit"]) == (10_001, 10_000)
    assert len(one.where.geoms) == 3


def test_a_large_compound_may_be_shared_by_grids_of_one_village_that_do_not_touch(town):
    shared = compound(town, "锦绣花园", (0.2, 2.2), (3.8, 0.2), residents=6000)
    assert shared.found() == {}  # A and D


def test_a_compound_that_would_fit_into_one_grid_is_not_to_be_split(town):
    split = compound(town, "小院", (0.2, 2.2), (3.8, 0.2), households=20, residents=60)
    [one] = split.only("compound-split")
    assert town.letters(one.grids) == "AD"
    assert (one.values["households"], one.values["count"]) == (40, 2)
    # 501 households fit into no grid; those of A and D stay within their standard
    some = town.edit("buildings", [town["A"], town["D"]], households=200)
    fits = compound(some, "小院", (0.2, 2.2), (3.8, 0.2), households=250, residents=600)
    assert set(fits.found()) == {"compound-split"}
    tight = compound(fits, "小院", (3.6, 0.2), households=1, residents=3)
    assert tight.found() == {}


def test_a_compound_shared_by_two_villages_is_split_however_large(town):
    split = compound(town, "锦绣花园", (0.2, 2.2), (4.2, 0.2), residents=6000)
    [one] = split.only("compound-split")
    assert town.letters(one.grids) == "AE"


def test_what_nobody_lives_in_splits_no_compound(town):
    garden = compound(town, "小院", (0.2, 2.2), households=20, residents=60)
    assert compound(garden, "小院", (3.8, 0.2)).found() == {}


def test_two_compounds_of_one_name_in_two_towns_are_two(town):
    assert compound(town, "花园小区", (0.2, 2.2), (8.5, 0.2), households=20, residents=60).found() == {}
