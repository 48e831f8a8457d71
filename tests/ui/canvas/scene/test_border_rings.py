"""Borders of several levels: on the edges of the ground, each stretch once, and none missing."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import box

from ui.canvas.scene.batches import Lines
from ui.canvas.scene.border_rings import borders_once

TOWN, VILLAGE, GRID = 1, 2, 3


def shapes_of(*shapes):
    return np.array(shapes, dtype=object)


def drawn(lines: Lines):
    """Return all lines as one."""
    return shapely.union_all(shapely.linestrings(lines.xy, indices=np.unique(lines.line, return_inverse=True)[1]))


def length(lines: Lines) -> float:
    return float(shapely.length(shapely.linestrings(lines.xy, indices=lines.line)).sum()) if len(lines.xy) else 0.0


def test_grids_have_no_line_where_a_village_has_one():
    #  +---+---+---+---+
    #  | a | b | c | d |   a, b and c, d are villages, all of it the town; a stretch is 10 long
    #  +---+---+---+---+
    grids = shapes_of(*(box(x, 0, x + 10, 10) for x in (0, 10, 20, 30)))
    shapes = {
        TOWN: shapes_of(box(0, 0, 40, 10)),
        VILLAGE: shapes_of(box(0, 0, 20, 10), box(20, 0, 40, 10)),
        GRID: grids,
    }
    with_corners = {rank: shapely.segmentize(these, 10) for rank, these in shapes.items()}
    lines = borders_once(with_corners, with_corners)
    assert length(lines[TOWN]) == 100
    assert length(lines[VILLAGE]) == 110  # the one next to the highest goes on below it
    assert length(lines[GRID]) == 20
    assert drawn(lines[GRID]).equals(shapely.union_all(shapely.linestrings([[[10, 0], [10, 10]], [[30, 0], [30, 10]]])))


def wavy(middle, around=20.0, points=40):
    """Return a ragged disc of many vertices."""
    rng = np.random.default_rng(3)
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    reach = around + rng.uniform(-1.0, 1.0, points)
    return shapely.Polygon(np.stack([np.cos(angle) * reach, np.sin(angle) * reach], axis=1) + middle)


def divided(village):
    """Return a village cut into four, every vertex of the cuts in both."""
    west, south, east, north = village.bounds
    lines = [
        shapely.LineString([(west - 1, 0.3), (east + 1, 0.1)]),
        shapely.LineString([(0.2, south - 1), (0.1, north + 1)]),
    ]
    faces = shapely.polygonize([shapely.union_all([village.exterior, *lines])])
    return shapes_of(*(face for face in shapely.get_parts(faces) if village.buffer(1e-6).contains(face)))


@pytest.mark.parametrize("tolerance", [1.0, 3.0])
def test_the_border_of_a_village_lies_on_the_simplified_edges_of_its_grids(tolerance):
    grids = divided(wavy((0.0, 0.0)))
    assert len(grids) == 4
    village = shapes_of(shapely.coverage_union_all(grids))
    whole = {VILLAGE: village, GRID: grids}
    simpler = {rank: shapely.coverage_simplify(shapes, tolerance) for rank, shapes in whole.items()}
    count = shapely.get_num_coordinates
    assert count(simpler[GRID]).sum() < count(grids).sum()
    lines = borders_once(whole, simpler)
    edges = shapely.union_all(shapely.boundary(simpler[GRID]))
    outline = shapely.boundary(shapely.coverage_union_all(simpler[GRID]))
    assert drawn(lines[VILLAGE]).equals(outline)
    assert drawn(lines[VILLAGE]).union(drawn(lines[GRID])).equals(edges)


def test_a_village_of_which_ground_is_in_no_grid_has_its_border_there_too():
    grids = divided(wavy((0.0, 0.0)))
    village = shapes_of(shapely.coverage_union_all(grids))
    whole = {VILLAGE: village, GRID: grids[1:]}
    simpler = {rank: shapely.coverage_simplify(shapes, 2.0) for rank, shapes in whole.items()}
    [border] = [line for rank, line in borders_once(whole, simpler).items() if rank == VILLAGE]
    [ring] = shapely.get_parts(shapely.line_merge(drawn(border)))
    assert ring.is_ring
    assert shapely.hausdorff_distance(ring, village[0].exterior) < 4.0


def test_what_has_no_grids_at_all_is_as_simple_as_its_level():
    far = wavy((100.0, 0.0))
    grids = divided(wavy((0.0, 0.0)))
    whole = {VILLAGE: shapes_of(shapely.coverage_union_all(grids), far), GRID: grids}
    simpler = {rank: shapely.coverage_simplify(shapes, 3.0) for rank, shapes in whole.items()}
    border = drawn(borders_once(whole, simpler)[VILLAGE])
    there = shapely.intersection(border, box(70, -30, 130, 30))
    assert there.equals(simpler[VILLAGE][1].exterior)
    assert shapely.get_num_coordinates(there) < shapely.get_num_coordinates(far)


def test_what_is_not_simplified_is_as_it_was():
    grids = divided(wavy((0.0, 0.0)))
    whole = {VILLAGE: shapes_of(shapely.coverage_union_all(grids)), GRID: grids}
    lines = borders_once(whole, whole)
    assert drawn(lines[VILLAGE]).equals(whole[VILLAGE][0].exterior)
    assert drawn(lines[VILLAGE]).union(drawn(lines[GRID])).equals(shapely.union_all(shapely.boundary(grids)))


def test_no_shapes_no_lines():
    nothing = {VILLAGE: shapes_of(), GRID: shapes_of(shapely.Point(1, 1))}
    assert all(not len(lines.xy) for lines in borders_once(nothing, nothing).values())
