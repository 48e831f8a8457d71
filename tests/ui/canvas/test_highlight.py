"""What is lit up: near enough to what it is, and nothing is lost for being tiny."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.canvas.highlight import lit_shapes, paint_lit
from ui.canvas.view import View


def test_what_is_lit_follows_its_outline_within_the_detail_and_the_tiny_is_still_there() -> None:
    #  a wavy outline of 400 points, 0.3 m up and down, and a hut of 2 m beside it
    x = np.linspace(0, 400, 200)
    wavy = shapely.Polygon([*zip(x, 0.3 * (np.arange(200) % 2), strict=True), (400, 300), (0, 300)])
    hut = shapely.box(500, 0, 502, 2)
    lit = lit_shapes(np.array([wavy, hut, None], dtype=object), detail_m=4.0)
    assert lit is not None and lit.bounds == (0, 0, 502, 300)
    outlines = [path.boundingRect().getRect() for path in lit.areas.paths]
    assert (500.0, 298.0, 2.0, 2.0) in outlines or any(left + width == 502 for left, _, width, _ in outlines)
    assert sum(path.elementCount() for path in lit.areas.paths) < 20
    exact = lit_shapes(np.array([wavy, hut], dtype=object))
    assert exact is not None and sum(path.elementCount() for path in exact.areas.paths) > 200


def test_an_edge_that_two_areas_share_is_lit_once_and_in_short_pieces() -> None:
    squares = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)], dtype=object)
    lit = lit_shapes(squares, longest=2)
    assert lit is not None
    assert sum(path.length() for path in lit.lines.paths) == pytest.approx(70)
    ends = [path.elementAt(at) for path in lit.lines.paths for at in range(path.elementCount())]
    begun = [end.isMoveTo() for end in ends]
    assert begun.count(True) == 4 and len(begun) == 4 + 7, (
        "three edges of the second square, and two and two of the first"
    )


def test_areas_side_by_side_are_painted_with_a_line_round_each_of_them(qapp: QApplication) -> None:
    squares = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)], dtype=object)
    lit = lit_shapes(squares, longest=2)
    assert lit is not None
    view = View(10.0, 5.0, 0.1, 400, 400)
    picture = QImage(400, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_lit(painter, lit, view, QColor("#1766d0"), 2.4, 0.0, QColor("white"))
    painter.end()
    for x, y in shapely.get_coordinates(shapely.segmentize(squares, 0.5)):
        px, py = view.to_screen(x, y)
        assert picture.pixelColor(int(px), int(py)).red() < 150
    assert picture.pixelColor(150, 200) == picture.pixelColor(250, 200) == QColor("white")
