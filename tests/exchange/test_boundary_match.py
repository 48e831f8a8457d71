"""Near misses become one place, T-joints get their vertex, and nothing moves further than the tolerance."""

from __future__ import annotations

import itertools

import geopandas as gpd
import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from shapely import box

from gridmap.exchange.boundary_match import match
from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_prepare import prepare_boundaries
from gridmap.ground.tiling import tiling
from ui.words.messages import message_of

NOBODY = np.array([], dtype=object)


def array(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array([*shapes, None], dtype=object)[:-1]


def directed(shape: shapely.Geometry) -> dict[tuple, int]:
    """Return the directed edges of a shape, counter-clockwise."""
    edges: dict[tuple, int] = {}
    for part in shapely.get_parts(shape):
        for ring in shapely.get_rings(shapely.orient_polygons(part)):
            at = shapely.get_coordinates(ring).tolist()
            for one, two in itertools.pairwise(at):
                edges[(*one, *two)] = edges.get((*one, *two), 0) + 1
    return edges


def meet_exactly(shapes: np.ndarray, outline: shapely.Geometry) -> bool:
    """Whether every edge of the shapes meets its reverse, or that of the outline, exactly once."""
    count: dict[tuple, int] = {}
    for shape in shapes:
        for edge, times in directed(shape).items():
            count[edge] = count.get(edge, 0) + times
    for edge, times in directed(outline).items():
        count[edge] = count.get(edge, 0) - times
    return all(times == count.get((*edge[2:], *edge[:2]), 0) for edge, times in count.items())


def test_corners_that_miss_each_other_meet_and_borders_get_the_corners_of_those_beside_them():
    #  +-----+------+
    #  |  a  |  b   |    the border between them misses by 1 to 4 cm, a has a vertex in it that b lacks;
    #  +-----+------+    the village around them lacks their corners in the middle, and misses one end by 2 cm
    a = shapely.Polygon([(0, 0), (100, 0), (100, 50), (100.03, 100), (0, 100)])
    b = shapely.Polygon([(100.02, -0.01), (200, 0), (200, 100), (100, 100.04)])
    village = shapely.Polygon([(-0.02, 0), (200.02, 0), (200, 100), (0, 100)])
    done = match(array(a, b), array(village), 0.1)
    assert meet_exactly(done.shapes, done.neighbours[0]) and shapely.is_valid(done.shapes).all()
    assert shapely.equals(done.neighbours[0], village)  # it has got vertices and not moved
    assert (done.moved, done.added, done.left) == (5, 3, 0)


def test_what_is_further_apart_stays_to_the_last_bit():
    shapes = array(box(0, 0, 100, 100), box(100.2, 0, 200, 100))
    done = match(shapes, array(box(-0.3, -0.3, 201, 101)), 0.1)
    assert done.shapes.tolist() == shapes.tolist() and (done.moved, done.added) == (0, 0)
    assert all(one is two for one, two in zip(done.shapes, shapes, strict=True))


def test_vertices_of_one_grid_near_each_other_are_its_own_affair():
    fine = shapely.Polygon([(0, 0), (50, 0), (50.05, 0.03), (50.1, 0), (100, 0), (100, 100), (0, 100)])
    done = match(array(fine, box(200, 0, 300, 100)), NOBODY, 0.1)
    assert done.shapes[0] is fine


def test_a_t_joint_gets_its_vertex():
    #  +---+---+
    #  | a | b |    c has no vertex where a and b meet on its border
    #  +---+---+
    #  |   c   |
    #  +-------+
    a, b, c = box(0, 100, 100, 200), box(100, 100, 200, 200), box(0, 0, 200, 100)
    done = match(array(a, b, c), NOBODY, 0.05)
    assert [100, 100] in shapely.get_coordinates(done.shapes[2]).tolist() and done.added == 1 and done.moved == 0
    assert shapely.equals(done.shapes[2], c)


def test_holes_and_parts_are_matched_like_everything_else():
    hole = shapely.Polygon(box(0, 0, 100, 100).exterior, [box(40, 40, 60, 60).exterior])
    island = shapely.Polygon([(40.02, 40), (60, 40.01), (60, 60), (40, 60)])
    two = shapely.MultiPolygon([box(200, 0, 300, 100), box(400, 0, 500, 100)])
    beside = box(300.03, 0, 350, 100)
    done = match(array(hole, island, two, beside), NOBODY, 0.1)
    assert shapely.union(done.shapes[0], done.shapes[1]).equals(box(0, 0, 100, 100))
    assert done.shapes[2].geom_type == "MultiPolygon" and done.shapes[2].geoms[1].equals(two.geoms[1])
    assert shapely.distance(done.shapes[2], done.shapes[3]) == 0


def test_a_shape_that_would_become_invalid_stays_as_it_was():
    thin = shapely.Polygon([(0, 0), (100, 0), (100, 0.05), (0, 0.05)])  # both sides are near the neighbour's border
    done = match(array(thin), array(box(0, -100, 100, 0.02)), 0.1)
    assert done.shapes[0].equals(thin) and done.left == 1


def test_rows_without_a_shape_and_empty_files_are_no_trouble():
    shapes = np.array([None, box(0, 0, 1, 1), shapely.Polygon()], dtype=object)
    done = match(shapes, NOBODY, 0.1)
    assert done.shapes[0] is None and done.shapes[2].is_empty
    assert len(match(NOBODY, array(box(0, 0, 1, 1)), 0.1).shapes) == 0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 4), columns=st.integers(1, 4), own=st.booleans())
def test_a_lattice_whose_corners_were_drawn_one_by_one_becomes_a_tiling_and_nothing_moves_too_far(
    seed, rows, columns, own
):
    tolerance, rng = 0.2, np.random.default_rng(seed)
    shapes = []
    for row in range(rows):
        for column in range(columns):
            x, y = 100 * column, 100 * row
            ring = np.array([(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100)], dtype=np.float64)
            shapes.append(shapely.Polygon(ring + rng.uniform(-0.045, 0.045, ring.shape)))
    village = box(0, 0, 100 * columns, 100 * rows)
    given_shapes = array(*shapes)
    done = match(given_shapes, array(village) if own else NOBODY, tolerance)
    assert done.left == 0 and shapely.is_valid(done.shapes).all()
    borders = shapely.boundary(given_shapes), shapely.boundary(done.shapes)
    assert shapely.hausdorff_distance(*borders, densify=0.01).max() <= tolerance + 1e-9
    if own:
        assert meet_exactly(done.shapes, done.neighbours[0])
        assert shapely.equals_exact(shapely.simplify(done.neighbours[0], 1e-9), village, 1e-9, normalize=True)
    else:
        assert abs(shapely.union_all(done.shapes).area - shapely.area(done.shapes).sum()) < 1e-6
        assert len(shapely.get_parts(shapely.union_all(done.shapes))) == 1
    again = match(done.shapes, done.neighbours, tolerance)
    assert (again.moved, again.added) == (0, 0)


def test_an_import_matches_only_if_asked_and_tells_how_much(village_plan, place, tmp_path):
    frame = place.grids()
    shapes = np.asarray(frame.geometry.array)
    shapes[0] = shapely.transform(shapes[0], lambda xy: xy + 0.03)
    frame = frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs))
    file = tmp_path / "g.gpkg"
    frame.to_file(file)
    plain = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive"))
    assert shapely.equals_exact(np.asarray(plain.rows.geometry.array), shapes).all()
    assert "vertices-matched" not in [problem.key for problem in plain.problems]
    matched = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive", match=0.1))
    [told] = [problem for problem in matched.problems if problem.key == "vertices-matched"]
    for language in ("zh", "en"):
        assert "0.1" in message_of(told, language)
    assert matched.counts["matched"] == told.values["moved"] + told.values["added"] > 0
    before, after = (tiling(village_plan.apply(one.change)) for one in (plain, matched))
    assert len(before.gaps) + len(before.overlaps) and not len(after.gaps) + len(after.overlaps)
    assert len(before.unmatched) and not len(after.unmatched)  # the villages have got the corners too


@pytest.mark.parametrize("metres", [0.0, 0.5])
def test_matching_does_not_disturb_what_fits_already(village_plan, place, tmp_path, metres):
    file = tmp_path / "g.gpkg"
    place.grids().to_file(file)
    prepared = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive", match=metres))
    there = np.asarray(prepared.rows.geometry.array)
    assert shapely.equals(there, np.asarray(place.grids().geometry.array)).all()
