"""Rows put many at a time are the rows put one by one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
import shapely
from shapely import LinearRing, LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from gridmap.storage.rows import insert
from gridmap.storage.shapes import from_blobs, to_blobs


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 257])
def test_every_row_is_put_once_and_in_its_order(count: int) -> None:
    numbers, texts = list(range(count)), [f"'{number};\"" for number in range(count)]
    blobs = [None if number % 3 else bytes([number % 256]) for number in range(count)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute('CREATE TABLE "a ""table" (number, "the text", data)')
        insert(connection, 'a "table', ["number", "the text", "data"], [numbers, texts, blobs])
        found = connection.execute('SELECT number, "the text", data FROM "a ""table" ORDER BY rowid').fetchall()
    assert found == list(zip(numbers, texts, blobs, strict=True))


def test_columns_of_different_lengths_put_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE pairs (one, two)")
        for longer in ([1, 2, 3], [1]):
            with pytest.raises(ValueError, match="size"):
                insert(connection, "pairs", ["one", "two"], [[1, 2], longer])
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (0,)


HEAD = "4750"  # "GP"
SQUARE = [(0, 0), (4, 0), (4, 2), (0, 2), (0, 0)]
WAYS = {
    # flags: 01 little endian, 02 with a box, 10 empty; a box is min x, max x, min y, max y
    "a polygon, wrapped": (box(0, 0, 4, 2), "0003", True, "0106000000010000000103000000"),
    "a line, wrapped": (LineString([(0, 0), (4, 2)]), "0003", True, "0105000000010000000102000000"),
    "a ring is a line": (LinearRing(SQUARE), "0003", True, "0105000000010000000102000000"),
    "a polygon where anything may stand": (box(0, 0, 4, 2), "0003", False, "0103000000"),
    "several parts": (MultiPolygon([box(0, 0, 1, 2), box(3, 0, 4, 2)]), "0003", True, "0106000000020000000103000000"),
    "one part as it is": (MultiPolygon([box(0, 0, 4, 2)]), "0001", True, "0106000000010000000103000000"),
    "one line as it is": (MultiLineString([[(0, 0), (4, 2)]]), "0001", True, "0105000000010000000102000000"),
    "a point has no box": (Point(4, 2), "0001", False, "0101000000"),
    "an empty polygon, wrapped": (Polygon(), "0011", True, "0106000000010000000103000000"),
    "an empty point": (Point(), "0011", False, "0101000000"),
}


def test_each_kind_of_shape_has_the_head_that_the_standard_gives_it() -> None:
    box_of_all = np.array([0, 4, 0, 2], dtype="<f8").tobytes().hex()
    for wrap in (True, False):
        chosen = [way for way in WAYS.values() if way[2] == wrap]
        shapes = np.array([way[0] for way in chosen], dtype=object)
        blobs = to_blobs(shapes, 4549, wrap=wrap)
        for (_, flags, _, body), blob in zip(chosen, blobs, strict=True):
            expected = HEAD + flags + (4549).to_bytes(4, "little").hex() + box_of_all * (flags == "0003") + body
            assert blob is not None
            assert blob.hex().startswith(expected)
        back, unreadable = from_blobs(blobs, wrapped=wrap)
        assert not len(unreadable)
        for shape, same in zip(shapes.tolist(), back.tolist(), strict=True):
            assert shapely.to_wkb(same) == shapely.to_wkb(shape)
