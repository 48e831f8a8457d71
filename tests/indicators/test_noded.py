"""Roads cut by the cells of their segments are what GEOS makes of them, at one node wherever they meet."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.ground.cells import CELL_M, as_complex
from gridmap.ground.noded import _MIXED, _numbered, noded
from gridmap.ground.segments import Segments
from gridmap.indicators.roads import _on_the_edge

EAST, NORTH = 500_000.0, 3_500_000.0


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def nodes_of(edges: Segments) -> set[tuple[float, float]]:
    return {(round(x - EAST, 4), round(y - NORTH, 4)) for x, y in np.concatenate(edges.ends())}


def by_geos(lines: np.ndarray) -> set[tuple[float, float]]:
    edges = shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))
    return nodes_of(Segments.of(edges[shapely.length(edges) > 0]))


lattice = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda at: (37.5 * at[0], 37.5 * at[1]))
anywhere = st.tuples(st.floats(0, 300, width=32), st.floats(0, 300, width=32))


def paths(places):
    def without_repeats(path):
        return [place for before, place in zip([None, *path], path, strict=False) if place != before]

    return st.lists(places, min_size=2, max_size=5).map(without_repeats).filter(lambda path: len(path) > 1)


@given(st.one_of(st.lists(paths(lattice), min_size=1, max_size=9), st.lists(paths(anywhere), min_size=1, max_size=9)))
@settings(max_examples=80)
def test_lines_are_cut_where_geos_cuts_them_and_nothing_is_there_twice(ways):
    lines = np.array([line(*way) for way in ways], dtype=object)
    edges, ends, nodes = noded(lines)
    assert nodes_of(edges) == by_geos(lines)
    assert edges.lengths_m().sum() == pytest.approx(shapely.union_all(lines).length, abs=1e-5)
    begin, end = (as_complex(places) for places in edges.ends())
    place = np.full(nodes, np.nan + 0j)
    place[ends[:, 0]] = begin
    place[ends[:, 1]] = end
    assert (place[ends[:, 0]] == begin).all() and (place[ends[:, 1]] == end).all()  # one place is one node
    assert len(set(place.tolist())) == nodes


@pytest.mark.parametrize(
    ("ways", "nodes", "edges"),
    [
        #   a cross        |
        #                --+--
        ([[(0, 50), (100, 50)], [(50, 0), (50, 100)]], 5, 4),
        #   a T whose foot is a vertex of neither, on a slope
        ([[(0, 0), (300, 100)], [(150, 50), (150, 90)]], 4, 3),
        #   a road that another follows for a while: the stretch in common is there once
        ([[(0, 0), (100, 0)], [(40, 0), (140, 0)]], 4, 3),
        #   one drawn twice, the second time backwards
        ([[(0, 0), (100, 0)], [(100, 0), (0, 0)]], 2, 1),
        #   an eight crosses itself, and goes back to where it began
        ([[(0, 0), (100, 100), (100, 0), (0, 100), (0, 0)]], 2, 3),
        #   there and back
        ([[(0, 0), (100, 0), (30, 0)]], 3, 2),
        #   two that only pass over the same cell
        ([[(0, 0), (60, 0)], [(0, 5), (60, 5)]], 4, 2),
        #   three that meet where four cells do
        ([[(-64, 0), (0, 0)], [(0, 0), (64, 64)], [(0, -64), (0, 64)]], 5, 4),
        #   a place twice in a row is one
        ([[(0, 0), (50, 0), (50, 0), (100, 0)]], 2, 1),
        ([], 0, 0),
    ],
)
def test_each_way_to_meet_makes_so_many_nodes_and_edges(ways, nodes, edges):
    moved = (-EAST % CELL_M, -NORTH % CELL_M)
    for shift in ((0.0, 0.0), moved):
        lines = [line(*[(x + shift[0], y + shift[1]) for x, y in way]) for way in ways]
        found = noded(np.array(lines, dtype=object))
        assert (found[2], found[0].count) == (nodes, edges)


def test_lines_too_long_or_too_dense_for_cells_are_cut_too():
    long = np.array([line((0, 0), (3e6, 0)), line((1e6, -5), (1e6, 5))], dtype=object)
    assert noded(long)[2] == 5 and noded(long)[0].count == 4
    fan = [line((0, k / 1000), (1, 1 - k / 1000)) for k in range(500)]
    edges, _, nodes = noded(np.array(fan, dtype=object))
    assert nodes == 1001 and edges.count == 1000  # all of them cross in the middle


places = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=12)


@given(places, places)
@settings(max_examples=60)
def test_along_its_own_edge_the_nearest_of_several_is_that_of_plain_loops(sources, targets):
    by_hand = [
        min((way + abs(place - at) for edge, place, way in sources if edge == mine), default=np.inf)
        for mine, at, _ in targets
    ]
    edge, at, _ = np.array(targets).T
    assert _on_the_edge(np.array(sources, dtype=float), edge, at.astype(float)).tolist() == by_hand


@given(st.lists(paths(anywhere), min_size=1, max_size=9), st.lists(anywhere, min_size=1, max_size=12))
@settings(max_examples=60)
def test_of_lines_that_were_cut_the_nearest_is_as_far_as_before(ways, spots):
    lines = np.array([line(*way) for way in ways], dtype=object)
    points = np.array(spots) + np.array((EAST, NORTH))
    edges, _, _ = noded(lines)
    which, along, away = edges.nearest(points)
    assert away == pytest.approx(Segments.of(lines).nearest(points)[2], abs=1e-6)
    for one, far, at, spot in zip(which, along, away, points, strict=True):
        part = np.flatnonzero((edges.line == one) & (edges.before_m <= far))[-1]
        share = (far - edges.before_m[part]) / edges.length_m[part]
        there = edges.begin[part] + share * (edges.end[part] - edges.begin[part])
        assert np.hypot(*(there - spot)) == pytest.approx(at, abs=1e-6)


def test_places_have_the_same_number_if_they_are_the_same_and_only_then():
    places = np.array([3 + 4j, 1 + 1j, 3 + 4j, 0j, complex(-0.0, 0.0)])
    number, count = _numbered(places)
    assert count == 3 and number[0] == number[2] and number[3] == number[4]
    assert len({*number[:2].tolist(), int(number[3])}) == 3
    mixed = np.array([complex(0, 1), complex(_MIXED, 0), complex(0, 1)])  # by one number of both they are the same
    number, count = _numbered(mixed)
    assert count == 2 and number[0] == number[2] != number[1]
