"""Rules about codes and the family: each fires where it should and brings no other finding with it.

The place (see ``town`` in conftest.py):

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H        V's code is 320582100200, and A's ends in 001, B's in 002 and so on
"""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.checks.codes.number_order import _ranked
from gridmap.ground.numbering import number_grids
from gridmap.model.plan import Plan


def code(town, letter: str) -> str:
    return town.plan.value(town[letter], "code")


def test_bad_code_tells_the_code_and_the_pattern(town):
    [bad] = town.grid("A", code="32058210020000x").only("bad-code")
    assert town.letters(bad.grids) == "A"
    assert bad.values["code"] == "32058210020000x" and bad.values["pattern"].startswith(r"\d{6}")
    assert bad.values["households"] == 400
    assert [town.letters(f.grids) for f in town.grid("A", code="").only("bad-code")] == ["A"]


def test_a_bad_code_of_a_parent_is_not_held_against_its_children(town):
    [bad] = town.grid("V", code="village").only("bad-code")
    assert town.letters(bad.grids) == "V"


def test_duplicate_code_names_all_who_have_it_once(town):
    [twice] = town.grid("B", code=code(town, "A")).only("duplicate-code")
    assert town.letters(twice.grids) == "AB" and twice.values["code"] == code(town, "A")
    assert twice.values["households"] == 800
    [thrice] = town.edit("grids", [town["B"], town["G"]], code=code(town, "A")).only("duplicate-code")
    assert town.letters(thrice.grids) == "ABG"


def test_a_code_that_two_levels_share_is_a_duplicate_and_their_children_are_left_alone(town):
    found = town.grid("W", code=code(town, "V")).found()
    assert set(found) == {"duplicate-code"}
    assert town.letters(found["duplicate-code"][0].grids) == "VW"


def test_prefix_other_than_the_parents_is_a_notice(town):
    [prefix] = town.grid("A", code=code(town, "W") + "009").only("prefix-not-parent")
    assert prefix.severity == "notice" and town.letters(prefix.grids) == "A"
    assert prefix.values["parent"] == code(town, "V")


def test_the_order_of_numbers_is_told_once_to_the_parent(town):
    a, d = code(town, "A"), code(town, "D")
    swapped = town.grid("A", code=d).grid("D", code=a)
    [order] = swapped.only("number-order")
    assert order.severity == "notice" and town.letters(order.grids) == "V"
    assert (order.values["count"], order.values["of"]) == (2, 4)


def test_kinds_may_be_numbered_together_or_apart(town):
    swapped = town.grid("E", code=code(town, "F")).grid("F", code=code(town, "E"))
    assert swapped.found() == {}  # one comprehensive and one dedicated grid: in order, each kind for itself


def test_a_number_left_out_breaks_no_order(town):
    v = code(town, "V")
    assert town.grid("B", code=v + "007").grid("C", code=v + "008").grid("D", code=v + "099").found() == {}


@pytest.mark.parametrize("seed", range(5))
def test_numbering_many_families_is_numbering_each(seed):
    rng = np.random.default_rng(seed)
    points = np.round(rng.random((200, 2)) * [3000, 2000], -1)
    family = rng.integers(0, 12, 200) * 5 - 7
    together = number_grids(points, family)
    for one in np.unique(family):
        alone = number_grids(points[family == one])
        assert together[family == one].tolist() == alone.tolist()
        assert sorted(alone.tolist()) == list(range(1, len(alone) + 1))


@pytest.mark.parametrize("seed", range(3))
def test_codes_go_up_within_each_family_wherever_its_rows_stand(seed):
    rng = np.random.default_rng(seed)
    family = np.sort(rng.integers(0, 30, 200)) if seed else rng.integers(0, 30, 200)
    codes = np.array([f"{number:03d}" for number in rng.integers(0, 400, 200)], dtype=object)
    in_order = family % 3 > 0  # in most families codes come in their order
    codes[in_order] = np.sort(codes[in_order])
    rank = _ranked(codes, family)
    for one in np.unique(family):
        rows = np.flatnonzero(family == one)
        assert np.argsort(rank[rows]).tolist() == np.argsort(codes[rows], kind="stable").tolist()


def test_numbering_reads_as_a_page():
    #  1   2 3     the second is a little further north than the first, and still comes after it
    #    4   5
    points = np.array([[0, 100], [40, 104], [60, 101], [20, 20], [60, 15]], dtype=float)
    assert number_grids(points).tolist() == [1, 2, 3, 4, 5]
    assert number_grids(points[::-1]).tolist() == [5, 4, 3, 2, 1]
    assert number_grids(points + np.array([40_500_000, 3_500_000])).tolist() == [1, 2, 3, 4, 5]
    assert number_grids(np.empty((0, 2))).tolist() == []


def test_a_retired_code_must_not_come_back(town):
    spent = town.add("retired_codes", code=code(town, "A"), kind="comprehensive", retired_on="2024-03-01")
    [retired] = spent.only("retired-code")
    assert retired.severity == "error" and town.letters(retired.grids) == "A"
    assert retired.values["retired_on"] == "2024-03-01"
    assert town.add("retired_codes", code="320582100200099", kind="comprehensive").found() == {}
    assert town.add("retired_codes", code="", kind="comprehensive").found() == {}


@pytest.mark.parametrize("parent", [0, 999])
def test_orphan_has_no_parent_or_one_that_is_not_there(town, parent):
    found = town.grid("F", parent=parent).found()
    assert set(found) == {"orphan", "gap"}
    assert town.letters(found["orphan"][0].grids) == "F"
    assert town.letters(found["gap"][0].grids) == "W"  # it no longer holds the ground for W


def test_in_a_flat_layer_nobody_is_an_orphan_and_nothing_need_be_divided(town):
    towns = town.plan.grids.loc[[town["T"], town["U"]]]
    from gridmap.checks import run_checks

    assert run_checks(Plan(town.plan.scheme, {"grids": towns})).open == ()
    villages = town.plan.grids.loc[[town["V"], town["W"]]]
    counts = run_checks(Plan(town.plan.scheme, {"grids": villages}), rules=["orphan", "childless"]).counts
    assert counts == {"orphan": 0, "childless": 0}


def test_wrong_parent_takes_no_part_in_the_ground_of_what_it_is_recorded_under(town):
    found = town.grid("F", parent=town["T"], geometry=None).found()
    assert set(found) == {"wrong-parent", "gap"}
    [wrong] = found["wrong-parent"]
    assert town.letters(wrong.grids) == "F" and wrong.severity == "error"
    assert (wrong.values["kind"], wrong.values["parent_kind"]) == ("dedicated", "town")
    assert wrong.values["parent"] == code(town, "T")
    with_shape = town.grid("F", parent=town["T"]).found()
    assert set(with_shape) == {"wrong-parent", "gap"}  # no overlap with W in T


def test_a_parent_of_ones_own_kind_is_wrong_and_so_is_any_for_the_top(town):
    assert [town.letters(f.grids) for f in town.grid("B", parent=town["A"]).found()["wrong-parent"]] == ["B"]
    assert [town.letters(f.grids) for f in town.grid("U", parent=town["T"]).found()["wrong-parent"]] == ["U"]


def test_under_a_parent_of_unknown_kind_nobody_is_wrong(town):
    found = town.grid("W", kind="district").found()
    assert [town.letters(f.grids) for f in found["unknown-kind"]] == ["W"]
    assert "wrong-parent" not in found and "orphan" not in found


def test_childless_stands_for_all_the_ground(town):
    alone = town.drop("grids", town["G"], town["H"])
    for letter in "GH":
        for table in ("workers", "assignments", "branch_grids", "branches"):
            alone = alone.drop(table, town[letter])
        alone = alone.drop("branches", 100 + town[letter])
    found = alone.found()
    assert set(found) == {"childless", "no-branch-below"}
    [childless] = found["childless"]
    assert town.letters(childless.grids) == "X" and childless.values["households"] == 800


def test_a_parent_whose_children_have_no_ground_is_childless_too(town):
    ledger = town.drop("grids", town["E"]).grid("F", geometry=None)
    found = ledger.found("childless", "gap")
    assert set(found) == {"childless"} and town.letters(found["childless"][0].grids) == "W"
    lost = town.grid("G", geometry=None).grid("H", geometry=None)
    assert set(lost.found("childless", "missing-shape")) == {"missing-shape"}


def test_same_name_is_compared_within_one_parent(town):
    [same] = town.grid("B", name=" A ").only("same-name")
    assert town.letters(same.grids) == "AB" and same.values["name"] == "A"
    assert town.grid("G", name="A").found() == {}
    assert town.edit("grids", [town["A"], town["B"]], name="").found() == {}
    [towns] = town.grid("U", name="T").only("same-name")
    assert town.letters(towns.grids) == "TU"


def test_unknown_kind_silences_what_asks_for_the_kind(town):
    found = town.grid("F", kind="park").found()
    assert [f.values["kind"] for f in found["unknown-kind"]] == ["park"]
    assert set(found) == {"unknown-kind", "gap"}
