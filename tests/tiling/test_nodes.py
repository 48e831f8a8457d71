"""Edges of families cut where they meet: the same as if GEOS were asked about all of them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.ground.tiling import nodes
from gridmap.ground.tiling.edges import Edges
from gridmap.ground.tiling.nodes import cut_where_they_meet, meet_on_the_way


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(nodes, "_FEW", 0)


def edges_between(begin: list[complex], end: list[complex]) -> Edges:
    points = np.stack([begin, end], axis=1).astype(np.complex128).reshape(-1)
    none = np.zeros(len(begin), dtype=np.int64)
    return Edges(points, np.arange(0, len(points), 2), none.astype(bool), none)


def pieces(begin: np.ndarray, end: np.ndarray) -> list[tuple[complex, complex]]:
    ends = zip(begin.tolist(), end.tolist(), strict=True)
    return sorted((tuple(sorted(pair, key=str)) for pair in ends), key=str)


def by_geos(edges: Edges) -> list[tuple[complex, complex]]:
    lines = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
    xy, line = shapely.get_coordinates(shapely.get_parts(shapely.union_all(lines)), return_index=True)
    places, on = xy[:, 0] + 1j * xy[:, 1], line[1:] == line[:-1]
    return pieces(places[:-1][on], places[1:][on])


@pytest.mark.parametrize("seed", range(6))
def test_pieces_are_those_of_all_edges_together(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = []
    for _ in range(12):  # districts of some tens of metres, of which some share vertices and borders
        x, y = 500_000 + 20.0 * rng.integers(0, 8, 2), 3_500_000 + rng.integers(0, 9) / 3.0
        shapes.append(shapely.box(x[0], y, x[0] + 30 + x[1] % 40, y + 7))
    around = shapely.segmentize(shapes, 4.0)
    xy, ring = shapely.get_coordinates(around, return_index=True)
    places, on = xy[:, 0] + 1j * xy[:, 1], ring[1:] == ring[:-1]
    edges = edges_between(places[:-1][on].tolist(), places[1:][on].tolist())
    apart, family = edges.points + 5j, np.repeat([4, 7], len(edges))
    both = edges_between(
        [*edges.points[::2].tolist(), *apart[::2].tolist()], [*edges.points[1::2].tolist(), *apart[1::2].tolist()]
    )

    cut, of = cut_where_they_meet(both, family)

    for number, alone in ((4, edges), (7, both.only(family == 7))):
        mine = cut.only(of == number)
        assert pieces(mine.points[mine.at], mine.points[mine.at + 1]) == by_geos(alone)


def test_only_those_are_asked_that_meet_elsewhere_than_at_their_ends() -> None:
    cross, corner, apart = [(0, 10 + 10j), (10j, 10)], [(20, 30), (30, 30 + 9j)], [(40, 50), (40 + 1j, 50 + 2j)]
    touch, along, spike = [(60, 70), (65, 65 + 5j)], [(80, 90), (84, 96)], [(100, 110), (110, 104 + 1e-7j)]
    begin, end = np.array([*cross, *corner, *apart, *touch, *along, *spike], dtype=np.complex128).T

    meets = meet_on_the_way(begin, end, np.zeros(len(begin), dtype=np.int64))

    assert meets.tolist() == [True, True, False, False, False, False, True, True, True, True, True, True]
    assert not meet_on_the_way(begin, end, np.arange(len(begin))).any(), "those of different families see nobody"


@pytest.mark.parametrize("seed", range(12))
def test_borders_that_part_by_rounding_come_out_as_if_all_were_asked_at_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = 500_000 + 3_500_000j + np.round(rng.random(6) * 100, 3) + 1j * np.round(rng.random(6) * 100, 3)
    step = np.roll(corners, -1) - corners
    begin: list[complex] = []
    end: list[complex] = []
    for _ in range(3):  # three times the same ring, each with other vertices on its edges
        off = 10.0 ** -int(rng.integers(5, 11)) * (rng.random((2, 6)) - 0.5 + 1j * (rng.random((2, 6)) - 0.5))
        inserted = corners + np.sort(rng.random((2, 6)), axis=0) * step + off
        ring = np.stack([corners, *inserted], axis=1).reshape(-1)
        begin, end = [*begin, *ring.tolist()], [*end, *np.roll(ring, -1).tolist()]
    edges = edges_between(begin, end)

    cut, _ = cut_where_they_meet(edges, np.zeros(len(edges), dtype=np.int64))

    assert pieces(cut.points[cut.at], cut.points[cut.at + 1]) == by_geos(edges)


def test_where_all_lie_on_one_easting_all_are_asked() -> None:
    rows = 1j * np.arange(300)
    edges = edges_between([*rows, 9.5 - 1j], [*(rows + 20), 9.5 + 300j])

    cut, _ = cut_where_they_meet(edges, np.zeros(301, dtype=np.int64))

    assert meet_on_the_way(edges.points[::2], edges.points[1::2], np.zeros(301, dtype=np.int64)).all()
    assert len(cut) == 300 * 2 + 301 and pieces(cut.points[cut.at], cut.points[cut.at + 1]) == by_geos(edges)
