"""A vertex that one side of a border lacks is told wherever it is, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Geometry, Polygon, box

from gridmap.ground.tiling import tiling
from gridmap.model.plan import Plan
from gridmap.project.project import Project

FAULTS = Path(__file__).parents[1] / "data" / "faults"
TOWN, VILLAGE = 1, 2
SIDE = 800.0
STRAIGHT_M = 1e-8
"""How far a vertex may lie off the line between its neighbours and go without the ground changing."""


def told(plan: Plan) -> set[tuple[int, tuple[float, float]]]:
    """Return who lacks a vertex where, on whatever level."""
    found = tiling(plan).unmatched
    return {
        (lacking, (x, y))
        for lacking, where in zip(found.lacking.tolist(), found.where, strict=True)
        for x, y in shapely.get_coordinates(where).tolist()
    }


def lattice(columns: int, rows: int) -> list[Geometry]:
    x, y = np.linspace(0, SIDE, columns + 1), np.linspace(0, SIDE, rows + 1)
    return [box(x[i], y[j], x[i + 1], y[j + 1]) for i in range(columns) for j in range(rows)]


def halved(ground: Geometry, rng: np.random.Generator, depth: int) -> list[Geometry]:
    """Cut a box in two, at its middle or elsewhere, and each half again."""
    x0, y0, x1, y1 = ground.bounds
    share = rng.choice([0.5, 0.25, 0.625])
    if depth == 0:
        return [ground]
    if rng.random() < 0.5:
        cut = x0 + share * (x1 - x0)
        halves = box(x0, y0, cut, y1), box(cut, y0, x1, y1)
    else:
        cut = y0 + share * (y1 - y0)
        halves = box(x0, y0, x1, cut), box(x0, cut, x1, y1)
    return [piece for half in halves for piece in halved(half, rng, depth - int(rng.integers(1, depth + 1)))]


def voronoi(rng: np.random.Generator, count: int) -> list[Geometry]:
    ground = box(0, 0, SIDE, SIDE)
    cells = shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, SIDE, (count, 2))), extend_to=ground)
    return [cell.intersection(ground) for cell in cells.geoms]


def noded(cells: list[Geometry]) -> list[Geometry]:
    """Return cells that have each vertex of their neighbours on the border that they share."""
    lines = shapely.union_all(shapely.boundary(cells), grid_size=1 / 1024)
    return list(shapely.polygonize([lines]).geoms)


def rows_of(cells: list[Geometry]) -> dict[int, tuple[str, int, Geometry]]:
    outline = shapely.union_all(cells)
    grids = {10 + number: ("comprehensive", VILLAGE, cell) for number, cell in enumerate(cells)}
    return {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline), **grids}


def needless(shape: Geometry) -> list[int]:
    """Return which vertices of a polygon its border does not bend at."""
    ring = shapely.get_coordinates(shape)[:-1]
    before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
    lines = shapely.linestrings(np.stack([before, after], axis=1))
    return np.flatnonzero(shapely.distance(lines, shapely.points(ring)) < STRAIGHT_M).tolist()


@st.composite
def tilings(draw: st.DrawFn) -> list[Geometry]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    way = draw(st.sampled_from(["lattice", "halves", "voronoi"]))
    if way == "lattice":
        return noded(lattice(draw(st.integers(1, 5)), draw(st.integers(1, 5))))
    return noded(halved(box(0, 0, SIDE, SIDE), rng, 4) if way == "halves" else voronoi(rng, draw(st.integers(2, 9))))


@given(tilings(), st.integers(0, 99), st.sets(st.integers(0, 99), min_size=1, max_size=4))
def test_every_vertex_dropped_from_one_side_is_told_and_nothing_else(family, cells, which, dropped):
    rows = rows_of(cells)
    assert tiling(family(rows)).proven[1:].all()
    number = sorted(rows)[1:][which % (len(rows) - 1)]
    kind, parent, shape = rows[number]
    may = needless(shape)
    assume(may)
    goes = sorted({may[one % len(may)] for one in dropped})
    ring = shapely.get_coordinates(shape)[:-1]
    rows[number] = (kind, parent, Polygon(np.delete(ring, goes, axis=0)))
    plan = family(rows)
    found = tiling(plan)
    assert told(plan) == {(number, (x, y)) for x, y in ring[goes].tolist()}
    assert len(found.gaps) + len(found.overlaps) + len(found.overhangs) + len(found.hairs) == 0


@pytest.mark.parametrize(("columns", "rows"), [(2, 2), (4, 2), (4, 4), (3, 3), (5, 4), (1, 2)])
def test_a_village_of_four_corners_lacks_the_vertices_of_its_grids(family, columns, rows):
    #  +--+--+     the grids meet the outline where the village has no vertex
    #  |  |  |
    #  +--+--+
    ground = box(0, 0, SIDE, SIDE)
    plan = family({**rows_of(lattice(columns, rows)), TOWN: ("town", 0, ground), VILLAGE: ("village", TOWN, ground)})
    assert len(told(plan)) == 2 * (columns - 1) + 2 * (rows - 1)
    assert {lacking for lacking, _ in told(plan)} == {VILLAGE}


def test_the_four_quarters_of_a_stored_village_are_told(tmp_path):
    file = shutil.copy(FAULTS / "t-joints-missed" / "quads.gpkg", tmp_path)
    with Project.open(file, read_only=True) as project:
        assert len(told(project.plan)) == 4


@pytest.mark.parametrize("off_m", [0.9e-5, 1.05e-5, 1.5e-5, 1.99e-5])
def test_a_vertex_off_the_border_by_the_width_of_rounding_is_told(family, off_m):
    #  The tip of a triangle is twice as far from its base as the triangle counts as wide.
    west = Polygon([(0, 0), (400, 0), (400 + off_m, 400), (400, 800), (0, 800)])
    east = Polygon([(400, 0), (800, 0), (800, 800), (400, 800)])
    outline = Polygon([(0, 0), (400, 0), (800, 0), (800, 800), (400, 800), (0, 800)])
    above = {TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline)}
    plan = family({**above, 10: ("comprehensive", VILLAGE, west), 11: ("comprehensive", VILLAGE, east)})
    assert told(plan) == {(11, (400 + off_m, 400.0))}
