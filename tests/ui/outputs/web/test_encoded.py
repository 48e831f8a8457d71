"""Shapes written short are read as they were: to the decimetre, ring by ring, whatever they are made of."""

from __future__ import annotations

import string

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ui.outputs.web.encoded import Encoder

LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


def read(text: str, origin: tuple[int, int]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return what a text says, letter by letter: what each piece begins with, and its points in millionths."""
    found: list[tuple[str, list[tuple[int, int]]]] = []
    for letter in text:
        if letter not in LETTERS:
            found.append((letter, []))
            at, axis, value, shift = list(origin), 0, 0, 0
            continue
        number = LETTERS.index(letter)
        value, shift = value | (number & 31) << shift, shift + 5
        if number < 32:
            at[axis] += (value >> 1) ^ -(value & 1)
            if axis:
                found[-1][1].append((at[0], at[1]))
            axis, value, shift = 1 - axis, 0, 0
    return found


def millionths(points) -> list[tuple[int, int]]:
    return [tuple(point) for point in np.round(np.asarray(points) * 1e6).astype(int).tolist()]


def test_rings_lines_and_points_are_told_apart_and_in_order():
    ring = shapely.box(120, 31, 121, 32).difference(shapely.box(120.2, 31.2, 120.4, 31.4))
    line, point = shapely.LineString([(120.5, 31.5), (120.500001, 31.499999)]), shapely.Point(-179.999999, -89.5)
    shapes = np.array(
        [
            ring,
            shapely.MultiPolygon([shapely.box(0, 0, 1, 1), ring]),
            None,
            shapely.GeometryCollection([point, shapely.MultiLineString([line, line]), shapely.Polygon()]),
            shapely.Polygon(),
        ],
        dtype=object,
    )
    origin = (120_000_000, 31_000_000)
    first, second, missing, mixed, empty = (read(text, origin) for text in Encoder(origin).texts(shapes))
    outer, hole = millionths(ring.exterior.coords[:-1]), millionths(ring.interiors[0].coords[:-1])
    assert first == [("(", outer), (",", hole)]
    assert second == [("(", millionths(shapely.box(0, 0, 1, 1).exterior.coords[:-1])), ("(", outer), (",", hole)]
    assert missing == empty == []
    assert mixed == [(".", millionths(point.coords)), ("/", millionths(line.coords)), ("/", millionths(line.coords))]


@given(
    st.lists(st.tuples(st.integers(-180_000_000, 180_000_000), st.integers(-90_000_000, 90_000_000)), min_size=2),
    st.tuples(st.integers(-180_000_000, 180_000_000), st.integers(-90_000_000, 90_000_000)),
)
def test_what_is_written_is_read_wherever_it_lies(points, origin):
    [text] = Encoder(origin).texts(np.array([shapely.LineString(np.array(points) / 1e6)], dtype=object))
    assert read(text, origin) == [("/", points)]
    assert set(text[1:]) <= set(LETTERS)


@pytest.mark.parametrize("shapes", [[], [None], [shapely.Point()]])
def test_nothing_is_written_of_nothing(shapes):
    assert Encoder().texts(np.array(shapes, dtype=object)) == [""] * len(shapes)
