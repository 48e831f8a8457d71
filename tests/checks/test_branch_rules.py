"""Rules about party branches: each fires where it should and brings no other finding with it.

The place (see ``town`` in conftest.py): every grid of the lowest level has a branch of its own with its number, below
the organisation of its village and above a building party group with 100 more.

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H
"""

from __future__ import annotations

import pytest


def without_branch(town, letters: str):
    """Return the place where some grids have no branch of their own, and the branches are gone with their groups."""
    for letter in letters:
        town = town.drop("branch_grids", town[letter]).drop("branches", town[letter], 100 + town[letter])
    return town


def test_no_branch_and_a_joint_one_are_told_apart(town):
    [none] = without_branch(town, "A").only("no-branch")
    assert none.severity == "error" and town.letters(none.grids) == "A" and none.values["households"] == 400
    joint = town.edit("branches", town["B"], joint=True)
    shared = without_branch(joint, "A").add("branch_grids", branch=town["B"], grid=town["A"])
    found = shared.only("joint-branch-only")
    assert sorted(town.letters(f.grids) for f in found) == ["A", "B"] and {f.severity for f in found} == {"notice"}


def test_a_branch_without_a_secretary_is_told_and_a_party_group_needs_none(town):
    [lacking] = town.edit("branches", town["A"], secretary=" ").only("no-secretary")
    assert lacking.branches == (town["A"],) and town.letters(lacking.grids) == "A"
    [village] = town.edit("branches", town["V"], secretary="").only("no-secretary")
    assert village.branches == (town["V"],) and town.letters(village.grids) == "V"


def test_under_three_members_a_branch_must_be_a_joint_one(town):
    [few] = town.edit("branches", town["A"], members=2).only("too-few-members")
    assert few.branches == (town["A"],) and (few.values["members"], few.values["limit"]) == (2, 3)
    assert town.edit("branches", town["A"], members=3).found() == {}
    assert set(town.edit("branches", town["A"], members=2, joint=True).found()) == {"joint-branch-only"}
    [none] = town.edit("branches", town["A"], members=0).only("too-few-members")
    assert none.values["members"] == 0


def test_a_project_that_records_no_members_is_not_blamed_for_each_branch(town):
    branches = town.plan.tables["branches"].index
    assert town.edit("branches", branches, members=0).found() == {}


def test_over_fifty_members_are_too_many_for_a_branch_and_not_for_a_village(town):
    [many] = town.edit("branches", town["A"], members=51).only("too-many-members")
    assert many.branches == (town["A"],) and (many.values["members"], many.values["limit"]) == (51, 50)
    assert town.edit("branches", town["A"], members=50).found() == {}
    assert town.edit("branches", town["V"], members=400).found() == {}


def test_a_joint_branch_of_too_many_grids(town):
    strict = town.scheme(("[limit.joint_branch_units]\nvalue = 5", "[limit.joint_branch_units]\nvalue = 2"))
    joint = strict.edit("branches", town["B"], joint=True)
    two = joint.add("branch_grids", branch=town["B"], grid=town["A"])
    assert set(two.found()) == {"joint-branch-only"}
    again = two.add("branch_grids", branch=town["B"], grid=town["A"])  # the same link twice is one unit
    assert set(again.found()) == {"joint-branch-only"}
    [over] = two.add("branch_grids", branch=town["B"], grid=town["C"]).found("joint-over-units")["joint-over-units"]
    assert over.branches == (town["B"],) and town.letters(over.grids) == "ABC"
    assert (over.values["count"], over.values["limit"]) == (3, 2)


def test_a_branch_that_belongs_to_another_village(town):
    [away] = town.add("branch_grids", branch=town["E"], grid=town["A"]).only("branch-of-another")
    assert town.letters(away.grids) == "A" and away.branches == (town["E"],)
    assert away.values["unit"] == town.plan.value(town["W"], "code")
    moved = town.edit("branches", town["A"], parent=town["W"]).only("branch-of-another")
    assert [(town.letters(f.grids), f.branches) for f in moved] == [("A", (town["A"],))]


def test_an_organisation_of_two_villages_is_at_home_in_both(town):
    both = town.add("branch_grids", branch=town["V"], grid=town["W"])
    assert both.edit("branches", town["E"], parent=town["V"]).found() == {}


@pytest.mark.parametrize("parent", [0, 999])
def test_a_branch_without_an_organisation_above_breaks_the_chain(town, parent):
    [broken] = town.edit("branches", town["A"], parent=parent).only("broken-chain")
    assert broken.severity == "error" and broken.branches == (town["A"],) and town.letters(broken.grids) == "A"
    assert (broken.values["tier"], broken.values["tier_above"]) == ("grid", "village")


def test_a_tier_must_not_be_skipped(town):
    found = town.edit("branches", 100 + town["A"], parent=town["V"]).found()
    assert set(found) == {
        "broken-chain",
        "no-branch-below",
    }  # the group hangs on the village, and nothing on A's branch
    assert found["broken-chain"][0].branches == (100 + town["A"],)
    assert town.letters(found["broken-chain"][0].grids) == "V"
    assert found["no-branch-below"][0].branches == (town["A"],)


def test_a_branch_whose_tier_nobody_wrote_down_is_given_the_benefit_of_the_doubt(town):
    assert town.edit("branches", town["A"], tier="").found() == {}


def test_a_branch_without_a_party_group_below(town):
    [bare] = town.drop("branches", 100 + town["A"]).only("no-branch-below")
    assert bare.branches == (town["A"],) and town.letters(bare.grids) == "A"
    assert (bare.values["tier"], bare.values["tier_below"]) == ("grid", "building")


def test_a_project_without_any_party_group_is_not_blamed_for_each_branch(town):
    tiers = town.plan.tables["branches"]["tier"]
    assert town.drop("branches", *tiers.index[tiers == "building"]).found() == {}


@pytest.mark.parametrize(("column", "missing"), [("branch", "branch"), ("grid", "grid")])
def test_a_link_to_nothing_is_an_error(town, column, missing):
    [unknown] = town.add("branch_grids", **{"branch": town["A"], "grid": town["A"], column: 999}).only("link-unknown")
    assert unknown.severity == "error" and unknown.values["missing"] == missing
    assert (unknown.grids, unknown.branches) == (((town["A"],), ()) if column == "branch" else ((), (town["A"],)))


@pytest.mark.parametrize("branch", [0, 999])
def test_a_zone_without_a_branch_is_told_with_its_place_and_households(town, branch):
    ground = town.cell(0, 2, 4, 2)
    led = town.add("zones", name="红色片区", branch=town["V"], geometry=ground)
    assert led.found() == {}
    [zone] = led.edit("zones", 1, branch=branch).only("zone-without-branch")
    assert zone.values["name"] == "红色片区" and zone.where.equals(ground)
    assert zone.values["households"] == 800 and zone.values["area_m2"] == ground.area
    none = led.edit("zones", 1, branch=branch)
    assert len(none.found(scope="A")["zone-without-branch"]) == 1
    assert "zone-without-branch" not in none.found(scope="GH")


def test_a_zone_may_have_no_shape(town):
    [zone] = town.add("zones", name="片区", geometry=None).only("zone-without-branch")
    assert zone.where is None and zone.values["households"] == 0
