"""Names stand inside what they name and never over one another."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely import LineString, MultiPolygon, Point, box

from gridmap.model.wanted import GivenUp, while_wanted
from layers import labels
from layers.labels import NEAR_SEATS, SEATS, in_lines, place_labels, seats, short_name

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def boxes_of(places, chosen, width, height):
    rows = np.flatnonzero(chosen >= 0)
    x, y = places[rows, chosen[rows]].T
    return shapely.box(x - width[rows] / 2, y - height[rows] / 2, x + width[rows] / 2, y + height[rows] / 2)


def column(*shapes):
    return np.array(shapes, dtype=object)


def test_labels_with_nothing_in_their_way_have_the_best_of_their_places():
    #  a  b      two apart; a third over the first, or something that stands there already, needs another place
    places = np.array([[[10.0, 10.0], [10.0, 30.0]], [[50.0, 10.0], [50.0, 30.0]], [[12.0, 10.0], [12.0, 30.0]]])
    size, frame = np.full(3, 8.0), (0.0, 0.0, 100.0, 100.0)
    weight = np.array([3.0, 2.0, 1.0])
    assert place_labels(places[:2], size[:2], size[:2], weight[:2], frame).tolist() == [0, 0]
    assert place_labels(places, size, size, weight, frame).tolist() == [0, 0, 1]
    there = np.array([[48.0, 8.0, 52.0, 12.0]])
    assert place_labels(places[:2], size[:2], size[:2], weight[:2], frame, there).tolist() == [0, 1]
    beside = np.array([[54.0, 8.0, 60.0, 12.0]])
    assert place_labels(places[:2], size[:2], size[:2], weight[:2], frame, beside).tolist() == [0, 0]


# ---- seats -------------------------------------------------------------------------------------------------------


def test_the_best_seat_of_a_rectangle_is_its_middle():
    places, room = seats(column(box(0, 0, 40, 10)), np.array([20.0]), np.array([5.0]))
    assert places.shape == (1, SEATS, 2)
    assert places[0, 0] == pytest.approx([20, 5], abs=0.5)
    assert room[0] == pytest.approx(2, rel=0.05)


def test_shapes_without_the_room_that_is_asked_are_not_looked_at_closely():
    shapes = column(box(0, 0, 40, 10), box(0, 0, 40, 2), box(0, 0, 40, 5.2))
    width, height = np.full(3, 20.0), np.full(3, 5.0)
    exact, quick = seats(shapes, width, height), seats(shapes, width, height, np.ones(3))
    np.testing.assert_array_equal(quick[0][[0, 2]], exact[0][[0, 2]])
    np.testing.assert_array_equal(quick[1][[0, 2]], exact[1][[0, 2]])
    assert exact[1][1] <= quick[1][1] < 1.0 and shapes[1].contains(Point(quick[0][1, 0]))


def test_a_thin_bend_has_not_the_room_that_its_extent_promises():
    #  ++             an arm 2 wide and 40 high, and one 40 long and 2 high: 40 across, and no label of 5 fits
    #  |+-----------+
    #  +------------+
    bend = shapely.union(box(0, 0, 2, 40), box(0, 0, 40, 2))
    width, height = np.array([10.0]), np.array([5.0])
    exact, quick = seats(column(bend), width, height), seats(column(bend), width, height, np.ones(1))
    assert exact[1][0] <= quick[1][0] < 1.0 and bend.contains(Point(quick[0][0, 0]))
    little = seats(column(bend), width, height, np.full(1, 0.3))
    np.testing.assert_array_equal(little[0], exact[0])
    np.testing.assert_array_equal(little[1], exact[1])


def test_a_wide_label_looks_for_a_wide_place():
    #       +---+
    #       |   |            the tower has room for a circle, the arm for a long word
    #  +----+   +--------+
    #  +-----------------+
    shape = shapely.union(box(0, 0, 100, 10), box(40, 0, 60, 60))
    high, _ = seats(column(shape), np.array([5.0]), np.array([5.0]))
    low, _ = seats(column(shape), np.array([60.0]), np.array([5.0]))
    assert high[0, 0, 1] > 9 > low[0, 0, 1]


def test_a_label_goes_to_the_largest_part():
    shape = MultiPolygon([box(0, 0, 1, 1), box(10, 10, 20, 20)])
    places, _ = seats(column(shape), np.array([1.0]), np.array([1.0]))
    assert places[0, 0] == pytest.approx([15, 15], abs=0.5)


def test_lines_and_points_have_a_seat_but_no_room():
    places, room = seats(column(LineString([(0, 0), (10, 0)]), Point(3, 4)), np.ones(2), np.ones(2))
    assert places[1, 0].tolist() == [3, 4] and places[0, 0, 1] == 0
    assert room.tolist() == [0, 0]


def test_no_shapes_have_no_seats():
    places, room = seats(column(), np.empty(0), np.empty(0))
    assert places.shape == (0, SEATS, 2) and room.shape == (0,)


def test_a_ring_is_not_labelled_in_its_hole():
    ring = shapely.difference(box(0, 0, 30, 30), box(8, 8, 22, 22))
    places, _ = seats(column(ring), np.array([4.0]), np.array([2.0]))
    assert shapely.contains_xy(ring, *places[0, 0])


@given(
    corner=hnp.arrays(float, (5, 2), elements=st.floats(0, 100)),
    size=hnp.arrays(float, (5, 2), elements=st.floats(1, 60)),
    width=st.floats(0.5, 30),
)
def test_the_best_seat_is_always_inside(corner, size, width):
    shapes = shapely.box(*corner.T, *(corner + size).T)
    places, room = seats(shapes, np.full(5, width), np.full(5, 3.0))
    assert shapely.contains_xy(shapes, places[:, 0, 0], places[:, 0, 1]).all()
    assert (room > 0).all()


# ---- places ------------------------------------------------------------------------------------------------------


@given(
    middles=hnp.arrays(
        float, st.tuples(st.integers(1, 25), st.just(NEAR_SEATS), st.just(2)), elements=st.floats(0, 30)
    ),
    data=st.data(),
)
def test_labels_never_overlap_nor_leave_the_frame(middles, data):
    n = len(middles)
    numbers = st.floats(0.5, 8)
    width = data.draw(hnp.arrays(float, n, elements=numbers))
    height = data.draw(hnp.arrays(float, n, elements=numbers))
    weight = data.draw(hnp.arrays(float, n, elements=st.floats(-5, 5)))
    taken = np.array([[10.0, 10.0, 12.0, 12.0]])
    chosen = place_labels(middles, width, height, weight, (0, 0, 30, 30), taken)
    boxes = boxes_of(middles, chosen, width, height)
    everything = [*boxes, box(*taken[0])]
    assert sum(shape.area for shape in everything) == pytest.approx(shapely.union_all(everything).area)
    assert shapely.within(boxes, box(-1e-9, -1e-9, 30 + 1e-9, 30 + 1e-9)).all()


def test_the_label_of_more_weight_stays_and_the_other_moves_or_goes():
    places = np.array([[[0.0, 0.0], [0.0, 5.0]], [[0.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.5, 0.0]]])
    chosen = place_labels(places, np.full(3, 4.0), np.full(3, 2.0), np.array([1.0, 2.0, 0.0]), EVERYWHERE)
    assert chosen.tolist() == [1, 0, -1]


def test_labels_that_touch_do_not_overlap():
    places = np.array([[[0.0, 0.0]], [[4.0, 0.0]]])
    assert place_labels(places, np.full(2, 4.0), np.full(2, 2.0), np.zeros(2), EVERYWHERE).tolist() == [0, 0]


# ---- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("建农村委会", "建农村"),
        ("建农村村民委员会", "建农村"),
        ("十一圩港村村委会", "十一圩港村"),
        ("花园浜社区居委会", "花园浜社区"),
        ("老街居民委员会", "老街社区"),
        ("杨舍镇", "杨舍镇"),
        ("村委会", "村委会"),
        ("", ""),
    ],
)
def test_names_are_written_without_the_committee(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("杨舍镇", "杨舍镇"),
        ("常阴沙现代农业示范园区", "常阴沙现代\n农业示范园区"),
        ("双山岛旅游度假区", "双山岛旅游\n度假区"),
        ("North Harbour District", "North Harbour\nDistrict"),
        ("Donaudampfschiffahrt", "Donaudampfschiffahrt"),
    ],
)
def test_long_names_break_between_words(label, lines):
    assert in_lines(label, 6) == lines


def test_labels_that_nobody_wants_any_more_are_placed_no_further():
    """The page of a province went on placing numbers for minutes after it was given up."""
    asked: list[int] = []

    def ask() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise GivenUp

    n = 2_000
    places = np.random.default_rng(1).uniform(0, 1000, (n, 2, 2))
    with while_wanted(ask), pytest.raises(GivenUp):
        place_labels(places, np.full(n, 9.0), np.full(n, 4.0), np.arange(n, dtype=float), (0, 0, 1000, 1000))
    assert len(asked) == 3


def test_very_many_labels_apart_each_have_their_best_place_without_a_table_of_all_pairs(monkeypatch):
    monkeypatch.setattr(labels, "_are_apart", lambda *_: pytest.fail("a table of pairs"))
    x, y = np.meshgrid(np.arange(60) * 10.0 + 5, np.arange(60) * 10.0 + 5)
    places = np.stack([x.ravel(), y.ravel()], axis=1)[:, None, :]
    chosen = place_labels(places, np.full(3600, 9.0), np.full(3600, 9.0), np.ones(3600), (0, 0, 600, 600))
    assert (chosen == 0).all()
