"""Pieces of work that go on side by side, and what is asked of many shapes at once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.mending.bare import Held
from gridmap.mending.bounds import are_narrow
from gridmap.model.errors import Refused
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import are_its_corners, are_their_corners, with_vertices, without_vertices
from gridmap.reshaping.shape_seen import Looked
from gridmap.reshaping.together import DIFFERENCE, alone, together
from gridmap.reshaping.vertices import (
    lacking_and_having,
    vertices_near_lines,
    with_vertices_each,
    without_vertices_each,
)

NOISE = 0.001


def asked_in_lots():
    lots = []

    def doubled(asked):
        lots.append([number for (number,) in asked])
        return [2 * number for (number,) in asked]

    return doubled, lots


def test_what_many_wait_for_is_asked_in_one_call():
    doubled, lots = asked_in_lots()

    def work(number):
        once = yield doubled, (number,)
        return (yield doubled, (once,))

    assert together([work(1), work(2), work(3)]) == [4, 8, 12]
    assert lots == [[1, 2, 3], [2, 4, 6]]
    assert alone(work(5)) == 20


def test_the_one_that_is_behind_catches_up_before_the_others_go_on():
    doubled, lots = asked_in_lots()

    def other(asked):
        return [number for (number,) in asked]

    def work(number, detour):
        if detour:
            yield other, (number,)
        return (yield doubled, (number,))

    assert together([work(1, False), work(2, True)]) == [2, 4]
    assert sorted(lots[0]) == [1, 2]


def test_a_piece_begins_when_those_before_it_are_done():
    doubled, _ = asked_in_lots()
    told = []

    def work(number):
        told.append(("begins", number))
        yield doubled, (number,)
        told.append(("ends", number))

    done = []
    together([work(0), work(1), work(2)], [set(), {0}, set()], done.append)
    assert told.index(("ends", 0)) < told.index(("begins", 1))
    assert told.index(("begins", 2)) < told.index(("ends", 0))
    assert done == sorted(done)


def test_thousands_of_pieces_that_wait_for_one_another_need_no_depth():
    doubled, lots = asked_in_lots()

    def work(number):
        if number == 4_999:
            return (yield doubled, (number,))
        return number

    done = together([work(number) for number in range(5_000)], [[], *([number] for number in range(4_999))])
    assert done == [*range(4_999), 9_998] and lots == [[4_999]]


def test_a_question_that_fails_fails_for_whoever_asked_it_alone():
    def answers(asked):
        if any(number < 0 for (number,) in asked):
            raise shapely.GEOSException("no")
        return [number for (number,) in asked]

    def work(number):
        try:
            return (yield answers, (number,))
        except shapely.GEOSException:
            return "failed"

    assert together([work(1), work(-1), work(2)]) == [1, "failed", 2]
    assert alone(work(-1)) == "failed"


def test_a_move_that_is_refused_is_taken_back_alone(town):
    grids = town.ids[(town.ranks == 3) & town.has_shape]
    work = Reshaping(town)
    far = [
        int(grids[0]),
        next(int(grid) for grid in grids if town.shape(int(grid)).distance(town.shape(int(grids[0]))) > 50),
    ]
    corner = shapely.intersection(
        shapely.Point(shapely.get_coordinates(town.shape(far[1]))[0]).buffer(3), town.shape(far[1])
    )

    def moved(ground, grid):
        try:
            yield from work.moving(ground, None, [grid])
        except Refused as refused:
            return refused.key
        return "moved"

    whole = town.shape(far[0]).buffer(1)
    assert together([moved(whole, far[0]), moved(corner, far[1])]) == ["grid-would-vanish", "moved"]
    assert far[0] not in work.changed
    assert work.shape(far[1]).area == pytest.approx(town.shape(far[1]).area - corner.area)


def shapes_and_points():
    """Rings, one with a hole and one of two parts, and points on, near and off their borders, vertices among them."""
    rng = np.random.default_rng(7)
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    wavy = [
        shapely.Polygon(np.stack([x + r * np.cos(turn), r * np.sin(turn)], axis=1))
        for x, r in zip(range(0, 600, 30), rng.uniform(5, 14, 20), strict=True)
    ]
    wavy[3] = wavy[3].difference(wavy[3].centroid.buffer(2))
    wavy[4] = shapely.union(shapely.affinity.translate(wavy[4], 0, 50), wavy[4])
    asked = []
    for shape in wavy:
        xy = shapely.get_coordinates(shape)
        share = rng.random((len(xy) - 1, 1))
        on = xy[:-1] * share + xy[1:] * (1 - share)
        points = np.concatenate([on[:6], xy[3:12], xy[15:17] + 0.4 * NOISE, rng.uniform(-20, 620, (4, 2))])
        asked.append((shape, points, NOISE))
    asked[7] = (asked[7][0], np.empty((0, 2)), NOISE)
    return asked


@pytest.mark.parametrize(
    ("each", "one"), [(with_vertices_each, with_vertices), (without_vertices_each, without_vertices)]
)
def test_many_rings_come_out_as_each_does_alone(each, one):
    asked = shapes_and_points()
    if one is without_vertices:  # vertices that do not bend the border
        asked = [(with_vertices(*args), *args[1:]) for args in asked]
    many, single = each(asked), [one(*args) for args in asked]
    assert [shape.wkb for shape in many] == [shape.wkb for shape in single]
    assert sum(shape is not args[0] for shape, args in zip(many, asked, strict=True)) > 15
    assert many[7] is asked[7][0]


def test_corners_of_many_shapes_are_known_whatever_their_order():
    ring = shapely.get_coordinates(shapely.box(0, 0, 10, 5))[:-1]
    turned, other = np.roll(ring, 1, axis=0), ring + np.array([0.0, 1.0])
    holed = shapely.box(0, 0, 10, 5).difference(shapely.box(2, 2, 3, 3))
    several = shapely.multipolygons([shapely.box(0, 0, 10, 5)])
    shapes = np.array([shapely.box(0, 0, 10, 5)] * 4 + [holed, several], dtype=object)
    points = [turned, other, ring[:3], np.empty((0, 2)), np.vstack([ring, ring]), ring]
    found = are_their_corners(points, np.array([len(some) for some in points]), shapes)
    assert found.tolist() == [True, False, False, False, False, False]
    assert found.tolist() == [are_its_corners(*pair) for pair in zip(points, shapes, strict=True)]


def test_many_are_told_of_their_vertices_as_each_is_alone():
    asked = [
        (points, [Looked(shape), Looked(shape.buffer(1))], within) for shape, points, within in shapes_and_points()
    ]
    for many, args in zip(lacking_and_having(asked), asked, strict=True):
        [single] = lacking_and_having([args])
        np.testing.assert_array_equal(many[0], single[0])
        np.testing.assert_array_equal(many[1], single[1])
    lines = [(looked, shapely.boundary(looked[0].shape), within) for _, looked, within in asked]
    for found, args in zip(vertices_near_lines(lines), lines, strict=True):
        np.testing.assert_array_equal(found, vertices_near_lines([args])[0])


def test_ground_with_a_border_in_common_comes_one_after_the_other(town):
    work = Reshaping(town)
    village = int(town.parents[town.positions([town.ids[town.ranks == 3][0]])[0]])
    one, *others = (town.shape(int(grid)) for grid in work.children(village))
    beside = next(shape for shape in others if shape.intersects(one))
    far = max((town.shape(int(grid)) for grid in town.ids[(town.ranks == 3) & town.has_shape]), key=one.distance)
    spots = [shape.centroid.buffer(0.1) for shape in (one, far)]
    shared = shapely.Point(shapely.get_coordinates(shapely.intersection(one, beside))[0])
    spots += [shared.buffer(0.1), shared.buffer(0.2)]
    grounds = np.array(spots, dtype=object)
    work.foresee(grounds)
    after = work.one_after_the_other(grounds, [(), (), (), ()])
    assert after[:2] == [set(), set()]
    assert after[3] == {2}
    assert work.one_after_the_other(grounds[:2], [(5,), (5,)]) == [set(), {0}]


def test_shapes_are_overlaid_many_at_once():
    squares = [shapely.box(x, 0, x + 2, 2) for x in range(30)]

    def work(shape):
        return (yield DIFFERENCE, (shape, shapely.box(shape.bounds[0], 0, shape.bounds[0] + 1, 2)))

    assert [left.area for left in together([work(square) for square in squares])] == [2.0] * 30


def test_of_ground_that_is_just_a_grids_nothing_is_left_wherever_its_ring_begins():
    ring = shapely.get_coordinates(shapely.box(0, 0, 10, 5))
    same, wider = shapely.Polygon(np.roll(ring[:-1], 2, axis=0)), shapely.box(0, 0, 10, 6)
    beside, part = shapely.box(10, 0, 20, 5), shapely.box(0, 0, 4, 5)
    ground = shapely.Polygon(ring[::-1])
    held = Held()
    others = np.array([same, beside], dtype=object)
    assert alone(held.who(ground, others)).tolist() == [True, False]
    assert alone(held.left(ground, others[:1])) is None
    assert alone(held.left(ground, np.array([wider], dtype=object))) is None
    left = alone(held.left(ground, np.array([part], dtype=object)))
    assert left.equals(shapely.box(4, 0, 10, 5))


@pytest.mark.parametrize(
    ("wide", "high", "narrow"), [(19.0, 400.0, True), (21.0, 400.0, False), (100.0, 100.0, False), (400.0, 19.9, True)]
)
def test_ground_is_narrow_below_the_limit_however_it_is_told(town, wide, high, narrow):
    limit = town.scheme.limit("fix_width")
    ground = shapely.box(0, 0, wide * limit / 20, high * limit / 20)
    arms = shapely.union(ground, shapely.box(0, 0, 100 * limit, limit / 100))
    assert are_narrow(town, np.array([ground, arms], dtype=object)).tolist() == [narrow, narrow]
