"""Borders are drawn once, by the highest level whose border they are."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.model.plan import Plan
from layers.border_lines import OUTLINE, border_lines


def lengths(plan: Plan) -> list[float]:
    """Return metres of border by rank, the outline first."""
    borders = border_lines(plan)
    return [float(shapely.length(borders.line[borders.rank == rank]).sum()) for rank in range(4)]


def test_each_stretch_belongs_to_the_highest_level(plan):
    #  +---+---+---+
    #  +---+   #   |     outline 1200 + 400 each way, town border # 400, village 400, grid 400
    #  |   |   #   |
    #  +---+---+---+
    assert lengths(plan) == [3200, 400, 400, 400]


def test_lines_together_are_all_borders_once(plan):
    lines = border_lines(plan).line
    everything = shapely.union_all(shapely.boundary(plan.all_shapes[plan.has_shape]))
    assert shapely.union_all(lines).symmetric_difference(everything).length == pytest.approx(0, abs=1e-9)
    assert shapely.length(lines).sum() == pytest.approx(everything.length)


def test_a_gap_is_no_outline(make_plan, rows, ids, ground):
    #  +-------+      a hole in the grid, which is not one in its village or its town
    #  |  [ ]  |
    #  +-------+
    whole, hole = ground(0, 0, 4, 4), ground(1, 1, 2, 2)
    shapes = {ids.WEST: whole, ids.VILLAGE: whole, ids.A: shapely.difference(whole, hole)}
    plan = make_plan({key: (*rows[key][:4], shape) for key, shape in shapes.items()})
    assert lengths(plan) == [1600, 0, 0, 400]


def test_the_outline_is_that_of_the_highest_level_there_is(make_plan, rows, ids):
    plan = make_plan({key: rows[key] for key in (ids.VILLAGE, ids.A)})
    #  +-------+
    #  |   A   |      A is the upper half of its village
    #  +-------+
    #  +-------+
    assert lengths(plan) == [1600, 0, 0, 400]


def test_a_border_without_the_vertices_of_the_other_is_drawn_below_it(make_plan, rows, ids, ground):
    plain = shapely.box(*ground(0, 0, 4, 4).bounds)
    plan = make_plan({ids.VILLAGE: (*rows[ids.VILLAGE][:4], plain), ids.A: rows[ids.A]})
    assert lengths(plan) == [1600, 0, 0, 1200]


def test_borders_that_only_nearly_meet_are_both_drawn(make_plan, rows, ids, ground):
    near = shapely.transform(ground(4, 0, 8, 4), lambda xy: xy + np.array([0.01, 0]))
    plan = make_plan({ids.VILLAGE: rows[ids.VILLAGE], ids.HAMLET: (*rows[ids.HAMLET][:4], near)})
    assert lengths(plan)[0] == pytest.approx(3200)


def test_unknown_kinds_and_missing_shapes_have_no_borders(make_plan, rows, ids, ground):
    plan = make_plan({ids.EAST: ("x", "", "district", 0, ground(0, 0, 1, 1)), ids.D: (*rows[ids.D][:4], None)})
    assert len(border_lines(plan).line) == 0


def test_lines_are_long_not_one_for_each_edge(make_plan, rows, ids, ground):
    winding = shapely.segmentize(ground(0, 0, 4, 4), 5)
    plan = make_plan({ids.VILLAGE: (*rows[ids.VILLAGE][:4], winding)})
    borders = border_lines(plan)
    assert len(borders.line) == 1
    assert borders.rank.tolist() == [OUTLINE]
    assert shapely.get_num_coordinates(borders.line).sum() == 321


def test_a_coarser_detail_keeps_junctions(plan):
    fine, coarse = border_lines(plan), border_lines(plan, 40)
    assert (fine.rank == coarse.rank).all()
    for end in (0, -1):
        assert shapely.equals(shapely.get_point(fine.line, end), shapely.get_point(coarse.line, end)).all()


@settings(max_examples=40)
@given(villages=st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_however_cells_are_joined_each_edge_is_drawn_once_at_its_level(make_plan, rows, ids, ground, villages):
    #  +--+--+--+--+      cells of 100 m; those with one number make up a village, villages 0 and 1 one town, 2 and 3
    #  |  |  |  |  |      the other
    #  +--+--+--+--+
    #  |  |  |  |  |
    #  +--+--+--+--+
    cells = np.array([ground(x, y, x + 1, y + 1) for y in range(3) for x in range(4)], dtype=object)
    village = np.array(villages)
    grids = {100 + i: (f"g{i}", "", "comprehensive", 10 + v, cells[i]) for i, v in enumerate(villages)}
    for v in set(villages):
        grids[10 + v] = (f"v{v}", "", "village", 1 + v // 2, shapely.coverage_union_all(cells[village == v]))
    for t in {v // 2 for v in villages}:
        grids[1 + t] = (f"t{t}", "", "town", 0, shapely.coverage_union_all(cells[village // 2 == t]))
    plan = make_plan(grids)

    across = [(i, i + 1) for i in range(12) if i % 4 < 3] + [(i, i + 4) for i in range(8)]
    towns = sum(villages[i] // 2 != villages[j] // 2 for i, j in across)
    between = sum(villages[i] != villages[j] for i, j in across)
    assert lengths(plan) == pytest.approx([1400, 100 * towns, 100 * (between - towns), 100 * (len(across) - between)])
    everything = shapely.union_all(shapely.boundary(cells))
    assert everything.symmetric_difference(shapely.union_all(border_lines(plan).line)).length == pytest.approx(0)
