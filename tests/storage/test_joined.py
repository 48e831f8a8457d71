"""What SQLite has joined comes apart as it went in, and shapes made all at once are those that are made one by one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from gridmap.storage.joined import (
    LIFT,
    MOST_LIFTED,
    Strange,
    few_of,
    lifted_numbers,
    mark_of,
    numbers_between_commas,
    put_by_marks,
    put_texts_between,
)
from gridmap.storage.shapes import from_blobs, from_joined, to_blobs

HOLED = Polygon(box(0, 0, 9, 9).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
SHAPES = {
    "polygons": [box(i, -i, i + 1.25, 7) for i in range(1, 6)],
    "one with a hole among them": [box(0, 0, 1, 1), HOLED, box(2, 0, 3, 1)],
    "several parts, and a single one": [box(0, 0, 1, 1), MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])],
    "a multipolygon of one part": [MultiPolygon([box(0, 0, 1, 1)]), box(4, 4, 5, 5)],
    "none and empty ones": [None, Polygon(), box(0, 0, 1, 1), None, Point(), MultiPolygon()],
    "nothing at all": [None, None],
    "points and lines": [Point(1.5, -2), LineString([(0, 0), (1, 1)]), Point(0, 0), box(0, 0, 1, 1)],
    "what is no number": [box(0, 0, 1, 1), Polygon([(0, 0), (np.inf, 1), (1, 1), (0, 0)]), Point(np.inf, 0)],
    "heights": [Point(1, 2, 3), Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])],
    "zeros of both signs": [Polygon([(-0.0, 0.0), (1, 0), (1, 1), (0.0, -0.0)])],
}
SPOILT = [
    b"",
    b"G",
    b"no shape at all, and longer than the head of one with a box and wrapping around it is" * 2,
    b"\0" * 29,
]


def joined(blobs: list[bytes | None]) -> tuple[bytes, np.ndarray]:
    lengths = np.array([0 if blob is None else len(blob) + 1 for blob in blobs], dtype=np.int64)
    return b"".join(blob or b"" for blob in blobs), lengths


def must_be_the_same(blobs: list[bytes | None], *, wrapped: bool) -> None:
    one, unreadable = from_blobs(blobs, wrapped=wrapped)
    two, unreadable_too = from_joined(*joined(blobs), wrapped=wrapped)
    assert shapely.to_wkb(two).tolist() == shapely.to_wkb(one).tolist()
    assert unreadable_too.tolist() == unreadable.tolist()


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("case", SHAPES)
def test_shapes_that_are_joined_are_the_same_to_the_last_bit(case: str, wrapped: bool) -> None:
    shapes = np.array([*SHAPES[case], None], dtype=object)[:-1]
    with np.errstate(invalid="ignore"):
        must_be_the_same(to_blobs(shapes, 4549, wrap=wrapped), wrapped=wrapped)
        must_be_the_same(to_blobs(shapes, 4549, wrap=not wrapped), wrapped=wrapped)  # as another program may write


@pytest.mark.parametrize("wrapped", [True, False])
def test_whatever_is_changed_in_a_shape_it_is_read_as_by_itself(wrapped: bool) -> None:
    known = np.array([box(0, 0, 1, 1), Polygon([(0, 0), (5, 1), (2, 7)]), Point(3, 4)], dtype=object)
    blobs = to_blobs(known, 4549, wrap=wrapped)
    for number, blob in enumerate(blobs):
        assert blob is not None
        for at in range(min(len(blob), 80)):
            for value in (0, 1, 3, 6, 255):
                changed = blob[:at] + bytes([value]) + blob[at + 1 :]
                must_be_the_same([*blobs[:number], changed, *blobs[number + 1 :], *SPOILT], wrapped=wrapped)
        must_be_the_same([*blobs, blob[:-1], blob[:40], blob + b"\0"], wrapped=wrapped)


@given(st.lists(st.integers(0, MOST_LIFTED), min_size=1, max_size=40))
def test_numbers_come_apart(numbers: list[int]) -> None:
    lifted = "".join(str(number + LIFT) for number in numbers).encode()
    assert lifted_numbers(lifted, len(numbers)).tolist() == numbers
    assert numbers_between_commas(",".join(map(str, numbers)).encode(), len(numbers)).tolist() == numbers


@pytest.mark.parametrize(("text", "count"), [(b"10000005.0", 1), (b"1000000", 1), (b"1000000110000002", 1)])
def test_a_broken_number_is_noticed(text: bytes, count: int) -> None:
    with pytest.raises(Strange):
        lifted_numbers(text, count)


def test_texts_come_apart_and_one_that_stands_in_all_rows_is_one_object() -> None:
    cells = np.empty(3, dtype=object)
    put_texts_between(cells, "东门\x1f\x1fa")
    assert cells.tolist() == ["东门", "", "a"]
    put_texts_between(cells, "网格\x1f网格\x1f网格")
    assert cells.tolist() == ["网格"] * 3
    assert len({id(cell) for cell in cells}) == 1
    with pytest.raises(Strange):
        put_texts_between(cells, "a\x1fb")
    with pytest.raises(Strange):
        put_texts_between(cells, "a\x1fb\x1f\x1f")


def test_letters_stand_for_few_values() -> None:
    assert few_of(["b", "a", "b"]) == ["b", "a"]
    assert few_of(list(range(9))) == []
    assert [mark_of(0), mark_of(1)] == ["A", "B"]
    texts = np.empty(4, dtype=object)
    put_by_marks(texts, b"ABBA", ["b", "a"])
    assert texts.tolist() == ["b", "a", "a", "b"]
    flags = np.empty(3, dtype=bool)
    put_by_marks(flags, b"BAB", [0, 1])
    assert flags.tolist() == [True, False, True]
    with pytest.raises(Strange):
        put_by_marks(flags, b"BA", [0, 1])
