"""The outline of a compound: where it may lie, its vertices, and what becomes of the compound with it."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from gridmap.edits import CorrectOutline, DrawOutline, RemoveOutline
from gridmap.ground.compounds import compounds
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from tests.indicators.squares import CELL, SOUTH, WEST, ids_of, scheme_with, squares
from tests.indicators.test_compounds import box, with_compounds
from ui.words.history_lines import what_was_done
from ui.words.messages import message_of


def corner(column: float, row: float) -> tuple[float, float]:
    return WEST + column * CELL, SOUTH + row * CELL


@pytest.fixture(scope="module")
def plan() -> Plan:
    #  0     1     2     3     4     5     6     villages of the first town; a building in the middle of each square
    #  +-----------+-----------+-----------+     甲苑: bears no building's name, its grid is in the first
    #  |  o     o  |  o   [乙] |  o     o  |     乙苑: outlined around the building of the fourth square
    #  +-----------+-----------+-----------+     丙苑: nothing says where it is
    rows = [
        {"name": "甲苑", "grid": 3},
        {"name": "乙苑", "geometry": box(3.2, 0.2, 3.8, 0.8)},
        {"name": "丙苑"},
    ]
    return with_compounds(squares(scheme_with()), rows)


def drawn(plan: Plan, edit) -> Plan:
    return plan.apply(edit.change(plan))


def outline(plan: Plan, compound: int):
    return plan.tables["compounds"].geometry.loc[compound]


def test_what_is_drawn_holds_its_buildings_is_corrected_removed_and_undone(plan, tmp_path: Path):
    assert compounds(plan).households.tolist() == [0, 10, 0]
    with Project.create(tmp_path / "a.gpkg", plan) as project:
        project.perform(DrawOutline(1, box(0.2, 0.2, 0.8, 0.8)))
        assert compounds(project.plan).households.tolist() == [10, 10, 0]
        project.perform(CorrectOutline(1, "move", corner(0.8, 0.2), corner(1.8, 0.2)))
        project.perform(CorrectOutline(1, "move", corner(0.8, 0.8), corner(1.8, 0.8)))
        assert outline(project.plan, 1).equals(box(0.2, 0.2, 1.8, 0.8))
        assert compounds(project.plan).households.tolist() == [20, 10, 0]
        project.perform(RemoveOutline(1))
        assert outline(project.plan, 1) is None and compounds(project.plan).households[0] == 0
        said = [what_was_done(line, "zh") for line in project.history()[-4:]]
        assert said == ["画定小区甲苑的范围", *(["修改小区甲苑的范围"] * 2), "去掉小区甲苑的范围"]
        for _ in range(4):
            project.undo()
        assert project.plan.same_content(plan)


def test_a_vertex_is_put_in_dragged_out_of_an_edge_and_taken_out(plan):
    whole = box(3.2, 0.2, 3.8, 0.8)
    more = drawn(plan, CorrectOutline(2, "add", corner(3.5, 0.8)))
    assert outline(more, 2).equals(whole) and shapely.get_num_coordinates(outline(more, 2)) == 6
    assert outline(drawn(more, CorrectOutline(2, "remove", corner(3.5, 0.8))), 2).equals_exact(
        whole, 1e-9, normalize=True
    )
    dragged = outline(drawn(plan, CorrectOutline(2, "add", corner(3.5, 0.8), corner(3.5, 0.9))), 2)
    assert dragged.area == pytest.approx(whole.area + 0.5 * 0.6 * 0.1 * CELL**2)
    triangle = drawn(plan, CorrectOutline(2, "remove", corner(3.2, 0.2)))
    assert outline(triangle, 2).area == pytest.approx(whole.area / 2)
    with pytest.raises(Refused, match="ground-without-area"):
        CorrectOutline(2, "remove", corner(3.8, 0.8)).change(triangle)


def test_vertices_of_holes_and_of_several_parts_are_those_of_their_rings(plan):
    ringed = shapely.difference(box(0.1, 0.1, 0.9, 0.9), box(0.4, 0.4, 0.6, 0.6))
    both = drawn(plan, DrawOutline(1, shapely.union_all([ringed, box(1.2, 0.2, 1.4, 0.4)])))
    moved = outline(drawn(both, CorrectOutline(1, "move", corner(0.4, 0.4), corner(0.3, 0.3))), 1)
    assert (moved.geom_type, len(moved.geoms)) == ("MultiPolygon", 2)
    assert outline(both, 1).area - moved.area == pytest.approx(0.02 * CELL**2)
    added = outline(drawn(both, CorrectOutline(1, "add", corner(0.5, 0.4), corner(0.5, 0.3))), 1)
    assert outline(both, 1).area - added.area == pytest.approx(0.5 * 0.2 * 0.1 * CELL**2)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (DrawOutline(1, shapely.Polygon([corner(0, 0), corner(1, 1), corner(1, 0), corner(0, 1)])), "crosses-itself"),
        (DrawOutline(1, shapely.Polygon([corner(0, 0), corner(1, 1), corner(0.5, 0.5)])), "ground-without-area"),
        (DrawOutline(1, box(1.5, 0, 2.5, 1)), "outline-outside"),
        (DrawOutline(3, box(1.5, 0, 2.8, 1)), "outline-outside"),
        (DrawOutline(3, box(2.5, 0, 3.5, 1)), "outline-overlaps"),
        (DrawOutline(3, box(3.3, 0.3, 3.5, 0.5), fitted=True), "outline-nothing-left"),
        (DrawOutline(3, box(20, 20, 21, 21)), "outline-nowhere"),
        (DrawOutline(2, box(3.2, 0.2, 3.8, 0.8)), "changes-nothing"),
        (DrawOutline(9, box(0, 0, 1, 1)), "no-such-row"),
        (CorrectOutline(1, "remove", corner(0, 0)), "changes-nothing"),
        (CorrectOutline(2, "move", corner(3.8, 0.2), corner(4.2, 0.2)), "outline-outside"),
        (CorrectOutline(2, "move", corner(3.2, 0.2), corner(3.9, 0.5)), "crosses-itself"),
        (RemoveOutline(1), "changes-nothing"),
    ],
)
def test_what_no_outline_can_be_is_refused_in_words(plan, edit, why):
    with pytest.raises(Refused) as refused:
        edit.change(plan)
    assert refused.value.key.endswith(why)
    assert all(message_of(refused.value, language) for language in ("zh", "en"))


def test_what_reaches_over_is_told_with_its_ground_and_cut_off_if_wanted(plan):
    with pytest.raises(Refused) as refused:
        DrawOutline(1, box(1.5, 0, 2.5, 1)).change(plan)
    assert refused.value.values["area_m2"] == pytest.approx(0.5 * CELL**2)
    assert refused.value.where.equals(box(2, 0, 2.5, 1))
    assert refused.value.grids == (ids_of(plan, "village")[0],)
    assert outline(drawn(plan, DrawOutline(1, box(1.5, 0, 2.5, 1), fitted=True)), 1).equals(box(1.5, 0, 2, 1))
    beside = outline(drawn(plan, DrawOutline(3, box(2.5, 0.2, 4.5, 0.8), fitted=True)), 3)
    assert beside.equals(shapely.union_all([box(2.5, 0.2, 3.2, 0.8), box(3.8, 0.2, 4, 0.8)]))


def test_the_buildings_that_bear_its_name_say_in_which_village_it_is(plan):
    named = plan.buildings.copy()
    named.loc[named.index[4], "compound"] = "丙苑"  # in the third village
    there = Plan(plan.scheme, {**plan.tables, "buildings": named})
    assert drawn(there, DrawOutline(3, box(4.1, 0.1, 5, 0.9))) is not None
    with pytest.raises(Refused, match="outline-outside"):
        DrawOutline(3, box(0.1, 0.1, 0.9, 0.9)).change(there)
