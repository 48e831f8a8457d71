"""What is shown of a proposal: the border that there would be anew, and a plate that covers nothing it need not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from shapely import LineString, MultiPolygon, Polygon

from gridmap.edits import GiveGround, MergeGrids, SetAttributes, SplitGrid
from gridmap.outcome.effect import NO_STANDARD
from gridmap.outcome.outcome import work_out
from gridmap.people.workload import Workload
from tests.drafts.conftest import A, B, ground, village_plan
from ui.canvas.editing.figures import FigureRow, _colour
from ui.canvas.editing.proposal import ProposalPainter, _differ, changed_shapes, plate_box
from ui.canvas.view import View
from ui.look.appearance import LIGHT

VIEW = View(0.0, 0.0, 1.0, 680.0, 410.0)
SCALE_BAR, OVERVIEW = QRectF(12, 368, 140, 30), QRectF(580, 260, 88, 140)


def border_of(edit):
    return ProposalPainter().border(work_out(village_plan(), edit))


def test_the_border_that_is_drawn_anew_is_measured_once():
    #  +-----+-----+      +---+-+-----+
    #  |  A  |  B  |  ->  | A |   B   |     20 m of A's east go to B: 100 m of border at x = 80
    #  +-----+-----+      +---+-------+
    border = border_of(GiveGround(ground(80, 0, 100, 100), B))
    assert border.length_m == pytest.approx(100)
    assert sorted(border.vertices.tolist()) == [[551_080, 3_520_000], [551_080, 3_520_100]]


def test_ground_that_only_changes_hands_makes_no_border():
    assert border_of(MergeGrids((A, B), into=B)) is None


def test_names_make_no_border():
    assert border_of(SetAttributes("grids", (A,), {"name": "东门"})) is None


@given(st.floats(0, 680), st.floats(0, 410), st.floats(80, 420), st.floats(40, 140))
def test_the_plate_stands_on_neither_scale_bar_nor_overview_nor_pointer(x, y, width, height):
    at = QPointF(x, y)
    box = plate_box(width, height, at, None, VIEW, [SCALE_BAR, OVERVIEW])
    assert QRectF(0, 0, 680, 410).contains(box)
    assert not box.intersects(SCALE_BAR) and not box.intersects(OVERVIEW)
    assert not box.contains(at)


def test_a_neighbour_that_only_gets_a_vertex_does_not_stand_as_changed():
    #  +-----+-----+
    #  |  A  |  B  |   A is split; the new corner on the slanting border is B's as well, a hair off its line
    #  +----/------+
    plan = village_plan()
    ground = Polygon([(551_070, 3_520_000), (551_100, 3_520_100), (551_100, 3_520_000)])
    plan = plan.apply(GiveGround(ground, B).change(plan))
    line = LineString([(550_990, 3_520_033.3), (551_150, 3_520_033.3)])
    before, after = changed_shapes(work_out(plan, SplitGrid(A, line)))
    assert len(before) == len(after) == 2  # A, and what is new of it
    assert not any(shape is not None and shape.equals(plan.shape(B)) for shape in before)


def test_a_shape_that_crosses_itself_is_compared_by_the_ground_that_it_encloses():
    # the two triangles of a crossed shape, as they are and put in order; of the first GEOS gives no difference
    crossed = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    orderly = MultiPolygon([Polygon([(0, 0), (5, 5), (0, 10)]), Polygon([(10, 0), (10, 10), (5, 5)])])
    line = Polygon([(0, 0), (10, 0), (0, 0)])
    before = np.array([crossed, crossed, line, None], dtype=object)
    after = np.array([orderly, Polygon([(0, 0), (10, 0), (10, 10), (0, 10)]), crossed, crossed], dtype=object)
    assert _differ(before, after, 0.001).tolist() == [False, True, True, True]


@pytest.mark.parametrize("before", [Workload.WITHIN, Workload.UNDER, NO_STANDARD])
def test_a_state_has_one_colour_wherever_a_grid_comes_from(before):
    row = FigureRow(1, "A", (0, 141), (0, 380), (0.0, 64_481.0), (before, Workload.UNDER))
    assert _colour(1, 4, (row,), LIGHT).name() == LIGHT.error
