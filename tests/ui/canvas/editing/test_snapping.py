"""What a pointer snaps to: vertices before edges, grids before references, nothing that moves; how much is asked."""

from __future__ import annotations

import weakref

import geopandas as gpd
import numpy as np
import shapely

from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from ui.canvas.editing import snapping
from ui.canvas.editing.snapping import Snap, Snapper, edges_of, edges_of_each

X, Y = 500_000.0, 3_500_000.0


def near(plan, x, y, reach=10.0, **more):
    return Snapper().near(plan, X + x, Y + y, reach, **more)


def test_a_vertex_goes_before_an_edge(bare_division):
    assert near(bare_division, 203, 202) == Snap("vertex", X + 200, Y + 200)
    assert near(bare_division, 209, 201) == Snap("vertex", X + 200, Y + 200)
    assert near(bare_division, 215, 201) == Snap("edge", X + 215, Y + 200)
    assert near(bare_division, 250, 211) is None


def test_neither_a_vertex_that_moves_nor_its_edges_draw(bare_division):
    moving = (X + 200, Y + 200)
    assert near(bare_division, 203, 202, moving=moving) is None
    assert near(bare_division, 215, 201, moving=moving) is None
    assert near(bare_division, 298, 201, moving=moving) == Snap("vertex", X + 300, Y + 200)


def test_roads_draw_where_no_border_is(bare_division):
    road = gpd.GeoDataFrame(
        {"name": ["路"]}, geometry=[shapely.LineString([(X + 50, Y + 50), (X + 350, Y + 50)])], index=[1],
        crs=bare_division.crs,
    )  # fmt: skip
    plan = Plan(bare_division.scheme, {**bare_division.tables, "roads": road})
    assert near(plan, 200, 53) == Snap("edge", X + 200, Y + 50, "reference")
    assert near(plan, 52, 53) == Snap("vertex", X + 50, Y + 50, "reference")
    assert near(plan, 200, 201) == Snap("vertex", X + 200, Y + 200)


def test_a_reference_layer_of_the_users_own_draws_too(bare_division):
    line = np.array([shapely.LineString([(X + 30, Y + 30), (X + 70, Y + 30)])], dtype=object)
    found = near(bare_division, 50, 33, more=[line])
    assert near(bare_division, 50, 33) is None
    assert found == Snap("edge", X + 50, Y + 30, "reference")


def test_so_far_out_that_very_many_grids_lie_within_reach_none_draws(bare_division, monkeypatch):
    assert near(bare_division, 203, 202, 2000) is not None
    monkeypatch.setattr(snapping, "_MOST", 1)
    assert near(bare_division, 203, 202, 2000) is None


def test_edges_do_not_join_two_rings():
    frame = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    both = shapely.MultiPolygon([frame, shapely.box(20, 0, 30, 10)])
    edges = edges_of(both)
    assert len(edges) == 12
    assert set(map(tuple, abs(edges[:, :2] - edges[:, 2:]).tolist())) <= {(10, 0), (0, 10), (2, 0), (0, 2)}
    assert not len(edges_of(shapely.Point(0, 0)))


def test_the_edges_of_thousands_of_grids_are_taken_out_at_once_and_are_those_of_each(monkeypatch):
    frame = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    both = shapely.MultiPolygon([frame, shapely.box(20, 0, 30, 10)])
    line = shapely.LineString([(0, 0), (1, 1), (2, 0)])
    mixed = shapely.GeometryCollection([line, frame])
    shapes = np.array([both, line, shapely.Point(0, 0), frame, shapely.Polygon(), mixed, line], dtype=object)
    each = edges_of_each(shapes)
    assert [len(edges) for edges in each] == [12, 2, 0, 8, 0, 10, 2]
    assert each[1].tolist() == [[0, 0, 1, 1], [1, 1, 2, 0]] == each[6].tolist()
    for shape, edges in zip(shapes, each, strict=True):
        assert np.array_equal(edges, edges_of(shape))
    calls: list[int] = []
    monkeypatch.setattr(snapping, "edges_of_each", lambda asked: calls.append(len(asked)) or edges_of_each(asked))
    squares = np.array([shapely.box(x, 0, x + 1, 1) for x in range(600)], dtype=object)
    snapper = Snapper()
    for count in (3, 3, 5, 600, 600, 2):
        found = snapper._edges_of_each(squares[:count])
        assert [edges[:, 0].min() for edges in found] == list(range(count))
    assert calls == [3, 2, 595, 600, 2], "what was looked at is held, unless it is more than can be held"


def test_a_move_over_the_sample_town_takes_apart_what_lies_below_it_and_that_once(monkeypatch):
    plan, snapper, reach_m = make_plan("town", 2020), Snapper(), 20.0
    asked: list[int] = []
    monkeypatch.setattr(
        snapping, "edges_of_each", lambda shapes: asked.extend(map(id, shapes)) or edges_of_each(shapes)
    )
    west, south, east, north = shapely.total_bounds(plan.all_shapes)
    places = np.random.default_rng(1).uniform([west, south], [east, north], (40, 2))
    boxes = shapely.box(*(places - reach_m).T, *(places + reach_m).T)
    every = np.concatenate([valid_shapes(plan)[plan.has_shape], snapping.reference_tree(plan).geometries])
    below = shapely.intersects(shapely.envelope(every), boxes[:, None])
    for (x, y), near in zip(places.tolist(), below, strict=True):
        before = len(asked)
        snapper.near(plan, x, y, reach_m)
        assert set(asked[before:]) <= set(map(id, every[near])), "of all shapes those whose box lies within reach"
    assert 20 < len(asked) == len(set(asked)) < 512
    count = len(asked)
    for x, y in places.tolist():
        snapper.near(plan, x, y, reach_m)
    assert len(asked) == count, "what was looked at is held"


def test_references_that_were_taken_away_are_forgotten(bare_division):
    snapper = Snapper()
    one, two = (np.array([shapely.box(X + at, Y + at, X + at + 9, Y + at + 9)], dtype=object) for at in (50, 60))
    assert snapper.near(bare_division, X + 50, Y + 50, 5.0, more=[one, two]) is not None
    held = [weakref.ref(tree) for _, tree in snapper._trees.values()]
    assert len(held) == 2
    snapper.near(bare_division, X + 50, Y + 50, 5.0, more=[two])
    assert [tree() is not None for tree in held] == [False, True]
    snapper.near(bare_division, X + 50, Y + 50, 5.0)
    assert [tree() is not None for tree in held] == [False, False]
