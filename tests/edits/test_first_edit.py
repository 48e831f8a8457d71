"""The first edit of a plan that was just opened looks at what lies there, and does what it does when all is known."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.edits import MoveVertex
from gridmap.ground.tiling.proof import are_valid_at, grid_index, valid_shapes, valid_shapes_at, validity
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.surroundings import Surroundings
from gridmap.reshaping.working_shapes import FEW_LOOKS
from sample_data.make import make_plan

WHOLE = (validity, valid_shapes, grid_index)
FAR_M = 5e9


@pytest.fixture(scope="module")
def town() -> Plan:
    """Return the sample town with a grid that crosses itself, one that reaches too far, and one without ground."""
    plan = make_plan("town", 2020)
    crossed, far, bare = plan.ids[plan.of_level(plan.scheme.levels[-1])][[3, 5, 8]].tolist()
    west, south, east, north = plan.shape(crossed).bounds
    bow = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    ring = shapely.get_coordinates(plan.shape(far).exterior)
    spike = shapely.Polygon([*ring[:-1].tolist(), (FAR_M, FAR_M)])
    shapes = np.array([bow, spike, None], dtype=object)
    put = {"grids": edited_rows(plan, "grids", [crossed, far, bare], geometry=shapes)}
    return fresh(plan.apply(change_of(plan, "test", put=put)))


def fresh(plan: Plan) -> Plan:
    """Return a plan of which nothing is known yet."""
    return Plan.of_conformed(plan.scheme, plan.tables, last_ids=plan.last_ids)


def outcome(edit: MoveVertex, plan: Plan) -> object:
    try:
        after = plan.apply(edit.change(plan))
    except Refused as refused:
        return refused.key, refused.values
    return shapely.to_wkb(after.all_shapes).tolist()


def test_some_shapes_are_as_among_all(town):
    few, all_ = fresh(town), fresh(town)
    at = np.arange(0, len(town.ids), 2)
    expected = valid_shapes(all_)[at]
    assert not shapely.is_missing(expected).all() and not validity(all_).all()
    assert np.array_equal(are_valid_at(few, at), validity(all_)[at])
    assert shapely.to_wkb(valid_shapes_at(few, at)).tolist() == shapely.to_wkb(expected).tolist()
    assert not any(known.is_known(few) for known in WHOLE)
    assert valid_shapes_at(all_, at).tolist() == expected.tolist()


def test_who_is_near_is_the_same_whether_or_not_there_is_an_index(town):
    known = fresh(town)
    grid_index(known)
    for shape in [shape for shape in town.all_shapes[::9] if shape is not None]:
        for ground in (shape, shape.representative_point(), shapely.Point(shapely.get_coordinates(shape)[0])):
            plan = fresh(town)
            assert Surroundings(plan).near(ground).tolist() == Surroundings(known).near(ground).tolist()
            assert not grid_index.is_known(plan)


def test_a_vertex_moves_as_it_does_when_all_shapes_are_known_and_hardly_anybody_looks_at_them(town):
    known = fresh(town)
    grid_index(known)
    moved = quick = 0
    for shape in [shape for shape in town.all_shapes[::6] if shape is not None]:
        x, y = shapely.get_coordinates(shape)[1].tolist()
        edit, plan = MoveVertex((x, y), (x + 0.4, y + 0.3)), fresh(town)
        found = outcome(edit, plan)
        assert found == outcome(edit, known)
        moved += isinstance(found, list)
        quick += isinstance(found, list) and not any(result.is_known(plan) for result in WHOLE)
    assert moved > 10 and quick >= moved - 1, "only where the ground is not tiled more is looked at"


def test_who_looks_at_much_makes_an_index_after_all(town):
    plan = fresh(town)
    around = Surroundings(plan)
    places = [shape.representative_point() for shape in town.all_shapes if shape is not None and shape.is_valid]
    for place in places[: FEW_LOOKS + 1]:
        assert len(around.near(place))
    assert grid_index.is_known(plan)
