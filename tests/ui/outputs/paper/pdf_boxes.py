"""Where text stands on a page of a PDF, read from the page itself: what was drawn is not asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pypdf
import shapely

_WORD: Final = re.compile(rb"<[0-9A-Fa-f]*>|[^\s<>\[\]]+")
_ABOVE: Final = 0.80
_BELOW: Final = 0.08
"""Of an em, how far the letters of a line reach above and below the line that they stand on."""


@dataclass(frozen=True)
class Line:
    """A line of text: its box on the page and the size of its type, in points; y goes up."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    letters: int


def lines_of(page: pypdf.PageObject) -> list[Line]:
    """Return the lines of text of a page that Qt wrote: each begins with its font and moves on glyph by glyph."""
    words = _WORD.findall(page.get_contents().get_data())
    found: list[Line] = []
    matrices: list[np.ndarray] = []
    matrix = np.eye(3)
    numbers: list[float] = []
    at: list[tuple[float, float]] = []
    place, size, text_matrix = np.zeros(2), 0.0, np.eye(3)
    for word in words:
        if re.fullmatch(rb"[+-]?[\d.]+", word):
            numbers.append(float(word))
            continue
        if word == b"q":
            matrices.append(matrix)
        elif word == b"Q":
            matrix = matrices.pop()
        elif word == b"cm":
            matrix = _matrix(numbers[-6:]) @ matrix
        elif word == b"BT":
            at, place = [], np.zeros(2)
        elif word == b"Tf":
            size = numbers[-1]
        elif word == b"Tm":
            text_matrix, place = _matrix(numbers[-6:]), np.zeros(2)
        elif word == b"Td":
            place = place + numbers[-2:]
        elif word == b"Tj":
            at.append((float(place[0]), float(place[1])))
        elif word == b"ET" and at:
            line = _line(at, size, text_matrix @ matrix)
            if found and _goes_on(found[-1], line):
                found[-1] = replace(found[-1], right=line.right, letters=found[-1].letters + line.letters)
            else:
                found.append(line)
        numbers = []
    return found


def _goes_on(line: Line, other: Line) -> bool:
    """Whether a text goes on in another font of the file, right behind the last letter of the line."""
    same = abs(line.bottom - other.bottom) < 1e-6 and abs(line.size - other.size) < 1e-6
    return same and -1.05 * line.size < other.left - line.right < 0.05 * line.size


def _matrix(six: list[float]) -> np.ndarray:
    a, b, c, d, e, f = six
    return np.array([[a, b, 0.0], [c, d, 0.0], [e, f, 1.0]])


def _line(at: list[tuple[float, float]], size: float, matrix: np.ndarray) -> Line:
    steps = np.diff([x for x, _ in at])
    last = size if not len(steps) or steps.max() > 0.8 * size else 0.56 * size  # a Chinese letter fills its square
    if len(at) == 1:
        last = 0.56 * size
    corners = [(at[0][0], at[0][1] - _BELOW * size), (at[-1][0] + last, at[-1][1] + _ABOVE * size)]
    on_page = np.array([[*corner, 1.0] for corner in corners]) @ matrix
    (x0, y0), (x1, y1) = on_page[:, :2]
    scale = abs(float(np.linalg.det(matrix[:2, :2]))) ** 0.5
    left, right, bottom, top = sorted((float(x0), float(x1))) + sorted((float(y0), float(y1)))
    return Line(left, bottom, right, top, size * scale, len(at))


def overlapping(lines: list[Line], least: float = 0.05) -> list[tuple[Line, Line]]:
    """Return the pairs of lines whose boxes have more than a share of the smaller one in common."""
    boxes = np.array([shapely.box(line.left, line.bottom, line.right, line.top) for line in lines])
    one, two = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    common = shapely.area(shapely.intersection(boxes[one], boxes[two]))
    smaller = np.minimum(shapely.area(boxes)[one], shapely.area(boxes)[two])
    hits = np.flatnonzero((one < two) & (common > least * smaller))
    return [(lines[one[i]], lines[two[i]]) for i in hits]
