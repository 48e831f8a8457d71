"""The names on the map: where they may stand, worked out once; which are written, decided for every view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from layers.labels import in_lines, place_labels, seats, short_name
from layers.marks import Box
from layers.territory import dry_ground
from ui.canvas.scene.colours import screen_colour
from ui.canvas.scene.scene import level_shapes, levels_of
from ui.canvas.view import View
from ui.look.fonts import chinese_family

MOST: Final = 260
"""Names that are considered for one view, those of most weight."""

_PADDING: Final = 3.0
_WHOLE: Final = 4000


@dataclass(frozen=True)
class NameStyle:
    """How names of a level are set on the screen: em in pixels, weight, colours, and how much room they need."""

    size: int
    bold: bool
    colour: str
    room: float


STYLES: Final = (
    NameStyle(16, True, "#4a1025", 0.6),
    NameStyle(13, False, "#23282d", 0.9),
    NameStyle(11, False, "#5a5f66", 1.3),
)


@dataclass(frozen=True, eq=False)
class NameColumns:
    """Names that could be written, whatever the scale.

    Attributes
    ----------
    grid : int64 (n,)
    text : object (n,)
        With line breaks.
    style : int64 (n,)
        Place in :data:`STYLES`.
    place : float64 (n, 2)
        Where the middle of the name goes, in the plan's CRS.
    room_m : float64 (n,)
        How high the name may be on the ground there, metres.
    size : float64 (n, 2)
        Width and height in pixels.
    weight : float64 (n,)
    """

    grid: IntArray
    text: npt.NDArray[np.object_]
    style: IntArray
    place: FloatArray
    room_m: FloatArray
    size: FloatArray
    weight: FloatArray


def _no_names() -> NameColumns:
    none = np.empty(0, dtype=np.int64)
    empty = np.empty((0, 2))
    return NameColumns(none, np.empty(0, dtype=object), none, empty, np.empty(0), empty, np.empty(0))


def halo_colour(night: bool) -> QColor:
    """Return the colour of the rim around names, in which they are read whatever lies below."""
    return QColor("#17191e") if night else QColor("#ffffff")


NO_NAMES: Final = _no_names()


@kept("grids")
def _whole(plan: Plan) -> dict[int, NameColumns]:
    """Hold the names of whole plans down to a level, as they are asked for."""
    return {}


def names_of(
    plan: Plan,
    rank: int,
    box: Box | None,
    detail_m: float,
    closest_m: float = 0.0,
    pause: Callable[[], None] = lambda: None,
) -> NameColumns:
    """Return the names of the levels down to one, in a box or everywhere; may run in any thread.

    Parameters
    ----------
    plan : Plan
    rank : int
    box : Box or None
    detail_m : float
        Details of shapes that do not matter for where a name goes.
    closest_m : float
        Metres to a dot at the closest scale that they are for; what has no room even then is left out.
    pause : callable
        Called between steps; may raise to give the work up.
    """
    levels = levels_of(plan)
    if rank not in levels.ranks:
        return NO_NAMES
    if box is None and len(plan.ids) <= _WHOLE:
        held = _whole(plan)
        if rank not in held:
            finest = max(levels.cell_m[levels.ranks.index(rank)] / 64, 0.5)
            held[rank] = _collected(plan, rank, None, 4.0 ** np.floor(np.log(finest) / np.log(4.0)), 0.0, pause)
        return held[rank]
    return _collected(plan, rank, box, detail_m, closest_m, pause)


def _collected(
    plan: Plan, rank: int, box: Box | None, detail_m: float, closest_m: float, pause: Callable[[], None]
) -> NameColumns:
    levels = levels_of(plan)
    codes = plan.grids["code"].to_numpy(dtype=object)
    names = plan.grids["name"].to_numpy(dtype=object)
    parts = []
    for depth, level in enumerate(r for r in levels.ranks if r <= rank):
        pause()
        rows, shapes = level_shapes(plan, level, detail_m, box)
        style_number = min(depth, len(STYLES) - 1)
        style = STYLES[style_number]
        last = level == len(plan.scheme.levels) and depth > 0
        above = plan.positions(plan.parents[rows])
        prefixes = np.where(above >= 0, codes[above], "")
        text = np.array(
            [
                in_lines(_written(names[row], codes[row], prefix, last), 7)
                for row, prefix in zip(rows.tolist(), prefixes, strict=True)
            ],
            dtype=object,
        )
        size = _sizes(text, style)
        if closest_m:
            # A name that would not fit even at the closest scale that this is for needs no place.
            bounds = shapely.bounds(shapes)
            fits = (bounds[:, 2] - bounds[:, 0]) / closest_m > 0.6 * size[:, 0]
            rows, shapes, text, size = rows[fits], shapes[fits], text[fits], size[fits]
        if not len(rows):
            continue
        if depth == 0:
            shapes = dry_ground(plan, shapes)
        places, room, areas = _places(shapes, size, pause)
        weight = areas / (1 + areas.max()) - depth
        parts.append((plan.ids[rows], text, np.full(len(rows), style_number), places, room * size[:, 1], size, weight))
    if not parts:
        return NO_NAMES
    return NameColumns(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _places(shapes: npt.NDArray[np.object_], size: FloatArray, pause: Callable[[], None]) -> tuple[FloatArray, ...]:
    """Return where names go and how much room there is, by lots, so that the work can be given up."""
    places, room = [], []
    for first in range(0, len(shapes), 200):
        pause()
        lot = slice(first, first + 200)
        seat, free = seats(shapes[lot], size[lot, 0], size[lot, 1])
        places.append(seat[:, 0])
        room.append(free)
    return np.concatenate(places), np.concatenate(room), shapely.area(shapes)


def _written(name: str, code: str, prefix: str, by_number: bool) -> str:
    """Return what is written on a grid: its short name; numbers where names only count grids."""
    if by_number and (not name or name.endswith("网格")):
        return code.removeprefix(prefix) or code
    return short_name(name) or code


def _sizes(texts: npt.NDArray[np.object_], style: NameStyle) -> FloatArray:
    """Return about how large names are: Chinese characters are square, others a little over half as wide."""
    sizes = np.empty((len(texts), 2))
    for i, text in enumerate(texts):
        lines = text.split("\n")
        widest = max(sum(1.0 if ord(c) > 0x2E7F else 0.58 for c in line) for line in lines)
        sizes[i] = widest * style.size + 2, style.size * (1.0 + 1.2 * (len(lines) - 1)) + 4
    return sizes


@dataclass(frozen=True, eq=False)
class Written:
    """A name that stands on the map: its middle in the plan's CRS, its text and style."""

    x: float
    y: float
    text: str
    style: NameStyle


def choose_names(names: NameColumns, view: View, taken: FloatArray) -> list[Written]:
    """Return the names that are written in a view: those that fit, none over another.

    Parameters
    ----------
    taken : float64 (k, 4)
        Boxes on the screen (left, top, right, bottom) that stay free.
    """
    if not len(names.grid):
        return []
    scale = view.metres_per_pixel
    asked = np.array([style.room for style in STYLES])[names.style]
    px = view.all_to_screen(names.place)
    seen = (px[:, 0] > 0) & (px[:, 0] < view.width) & (px[:, 1] > 0) & (px[:, 1] < view.height)
    fits = np.flatnonzero(seen & (names.room_m / scale >= asked * names.size[:, 1]))
    fits = fits[np.argsort(-names.weight[fits], kind="stable")][:MOST]
    if not len(fits):
        return []
    size = names.size[fits] + _PADDING
    steps = np.array([(0, 0), (0, 0.7), (0, -0.7), (0.25, 0), (-0.25, 0)])
    places = px[fits, None, :] + steps[None] * size[:, None, :]
    free = names.style[fits] > 0
    places[free, 1:] = places[free, :1]  # names that must fit inside stay in the middle
    frame = (2.0, 2.0, view.width - 2, view.height - 2)
    seat = place_labels(places, size[:, 0], size[:, 1], names.weight[fits], frame, taken)
    result = []
    for i in np.flatnonzero(seat >= 0).tolist():
        x, y = view.to_ground(*places[i, seat[i]].tolist())
        result.append(Written(x, y, names.text[fits[i]], STYLES[int(names.style[fits[i]])]))
    return result


@lru_cache(maxsize=3000)
def name_image(text: str, style: NameStyle, night: bool, ratio: float) -> QImage:
    """Return a name with its rim as a picture, drawn once and kept."""
    font = QFont(chinese_family())
    font.setPixelSize(max(1, round(style.size * ratio)))
    font.setBold(style.bold)
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    rim = max(1.0, round(1.6 * ratio))
    step = style.size * 1.2 * ratio
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * rim + 2
    height = style.size * ratio * 1.25 + step * (len(lines) - 1) + 2 * rim
    image = QImage(round(width), round(height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    places = []
    for i, line in enumerate(lines):
        x = (width - metrics.horizontalAdvance(line)) / 2
        middle = height / 2 + (i - (len(lines) - 1) / 2) * step
        places.append((QPointF(round(x), round(middle + 0.37 * style.size * ratio)), line))
    halo = halo_colour(night)
    halo.setAlphaF(0.85)
    painter.setPen(halo)
    turns = np.arange(8) * np.pi / 4
    for dx, dy in zip((np.cos(turns) * rim).tolist(), (np.sin(turns) * rim).tolist(), strict=True):
        for place, line in places:
            painter.drawText(place + QPointF(dx, dy), line)
    painter.setPen(screen_colour(style.colour, night))
    for place, line in places:
        painter.drawText(place, line)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
