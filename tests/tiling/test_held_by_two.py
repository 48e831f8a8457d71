"""Faces that two grids hold are told as they are; what is told is the same to the last bit as by overlaying the two."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from gridmap.ground.tiling import remains, tiling
from gridmap.ground.tiling.overlaid import Overlaid
from gridmap.ground.tiling.remains import looked_at
from gridmap.model.plan import Plan

TOWN, VILLAGE, FIRST = 1, 2, 3


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(remains, "_MANY", 0)


def plan_of(family, *shapes: Polygon) -> Plan:
    outline = shapely.box(0, 0, 60, 40)
    grids = {FIRST + i: ("comprehensive", VILLAGE, shape) for i, shape in enumerate(shapes)}
    return family({TOWN: ("town", 0, outline), VILLAGE: ("village", TOWN, outline), **grids})


def told(plan: Plan, overlaid: Overlaid | None = None) -> list[tuple[list[int], bytes]]:
    found = looked_at(plan, None, overlaid).overlaps
    return list(zip(found.grids.tolist(), [shape.wkb for shape in found.shape], strict=True))


def test_a_face_whose_edges_are_those_of_the_two_is_not_overlaid(family, monkeypatch):
    #  A and B share the vertices at both ends of a border that A pushes into B
    one = Polygon([(0, 0), (30, 0), (30, 10), (37, 20), (30, 30), (30, 40), (0, 40)])
    two = Polygon([(30, 0), (60, 0), (60, 40), (30, 40), (30, 30), (30, 10)])
    asked: list[int] = []
    overlay = remains.pieces_of

    def counted(what, first, second, narrowest):
        asked.append(len(first))
        return overlay(what, first, second, narrowest)

    monkeypatch.setattr(remains, "pieces_of", counted)
    found = tiling(plan_of(family, one, two)).overlaps
    assert found.grids.tolist() == [[FIRST, FIRST + 1]] and asked[:1] == [0]
    assert found.shape[0].equals(Polygon([(30, 10), (37, 20), (30, 30)]))


def test_a_tongue_through_one_grid_into_the_next_is_told_of_both(family):
    #  B reaches through A into C: one face, as the border between A and C is theirs alone
    west, middle = box(0, 0, 20, 40), Polygon([(20, 0), (30, 0), (30, 10), (30, 30), (30, 40), (20, 40)])
    tongue = Polygon([(30, 0), (60, 0), (60, 40), (30, 40), (30, 30), (10, 25), (10, 15), (30, 10)])
    found = tiling(plan_of(family, west, middle, tongue)).overlaps
    assert found.grids.tolist() == [[FIRST, FIRST + 2], [FIRST + 1, FIRST + 2]]
    for number, other in enumerate((west, middle)):
        assert found.shape[number].symmetric_difference(other.intersection(tongue)).area == 0


@pytest.mark.parametrize("seed", range(25))
def test_what_is_told_is_what_overlays_of_all_pairs_tell(family, seed):
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(7) * 10.0, np.arange(5) * 10.0)
    corners = np.stack([x, y], axis=2)
    corners[1:-1, 1:-1] += np.round(rng.uniform(-3, 3, (3, 5, 2)), 3)
    shapes = []
    for row in range(4):
        for column in range(6):
            ring = corners[[row, row, row + 1, row + 1], [column, column + 1, column + 1, column]]
            line = shapely.get_coordinates(shapely.segmentize(shapely.LinearRing(ring), 2.6))[:-1]
            if rng.random() < 0.4:  # some vertices go astray, a whole border of them now and then
                at = rng.integers(0, len(line)) + np.arange(rng.integers(1, 6))
                moved = line.copy()
                moved[at % len(line)] += np.round(rng.uniform(-4, 4, 2), 3)
                line = moved if Polygon(moved).is_valid else line
            shapes.append(Polygon(line))
    plan = plan_of(family, *shapes)
    assert told(plan) == told(plan, Overlaid())
